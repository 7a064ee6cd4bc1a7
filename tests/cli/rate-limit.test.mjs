/** How a rate limit is written: for the command, the demo's backend and the emulator. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseRateLimit } from "../../pkg-template/cli/options/rate-limit.mjs";
import { readConfig } from "../../www/server/config.mjs";

describe("the rate limit's text", () => {
  for (const [text, limit] of /** @type {const} */ ([
    ["60/60000", { requests: 60, perMs: 60_000 }],
    ["0/1", { requests: 0, perMs: 1 }],
    ["off", false],
  ]))
    it(`is read from ${text}`, () => {
      assert.deepEqual(parseRateLimit(text), limit);
      assert.deepEqual(readConfig({ RATE_LIMIT: text }).rateLimit, limit);
    });
  for (const text of ["60", "/60", "60/", "-1/60", "1e3/60", "60/60 ", "OFF"])
    it(`is not read from ${JSON.stringify(text)}`, () => {
      assert.equal(parseRateLimit(text), undefined);
      assert.throws(
        () => readConfig({ RATE_LIMIT: text }),
        /RATE_LIMIT must be REQUESTS\/MILLISECONDS or off/,
      );
    });
  it("may be absent from the backend's environment", () => {
    assert.equal(readConfig({}).rateLimit, undefined);
  });
});
