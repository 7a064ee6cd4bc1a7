/** Clocks that are set, stand still or slept, while calls wait for their slots. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { rejection } from "../node/setup.mjs";
import * as setup from "./setup.mjs";

const {
  CareCycle,
  apiKey,
  bodyOf,
  createAll,
  customerId,
  eachOnce,
  refused,
  withEmulator,
} = setup;
const HOUR = 3_600_000;
const rateLimit = { requests: 10, perMs: 300 };
const real = { monotonic: performance.now.bind(performance), wall: Date.now };

/** What happens to the clocks: what they are off by, or where they stand still. */
const clocks = { monotonic: 0, wall: 0, still: false, server: 0 };
const frozen = { monotonic: real.monotonic(), wall: real.wall() };
performance.now = () =>
  clocks.still ? frozen.monotonic : real.monotonic() + clocks.monotonic;
Date.now = () => (clocks.still ? frozen.wall : real.wall() + clocks.wall);

function freeze() {
  Object.assign(frozen, { monotonic: real.monotonic(), wall: real.wall() });
  clocks.still = true;
}

describe("calls that wait for slots", () => {
  afterEach(() => {
    Object.assign(clocks, { monotonic: 0, wall: 0, still: false, server: 0 });
  });
  for (const [what, happens] of /** @type {[string, () => void][]} */ ([
    ["the system's clock is set an hour forth", () => (clocks.wall = HOUR)],
    ["the system's clock is set an hour back", () => (clocks.wall = -HOUR)],
    [
      "the monotonic clock jumps an hour forth",
      () => (clocks.monotonic = HOUR),
    ],
    [
      "the monotonic clock jumps an hour back",
      () => (clocks.monotonic = -HOUR),
    ],
    [
      "both clocks go back an hour",
      () => (clocks.monotonic = clocks.wall = -HOUR),
    ],
    ["both clocks stand still", freeze],
    [
      "the machine slept for an hour",
      () => (clocks.monotonic = clocks.wall = clocks.server = HOUR),
    ],
    [
      "the machine slept for an hour that its monotonic clock does not count",
      () => (clocks.wall = clocks.server = HOUR),
    ],
  ])) {
    it(`neither stall nor burst if ${what}`, async () => {
      const now = () => real.monotonic() + clocks.server;
      await withEmulator({ rateLimit, now }, async (emulator) => {
        const client = new CareCycle({
          apiKey,
          baseUrl: emulator.url,
          rateLimit,
        });
        const started = real.monotonic();
        // In the midst of the second of four windows.
        const timer = setTimeout(happens, 450);
        await createAll(client, 40, { deadlineMs: 2 * HOUR });
        clearTimeout(timer);
        eachOnce(emulator, 40);
        assert.equal(refused(emulator), 0);
        const took = real.monotonic() - started;
        // Three windows, one that is counted again, and a busy machine.
        assert.ok(took < 4 * rateLimit.perMs + 1500, `${took} ms`);
      });
    });
  }
  it("time out unsent if the machine slept past their deadlines", () =>
    withEmulator({ rateLimit: false }, async (emulator) => {
      const rateLimit = { requests: 1, perMs: 300 };
      const client = new CareCycle({
        apiKey,
        baseUrl: emulator.url,
        rateLimit,
      });
      const { create } = client.customers.customFields;
      await create(customerId, bodyOf(0));
      const waiting = rejection(create(customerId, bodyOf(1)));
      await new Promise((resolve) => setImmediate(resolve));
      clocks.monotonic = clocks.wall = HOUR;
      const { code, outcome } = await waiting;
      assert.deepEqual([code, outcome], ["TIMEOUT", "notSent"]);
      assert.equal(emulator.values.length, 1);
    }));
});
