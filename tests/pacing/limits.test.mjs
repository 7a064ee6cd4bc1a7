/** Clients with different limits and one key: each counts all requests by its own. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  CareCycle,
  apiKey,
  createAll,
  refused,
  withEmulator,
} from "./setup.mjs";

/** Two in 1.5 seconds; far less than the default's minute. */
const strict = { requests: 2, perMs: 1500 };

describe("clients of one key with different limits", () => {
  it("wait no longer than their own limits say", () =>
    withEmulator({ rateLimit: false }, async ({ url: baseUrl, requests }) => {
      const usual = new CareCycle({ apiKey, baseUrl });
      const slow = new CareCycle({ apiKey, baseUrl, rateLimit: strict });
      await createAll(usual, 2);
      // They wait for their own window and not for the minute of the other client.
      const ms = await createAll(slow, 2);
      assert.ok(ms < 30_000, `${ms} ms`);
      const [, second, third] = requests;
      assert.ok(third.at - second.at >= 1495);
    }));

  it("count each other's requests, and do not hold each other up", () =>
    withEmulator(
      { rateLimit: { requests: 5, perMs: 60_000 } },
      async (emulator) => {
        const options = { apiKey, baseUrl: emulator.url };
        const slow = new CareCycle({ ...options, rateLimit: strict });
        const five = { requests: 5, perMs: 60_000 };
        const usual = new CareCycle({ ...options, rateLimit: five });
        const waiting = createAll(slow, 3);
        // Behind one that waits for its window, but in no need of waiting itself.
        await createAll(usual, 2);
        assert.equal(emulator.requests.length, 4);
        await waiting;
        // Five were sent, so the sixth is not before a minute, and is not tried.
        const sixth = createAll(usual, 1, { deadlineMs: 20_000 });
        await assert.rejects(sixth, { outcome: "notSent", attempts: [] });
        assert.equal(refused(emulator), 0);
        assert.equal(emulator.requests.length, 5);
      },
    ));
});
