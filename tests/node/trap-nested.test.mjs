/**
 * A trap in the core within a call that another call made: by a getter of its body or by a hook. And
 * what becomes of the calls in flight and in the queue. See trap.test.mjs for what provokes one.
 */
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { answer, apiKey, customerId, minimal, rejection } from "./setup.mjs";

const { CareCycle, CareCycleError } = await import(
  new URL("../../target/trap/index.js", import.meta.url).href
);
const IN_CREATE = 1.25;
const IN_TASK = 2.25;
const AFTER_ANSWER = 999.25;
const TIMES = 300;
const trapping = { ...minimal, one: 1, two: 2, three: 3 };
let servers = 0;

/** What nobody caught. */
/** @type {unknown[]} */
const uncaught = [];
const note = (/** @type {unknown} */ error) => uncaught.push(error);
const EVENTS = ["unhandledRejection", "uncaughtException"];

function start(options = {}) {
  const client = new CareCycle({
    apiKey,
    baseUrl: `https://trap-${servers++}.example`,
    rateLimit: false,
    fetch: async () => Response.json(answer),
    ...options,
  });
  const { create, validate } = client.customers.customFields;
  return {
    call: (more = {}, body = minimal) => create(customerId, body, more),
    validate,
  };
}

const outcome = (/** @type {any} */ { code, outcome }) => [code, outcome];

/** A promise's end, and how often it came to one. */
function watch(/** @type {Promise<unknown>} */ promise) {
  const state = { ends: 0, end: /** @type {any} */ (undefined) };
  const ended = (/** @type {unknown} */ end) => {
    state.ends++;
    state.end = end;
  };
  return Object.assign(state, { over: inTime(promise.then(ended, ended)) });
}

/** Rejects if a promise is not settled soon, since nothing else may keep the process alive. */
async function inTime(/** @type {Promise<any>} */ promise) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(reject, 5000, new Error("The call never ended"));
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** What a call rejects with, in time. */
const rejected = (/** @type {Promise<unknown>} */ promise) =>
  inTime(rejection(promise));

async function idle() {
  for (let turn = 0; turn < 5; turn++)
    await new Promise((resolve) => setImmediate(resolve));
}

beforeEach(() => {
  uncaught.length = 0;
  for (const event of EVENTS) process.on(event, note);
});
afterEach(async () => {
  await idle();
  for (const event of EVENTS) process.off(event, note);
  assert.deepEqual(uncaught, []);
});

describe("a trap in a call that a getter of another call's body makes", () => {
  /** A body whose first read does `within`. */
  const bodyWith = (/** @type {() => void} */ within) => {
    let isFirst = true;
    return {
      ...minimal,
      get textValue() {
        if (isFirst) within();
        isFirst = false;
        return null;
      },
    };
  };
  for (const [what, timeoutMs] of [
    ["as it starts", IN_CREATE],
    ["at its first action", IN_TASK],
  ]) {
    it(`${what} rejects it each time and leaves the next call whole`, async () => {
      const { call } = start();
      for (let time = 0; time < TIMES; time++) {
        /** @type {Promise<any>[]} */
        const inner = [];
        const body = bodyWith(() => inner.push(rejected(call({ timeoutMs }))));
        const outer = watch(call({}, body));
        await outer.over;
        assert.equal(inner.length, 1);
        assert.deepEqual(outcome(await inner[0]), ["CRASHED", "notSent"]);
        // The outer call may have lost its instance, or have been read into a new one.
        if (outer.end instanceof CareCycleError)
          assert.deepEqual(outcome(outer.end), ["CRASHED", "notSent"]);
        else assert.deepEqual(outer.end, answer);
        assert.deepEqual(await inTime(call()), answer);
      }
    });
  }
  it("in validate is thrown to the getter and leaves the next check whole", () => {
    const { validate } = start();
    for (let time = 0; time < TIMES; time++) {
      /** @type {any[]} */
      const thrown = [];
      const body = bodyWith(() => {
        try {
          validate(customerId, trapping);
        } catch (error) {
          thrown.push(error);
        }
      });
      try {
        assert.deepEqual(validate(customerId, body), []);
      } catch (error) {
        assert.equal(/** @type {any} */ (error).code, "CRASHED");
      }
      assert.deepEqual(
        thrown.map(({ code }) => code),
        ["CRASHED"],
      );
      assert.deepEqual(validate(customerId, minimal), []);
    }
  });
  it("in a getter of the trapping call's own body is each call's own", async () => {
    const { call } = start();
    for (let time = 0; time < TIMES; time++) {
      /** @type {Promise<any>[]} */
      const inner = [];
      const body = bodyWith(() =>
        inner.push(rejected(call({ timeoutMs: IN_TASK }))),
      );
      const error = await rejected(call({ timeoutMs: IN_TASK }, body));
      assert.deepEqual(outcome(error), ["CRASHED", "notSent"]);
      assert.deepEqual(outcome(await inner[0]), ["CRASHED", "notSent"]);
      assert.deepEqual(await inTime(call()), answer);
    }
  });
});

describe("a trap in a call that a hook of another call makes", () => {
  for (const hook of ["onRequest", "onResponse"]) {
    for (const [what, timeoutMs, after] of [
      ["as it starts", IN_CREATE, "notSent"],
      ["at its first action", IN_TASK, "notSent"],
      ["after its response", AFTER_ANSWER, "unknown"],
    ]) {
      it(`${hook}, ${what}, rejects each of them once`, async () => {
        const { call } = start();
        for (let time = 0; time < TIMES; time++) {
          /** @type {Promise<any>[]} */
          const inner = [];
          const make = () => {
            inner.push(rejected(call({ timeoutMs })));
          };
          const outer = watch(call({ [hook]: make }));
          await outer.over;
          assert.equal(inner.length, 1);
          assert.deepEqual(outcome(await inner[0]), ["CRASHED", after]);
          if (outer.end instanceof CareCycleError)
            assert.equal(outer.end.code, "CRASHED");
          else assert.deepEqual(outer.end, answer);
          assert.deepEqual(await inTime(call()), answer);
        }
      });
    }
  }
  it("onWait, rejects what waits and leaves the next call whole", async () => {
    for (let time = 0; time < TIMES; time++) {
      const { call } = start({ rateLimit: { requests: 1, perMs: 60_000 } });
      const other = start();
      assert.deepEqual(await inTime(call()), answer);
      /** @type {Promise<any>[]} */
      const inner = [];
      const onWait = () => {
        inner.push(rejected(other.call({ timeoutMs: IN_TASK })));
      };
      const error = await rejected(call({ onWait }));
      assert.deepEqual(outcome(error), ["CRASHED", "notSent"]);
      assert.deepEqual(outcome(await inner[0]), ["CRASHED", "notSent"]);
      assert.deepEqual(await inTime(other.call()), answer);
    }
  });
  it("in validate is thrown to the hook and rejects what is in flight", async () => {
    const { call, validate } = start();
    for (let time = 0; time < TIMES; time++) {
      /** @type {any[]} */
      const thrown = [];
      const onRequest = () => {
        try {
          validate(customerId, trapping);
        } catch (error) {
          thrown.push(error);
        }
      };
      const outer = watch(call({ onRequest }));
      await outer.over;
      assert.deepEqual(
        thrown.map(({ code }) => code),
        ["CRASHED"],
      );
      assert.ok(["notSent", "unknown"].includes(outer.end.outcome));
      assert.equal(outer.end.code, "CRASHED");
      assert.deepEqual(await inTime(call()), answer);
    }
  });
  it("of a hook of the trapping call's hook ends all of them", async () => {
    const { call } = start();
    for (let time = 0; time < TIMES; time++) {
      /** @type {Promise<any>[]} */
      const inner = [];
      const deepest = () => {
        inner.push(rejected(call({ timeoutMs: IN_TASK })));
      };
      const deep = () => {
        inner.push(watch(call({ onRequest: deepest })).over);
      };
      await watch(call({ onRequest: deep })).over;
      assert.equal(inner.length, 2);
      await Promise.all(inner);
      assert.deepEqual(await inTime(call()), answer);
    }
  });
});

describe("a new instance after a trap", () => {
  for (const [what, timeoutMs] of [
    ["as a call starts", IN_CREATE],
    ["at a call's first action", IN_TASK],
    ["after a response", AFTER_ANSWER],
  ]) {
    it(`${what} rejects a call in flight and one in the queue once each`, async () => {
      for (let time = 0; time < TIMES / 3; time++) {
        let requests = 0;
        /** @type {AbortSignal[]} */
        const signals = [];
        const { call } = start({
          rateLimit: { requests: 1, perMs: 60_000 },
          fetch: (
            /** @type {string} */ _url,
            /** @type {any} */ { signal },
          ) => {
            requests++;
            signals.push(signal);
            return new Promise(() => {});
          },
        });
        const inFlight = watch(call());
        const queued = watch(call());
        await idle();
        assert.deepEqual([inFlight.ends, queued.ends, requests], [0, 0, 1]);
        await rejected(start().call({ timeoutMs }));
        await Promise.all([inFlight.over, queued.over]);
        assert.deepEqual(outcome(inFlight.end), ["CRASHED", "unknown"]);
        assert.deepEqual(outcome(queued.end), ["CRASHED", "notSent"]);
        assert.ok(signals[0].aborted);
        assert.deepEqual(await inTime(start().call()), answer);
        await idle();
        assert.deepEqual([inFlight.ends, queued.ends, requests], [1, 1, 1]);
      }
    });
  }
  it("does not mistake a response of the old one's call for its own", async () => {
    /** @type {((response: Response) => void)[]} */
    const answers = [];
    const { call } = start({
      fetch: () => new Promise((resolve) => answers.push(resolve)),
    });
    const old = watch(call());
    await idle();
    await rejected(start().call({ timeoutMs: IN_TASK }));
    await old.over;
    assert.equal(old.end.code, "CRASHED");
    const fresh = watch(call());
    await idle();
    answers[0](Response.json({ ...answer, textValue: "the old one's" }));
    await idle();
    assert.equal(fresh.ends, 0);
    answers[1](Response.json(answer));
    await fresh.over;
    assert.deepEqual(fresh.end, answer);
  });
  it("does not mistake an abort of the old one's call for its own", async () => {
    const silent = start({ fetch: () => new Promise(() => {}) });
    const controller = new AbortController();
    const old = watch(silent.call({ signal: controller.signal }));
    await idle();
    await rejected(start().call({ timeoutMs: IN_TASK }));
    await old.over;
    const fresh = watch(silent.call({ timeoutMs: 200 }));
    await idle();
    controller.abort();
    await idle();
    assert.deepEqual([old.ends, fresh.ends], [1, 0]);
    await fresh.over;
    assert.deepEqual(outcome(fresh.end), ["TIMEOUT", "unknown"]);
  });
  it("leaves no timers behind", async () => {
    await idle();
    /** @type {string[]} */
    const kinds = /** @type {any} */ (process).getActiveResourcesInfo();
    const timers = kinds.filter((kind) => kind === "Timeout");
    assert.deepEqual(timers, []);
  });
});
