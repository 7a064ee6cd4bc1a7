/** A call that waited goes on in the asynchronous context of its own caller, as loggers and tracers need. */
import assert from "node:assert/strict";
import {
  AsyncLocalStorage,
  AsyncResource,
  createHook,
  executionAsyncResource,
} from "node:async_hooks";
import { describe, it } from "node:test";
import { answer, apiKey, customerId, minimal } from "./setup.mjs";
import { CareCycle } from "./package.mjs";

const NAMES = ["Ada", "Bo", "Cy"];
const storage = new AsyncLocalStorage();
let servers = 0;

/**
 * A client at one request per 100 ms whose hooks and fetch note which `current()` they see. The first
 * `refusals` requests are refused for their rate.
 */
function makeClient({ current = () => storage.getStore(), refusals = 0 } = {}) {
  /** @type {string[]} */
  const seen = [];
  const note = (/** @type {string} */ what) => () => {
    seen.push(`${what} ${current()}`);
  };
  const client = new CareCycle({
    apiKey,
    baseUrl: `https://contexts-${servers++}.example`,
    rateLimit: { requests: 1, perMs: 100 },
    onWait: note("onWait"),
    onRequest: note("onRequest"),
    onResponse: note("onResponse"),
    fetch: async () => {
      note("fetch")();
      if (refusals-- <= 0) return Response.json(answer);
      return Response.json({ retryAfter: 0.1 }, { status: 429 });
    },
  });
  return {
    /** What the hooks of one kind, or fetch, saw, in their order. */
    of: (/** @type {string} */ what) =>
      seen
        .filter((line) => line.startsWith(`${what} `))
        .map((line) => line.slice(what.length + 1)),
    ...client.customers.customFields,
  };
}

describe("a call that waits for its slot", () => {
  it("calls hooks and fetch in its caller's AsyncLocalStorage", async () => {
    const { create, of } = makeClient();
    const calls = NAMES.map((name) =>
      storage.run(name, async () => {
        await create(customerId, minimal);
        return storage.getStore();
      }),
    );
    assert.deepEqual(await Promise.all(calls), NAMES);
    assert.deepEqual(of("onWait"), NAMES.slice(1));
    for (const what of ["onRequest", "fetch", "onResponse"])
      assert.deepEqual(of(what), NAMES, what);
  });

  it("calls a call's own hooks in its caller's AsyncLocalStorage", async () => {
    const { create } = makeClient();
    /** @type {unknown[]} */
    const seen = [];
    const hook = () => seen.push(storage.getStore());
    await Promise.all(
      NAMES.map((name) =>
        storage.run(name, () =>
          create(customerId, minimal, { onRequest: hook }),
        ),
      ),
    );
    assert.deepEqual(seen, NAMES);
  });

  it("keeps its caller's context after a 429 to another call", async () => {
    const { create, of } = makeClient({ refusals: 1 });
    await Promise.all(
      NAMES.map((name) => storage.run(name, () => create(customerId, minimal))),
    );
    assert.deepEqual(of("onWait").sort(), NAMES);
    for (const what of ["onRequest", "fetch", "onResponse"])
      assert.deepEqual(of(what), ["Ada", ...NAMES], what);
  });

  it("keeps its caller's context when the call before it is aborted", async () => {
    const { create, of } = makeClient();
    const controller = new AbortController();
    const calls = NAMES.map((name) =>
      storage.run(name, () => {
        const { signal } = controller;
        const options = name === "Bo" ? { signal } : {};
        return create(customerId, minimal, options);
      }),
    );
    const ended = Promise.allSettled(calls);
    setTimeout(() => storage.run("the aborter", () => controller.abort()), 20);
    const statuses = (await ended).map(({ status }) => status);
    assert.deepEqual(statuses, ["fulfilled", "rejected", "fulfilled"]);
    assert.deepEqual(of("fetch"), ["Ada", "Cy"]);
  });

  it("is the child of its caller's resource, as tracers see it", async () => {
    // As OpenTelemetry's context manager does it on async_hooks.
    const span = Symbol("span");
    const hook = createHook({
      init(_id, _type, _trigger, resource) {
        const parent = /** @type {any} */ (executionAsyncResource());
        /** @type {any} */ (resource)[span] = parent?.[span];
      },
    }).enable();
    try {
      const current = () => /** @type {any} */ (executionAsyncResource())[span];
      const { create, of } = makeClient({ current });
      await Promise.all(
        NAMES.map((name) => {
          const resource = new AsyncResource("SPAN");
          /** @type {any} */ (resource)[span] = name;
          return resource.runInAsyncScope(() => create(customerId, minimal));
        }),
      );
      for (const what of ["onRequest", "fetch", "onResponse"])
        assert.deepEqual(of(what), NAMES, what);
    } finally {
      hook.disable();
    }
  });
});

describe("createMany", () => {
  for (const refusals of [0, 1]) {
    it(`sends each row in the context that reads its results, ${refusals ? "after a 429 too" : "without a 429"}`, async () => {
      const { createMany, of } = makeClient({ refusals });
      await Promise.all(
        NAMES.map((name) =>
          storage.run(name, async () => {
            const rows = [1, 2].map(() => ({ customerId, body: minimal }));
            for await (const { status } of createMany(rows)) {
              assert.equal(status, "created");
              assert.equal(storage.getStore(), name);
            }
          }),
        ),
      );
      for (const what of ["onRequest", "fetch", "onResponse"]) {
        const expected = NAMES.flatMap((name) => [name, name]);
        if (refusals) expected.unshift("Ada");
        assert.deepEqual(of(what).sort(), expected, what);
      }
    });
  }
});
