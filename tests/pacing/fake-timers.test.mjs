/**
 * Timers of a test runner that fakes `setTimeout` but not `performance` (Vitest 1 and 2, Jest with
 * `doNotFake`): time that a test advances passes for a waiting call too. But a timer that is early
 * since the event loop was busy when it was set is not believed.
 */
import assert from "node:assert/strict";
import { describe, it, mock } from "node:test";
import { answer, apiKey, customerId, minimal } from "../node/setup.mjs";
import * as setup from "./setup.mjs";

const { CareCycle, bodyOf, eachOnce, refused, withEmulator } = setup;

let servers = 0;
/** Its types are of an older version of Node. */
const enable = (/** @type {string[]} */ apis) =>
  mock.timers.enable(/** @type {any} */ ({ apis }));

/** All promises that are settled go on. */
async function settle() {
  for (let turn = 0; turn < 5; turn++)
    await new Promise((resolve) => setImmediate(resolve));
}

/**
 * Runs with a client at one request per `perMs` whose only slot is taken and answered, and whose
 * second call waits.
 *
 * @param {("setTimeout" | "Date")[]} apis
 * @param {number} perMs
 * @param {(advance: (ms: number) => Promise<void>, sent: () => number) => Promise<void>} run
 */
async function withWaitingCall(apis, perMs, run) {
  enable(apis);
  try {
    let sent = 0;
    const { create } = new CareCycle({
      apiKey,
      baseUrl: `https://fake-timers-${servers++}.example`,
      rateLimit: { requests: 1, perMs },
      fetch: async () => (sent++, Response.json(answer)),
    }).customers.customFields;
    await create(customerId, minimal);
    const second = create(customerId, minimal);
    second.catch(() => {});
    await settle();
    assert.equal(sent, 1);
    const advance = async (/** @type {number} */ ms) => {
      mock.timers.tick(ms);
      await settle();
    };
    await run(advance, () => sent);
    assert.deepEqual(await second, answer);
  } finally {
    mock.timers.reset();
  }
}

for (const apis of /** @type {("setTimeout" | "Date")[][]} */ ([
  ["setTimeout"],
  ["setTimeout", "Date"],
])) {
  describe(`a call that waits for its slot, with a fake ${apis.join(" and ")}`, () => {
    for (const step of [61_000, 1000, 100]) {
      it(`is sent when a minute passed in steps of ${step} ms`, () =>
        withWaitingCall(apis, 60_000, async (advance, sent) => {
          for (let ms = 0; ms < 61_000 && sent() < 2; ms += step)
            await advance(step);
          assert.equal(sent(), 2);
        }));
    }
    it("is not sent before the minute passed", () =>
      withWaitingCall(apis, 60_000, async (advance, sent) => {
        for (let ms = 0; ms < 59_000; ms += 1000) await advance(1000);
        assert.equal(sent(), 1);
        await advance(2000);
        assert.equal(sent(), 2);
      }));
    for (const step of [250, 50, 10]) {
      // A timer that is early by less than a second may be so since the event loop was busy. Three in
      // a row are not.
      it(`is sent when some windows of 200 ms have passed in steps of ${step} ms`, () =>
        withWaitingCall(apis, 200, async (advance, sent) => {
          for (let ms = 0; ms < 1000 && sent() < 2; ms += step)
            await advance(step);
          assert.equal(sent(), 2);
        }));
    }
  });
}

describe("a call that waits for its retry", () => {
  it("is sent when the server's retryAfter passed by fake timers", async () => {
    enable(["setTimeout"]);
    try {
      let sent = 0;
      const limited = () => Response.json({ retryAfter: 60 }, { status: 429 });
      const { create } = new CareCycle({
        apiKey,
        baseUrl: `https://fake-timers-${servers++}.example`,
        fetch: async () => (sent++ ? Response.json(answer) : limited()),
      }).customers.customFields;
      const call = create(customerId, minimal);
      call.catch(() => {});
      await settle();
      assert.equal(sent, 1);
      mock.timers.tick(61_000);
      await settle();
      assert.equal(sent, 2);
      assert.deepEqual(await call, answer);
    } finally {
      mock.timers.reset();
    }
  });
});

describe("an event loop that was busy", () => {
  const rateLimit = { requests: 1, perMs: 700 };
  const busy = (ms = 300) => {
    const until = performance.now() + ms;
    while (performance.now() < until);
  };
  for (const [when, isBefore] of /** @type {const} */ ([
    ["just before a call waits", true],
    ["just after a call began to wait", false],
  ])) {
    it(`${when} does not make its request leave before its slot`, () =>
      withEmulator({ rateLimit }, async (emulator) => {
        const { create } = new CareCycle({
          ...{ apiKey, baseUrl: emulator.url, rateLimit, maxRetries: 0 },
        }).customers.customFields;
        await create(customerId, bodyOf(0));
        if (isBefore) busy();
        const waiting = [create(customerId, bodyOf(1))];
        if (isBefore) busy();
        waiting.push(create(customerId, bodyOf(2)));
        if (!isBefore) busy();
        await Promise.all(waiting);
        assert.equal(refused(emulator), 0);
        eachOnce(emulator, 3);
        const [first, second, third] = emulator.requests.map(({ at }) => at);
        assert.ok(second - first >= rateLimit.perMs);
        assert.ok(third - second >= rateLimit.perMs);
      }));
  }

  it("again and again does not make requests leave before their slots", () =>
    withEmulator({ rateLimit }, async (emulator) => {
      const { create } = new CareCycle({
        ...{ apiKey, baseUrl: emulator.url, rateLimit, maxRetries: 0 },
      }).customers.customFields;
      const interval = setInterval(busy, 1, 60);
      try {
        await Promise.all(
          [0, 1, 2].map((index) => create(customerId, bodyOf(index))),
        );
      } finally {
        clearInterval(interval);
      }
      assert.equal(refused(emulator), 0);
      eachOnce(emulator, 3);
    }));
});
