import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, it } from "node:test";
import { promisify } from "node:util";
import { entry } from "./package.mjs";
import {
  APIUserAbortError,
  answer,
  apiKey,
  create,
  customerId,
  minimal,
  rejection,
  stubbed,
  useEmulator,
} from "./setup.mjs";

const run = promisify(execFile);
const never = () => new Promise(() => {});
const timers = () =>
  process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;

/** A signal, and how many listeners it has. */
function counted() {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = new Set();
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (
    /** @type {Parameters<typeof addEventListener>} */ ...args
  ) => {
    const [, listener] = args;
    listeners.add(listener);
    addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (
    /** @type {Parameters<typeof removeEventListener>} */ ...args
  ) => {
    const [, listener] = args;
    listeners.delete(listener);
    removeEventListener.apply(signal, args);
  };
  return { controller, signal, listeners };
}

/** A call whose request has been made and is never answered. */
async function inFlight() {
  const controller = new AbortController();
  const { signal } = controller;
  /** @type {Promise<import("./setup.mjs").Rejection> | undefined} */
  let promise;
  /** @type {AbortSignal} */
  const requested = await new Promise((resolve) => {
    const client = stubbed((_url, init) => (resolve(init.signal), never()));
    promise = rejection(create(client, minimal, { signal }));
  });
  // Boxed, so that it is not awaited here.
  return { promise, requested, controller };
}

describe("the caller's signal", () => {
  const api = useEmulator();
  for (const [what, reason] of [
    ["a symbol", Symbol("why")],
    ["a function", () => "why"],
    ["a bigint", 5n],
    ["false", false],
    ["an object without a prototype", Object.create(null)],
    ["a frozen object", Object.freeze({ why: 1 })],
    ["a DOMException", new DOMException("why", "QuotaExceededError")],
  ]) {
    it(`may be aborted with ${what}, which is the cause`, async () => {
      const { promise, controller } = await inFlight();
      controller.abort(reason);
      const error = await promise;
      assert.ok(error instanceof APIUserAbortError);
      assert.deepEqual([error.cause, error.outcome], [reason, "unknown"]);
    });
    it(`may be aborted before with ${what}, and nothing is sent`, async () => {
      let calls = 0;
      const client = stubbed(async () => void calls++);
      const signal = AbortSignal.abort(reason);
      const error = await rejection(create(client, minimal, { signal }));
      assert.deepEqual([error.outcome, calls], ["notSent", 0]);
    });
  }
  it("may be one of AbortSignal.timeout", async () => {
    const signal = AbortSignal.timeout(5);
    // An AbortSignal.timeout alone does not keep a process alive.
    const alive = setInterval(() => {}, 1000);
    const error = await rejection(create(stubbed(never), minimal, { signal }));
    clearInterval(alive);
    assert.equal(error.name, "AbortError");
    assert.equal(error.cause.name, "TimeoutError");
  });
  it("may be aborted while fetch is called: the outcome is unknown", async () => {
    const controller = new AbortController();
    const client = stubbed(() => (controller.abort(), never()));
    const { signal } = controller;
    const error = await rejection(create(client, minimal, { signal }));
    assert.deepEqual([error.name, error.outcome], ["AbortError", "unknown"]);
  });
  it("changes nothing when it is aborted afterwards", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    assert.ok(await create(api.client(), minimal, { signal }));
    controller.abort();
  });
  it("aborts all the calls that share it", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const client = stubbed(never);
    const calls = [1, 2, 3].map(() =>
      rejection(create(client, minimal, { signal })),
    );
    controller.abort();
    for (const { name } of await Promise.all(calls))
      assert.equal(name, "AbortError");
  });
  it("shared by 20 simultaneous calls does not make Node warn of a leak", async () => {
    /** @type {string[]} */
    const warnings = [];
    const listen = (/** @type {Error} */ { name }) => warnings.push(name);
    process.on("warning", listen);
    const { signal, listeners } = counted();
    const client = stubbed(async () => Response.json(answer));
    const calls = Array.from({ length: 20 }, () =>
      create(client, minimal, { signal }),
    );
    assert.equal(listeners.size, 1);
    await Promise.all(calls);
    // Node emits a warning in the next turn of its event loop.
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", listen);
    assert.deepEqual([warnings, listeners.size], [[], 0]);
  });
  it("aborts the request itself", async () => {
    const { promise, requested, controller } = await inFlight();
    controller.abort();
    await promise;
    assert.ok(requested.aborted);
    assert.notEqual(requested, controller.signal);
  });
  it("may have a reason that cannot be read", async () => {
    const { signal } = new AbortController();
    Object.defineProperty(signal, "aborted", { value: true });
    Object.defineProperty(signal, "reason", {
      get() {
        throw new Error("read");
      },
    });
    const error = await rejection(create(stubbed(never), minimal, { signal }));
    assert.ok(error instanceof APIUserAbortError, String(error));
  });
  it("is refused if it is not a signal, and nothing is sent", async () => {
    for (const signal of [5, "x", {}, new AbortController()]) {
      const error = await rejection(create(api.client(), minimal, { signal }));
      const { name, outcome } = error;
      assert.deepEqual([name, outcome], ["ConfigurationError", "notSent"]);
    }
    assert.equal(api.emulator.requests.length, 0);
  });
});

describe("nothing is left", () => {
  const api = useEmulator();
  /** @type {[string, string, object, object][]} */
  const endings = [
    ["success", "", minimal, {}],
    ["a wrong request", "", {}, {}],
    ["an error status", "500", minimal, {}],
    ["a lost connection", "close-before", minimal, {}],
    ["a body cut short", "cut-body", minimal, {}],
    ["a timeout", "hang", minimal, { timeoutMs: 20 }],
    ["a timeout in the body", "stall-body", minimal, { timeoutMs: 200 }],
  ];
  for (const [ending, fault, body, options] of endings) {
    it(`on the signal, and no timer, after ${ending}`, async () => {
      const { signal, listeners } = counted();
      const client = api.client(fault);
      const before = timers();
      await create(client, body, { ...options, signal }).catch(() => {});
      assert.equal(listeners.size, 0);
      assert.ok(timers() <= before + 1, "the platform's own connection timer");
    });
  }
  it("on the signal after an abort", async () => {
    const { controller, signal, listeners } = counted();
    const client = stubbed(() => (controller.abort(), never()));
    await rejection(create(client, minimal, { signal }));
    assert.equal(listeners.size, 0);
  });
  it("of the timer of a call that a stub responded to", async () => {
    const client = stubbed(async () => Response.json(answer));
    const before = timers();
    for (let call = 0; call < 20; call++) await create(client);
    assert.ok(timers() <= before, `${timers()} timers, ${before} before`);
  });
  it("unhandled if a fetch fails after the call ended", async () => {
    /** @type {unknown[]} */
    const unhandled = [];
    const listen = (/** @type {unknown} */ reason) => unhandled.push(reason);
    process.on("unhandledRejection", listen);
    try {
      /** @type {(error: Error) => void} */
      let fail = () => {};
      const late = () => new Promise((_resolve, reject) => (fail = reject));
      await rejection(create(stubbed(late), minimal, { timeoutMs: 5 }));
      fail(new Error("late"));
      // Node reports unhandled rejections before the next turn of its event loop.
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(unhandled, []);
    } finally {
      process.off("unhandledRejection", listen);
    }
  });
  for (const [ending, code] of [
    ["success", "await create({})"],
    [
      "an abort in flight",
      "const aborter = new AbortController();" +
        "const call = create({ signal: aborter.signal }, '/~hang').catch(() => {});" +
        "aborter.abort(); await call",
    ],
    ["a timeout", "await create({ timeoutMs: 50 }, '/~hang').catch(() => {})"],
  ]) {
    it(`that keeps the process alive after ${ending}`, async () => {
      const script = `
        import * as loaded from ${JSON.stringify(entry)};
        const { CareCycle } = { ...loaded.default, ...loaded };
        const create = (options, fault = "") =>
          new CareCycle({ apiKey: "${apiKey}", baseUrl: "${api.emulator.url}" + fault })
            .customers.customFields.create("${customerId}", ${JSON.stringify(minimal)}, options);
        ${code};
        console.log("done");`;
      const args = ["--input-type=module", "--eval", script];
      // Less than the 30 s of a timer that was forgotten: the child is killed, and this fails.
      const { stdout } = await run(process.execPath, args, { timeout: 20_000 });
      assert.equal(stdout, "done\n");
    });
  }
});
