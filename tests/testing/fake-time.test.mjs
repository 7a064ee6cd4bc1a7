/** The fake under a test runner's fake timers: what it waits for passes when a test advances time. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it, mock } from "node:test";
import {
  clientOf,
  fakeApi,
  rejection,
  resetRateLimits,
  send,
} from "./setup.mjs";

/** All promises that are settled go on. */
async function settle() {
  for (let turn = 0; turn < 20; turn++)
    await new Promise((resolve) => setImmediate(resolve));
}

async function advance(/** @type {number} */ ms) {
  mock.timers.tick(ms);
  await settle();
}

/** Whether a promise is settled, without waiting for it. */
function watch(/** @type {Promise<unknown>} */ promise) {
  const state = { isDone: false };
  const done = () => (state.isDone = true);
  promise.then(done, done);
  return state;
}

describe("the fake under fake timers", () => {
  beforeEach(() => {
    // Its types are of an older version of Node.
    const options = { apis: ["setTimeout", "Date"] };
    mock.timers.enable(/** @type {any} */ (options));
  });
  afterEach(() => {
    mock.timers.reset();
    resetRateLimits();
  });

  it("waits for latencyMs", async () => {
    const call = send(clientOf(fakeApi({ latencyMs: 5000 })));
    const state = watch(call);
    await settle();
    await advance(4999);
    assert.equal(state.isDone, false);
    await advance(1);
    assert.equal((await call).textValue, "a");
  });
  it("waits for a delay, and its client for timeoutMs before that", async () => {
    const fake = fakeApi();
    fake.next("delay", { ms: 20_000 });
    const call = send(clientOf(fake));
    const state = watch(call);
    await settle();
    await advance(19_999);
    assert.equal(state.isDone, false);
    await advance(1);
    await call;
    fake.next("delay", { ms: 20_000 });
    const late = rejection(send(clientOf(fake, { timeoutMs: 3000 })));
    await settle();
    await advance(3000);
    assert.equal((await late).name, "APIConnectionTimeoutError");
  });
  it("ends its rate limit after a window", async () => {
    const fake = fakeApi({ rateLimit: { requests: 1, perMs: 60_000 } });
    await send(clientOf(fake));
    assert.equal((await rejection(send(clientOf(fake)))).retryAfter, 60);
    await advance(59_999);
    assert.equal((await rejection(send(clientOf(fake)))).retryAfter, 1);
    await advance(1);
    await send(clientOf(fake));
  });
  it("never returns a 429 to a client that keeps to the limit", async () => {
    const rateLimit = { requests: 1, perMs: 60_000 };
    const fake = fakeApi({ rateLimit });
    const client = clientOf(fake, { rateLimit });
    const calls = [send(client), send(client)];
    await settle();
    assert.equal(fake.values.length, 1);
    const state = watch(Promise.all(calls));
    await advance(59_000);
    assert.equal(fake.values.length, 1);
    // Real time passed between request and response, for which it waits once more.
    for (let count = 0; count < 50 && !state.isDone; count++)
      await advance(100);
    await Promise.all(calls);
    assert.deepEqual(
      fake.requests.map(({ status }) => status),
      [200, 200],
    );
  });
});
