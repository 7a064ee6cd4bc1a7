import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { apiKey, readOnlyKey } from "./fixtures.mjs";
import { assertError, minimal, useEmulator, readJson } from "./harness.mjs";
import { createRateLimit } from "./rate-limit.mjs";

describe("the emulator's rate limit", () => {
  let time = 0;
  const rateLimit = { requests: 2, perMs: 10_000 };
  const api = useEmulator({ rateLimit, now: () => time });
  beforeEach(() => {
    time = 0;
  });

  it("responds 429 with the seconds until a slot is free", async () => {
    await api.post();
    time = 500;
    assert.equal((await api.post()).status, 200);
    time = 1200;
    const response = await api.post();
    const body = await assertError(response, 429, "RATE_LIMIT_EXCEEDED");
    assert.deepEqual(body, {
      message: "Rate limit exceeded",
      code: "RATE_LIMIT_EXCEEDED",
      retryAfter: 9,
    });
    assert.equal(response.headers.get("retry-after"), "9");
    assert.equal(api.emulator.values.length, 2);
  });
  it("comes after the key and before the validation", async () => {
    for (const key of ["", "cc_other", readOnlyKey]) {
      for (let sent = 0; sent < 3; sent++) await api.post(minimal, { key });
    }
    await assertError(await api.post("{"), 400, "BAD_REQUEST");
    await assertError(await api.post({}), 422, "VALIDATION_ERROR");
    for (const body of ["{", {}, minimal]) {
      await assertError(await api.post(body), 429, "RATE_LIMIT_EXCEEDED");
    }
  });
  it("uses no slot for a fault that responds instead", async () => {
    for (let sent = 0; sent < 5; sent++)
      await api.post(minimal, { fault: "500" });
    assert.equal((await api.post()).status, 200);
  });
  it("is forgotten at a reset", async () => {
    for (let sent = 0; sent < 3; sent++) await api.post();
    api.emulator.reset();
    assert.equal((await api.post()).status, 200);
  });
});

describe("the documented rate limit", () => {
  const api = useEmulator({ rateLimit: undefined });

  it("is 60 requests a minute", async () => {
    for (let sent = 0; sent < 60; sent++) {
      assert.equal((await api.post()).status, 200);
    }
    const { retryAfter } = await readJson(api.post());
    assert.ok(retryAfter > 50 && retryAfter <= 60, String(retryAfter));
  });
});

describe("the emulator's slots", () => {
  /** @param {"sliding" | "fixed"} kind */
  const limited = (kind) => {
    let time = 0;
    const limit = createRateLimit(
      { requests: 2, perMs: 1000 },
      kind,
      () => time,
    );
    return (/** @type {number} */ at, key = apiKey) => {
      time = at;
      return limit.take(key);
    };
  };

  it("become free one by one in a sliding window", () => {
    const take = limited("sliding");
    assert.deepEqual(
      [0, 900, 999, 1000, 1001].map((at) => take(at)),
      [0, 0, 1, 0, 1],
    );
  });
  it("become free all at once at the end of a fixed window", () => {
    const take = limited("fixed");
    assert.deepEqual(
      [0, 900, 999, 1000, 1001, 1999, 2000].map((at) => take(at)),
      [0, 0, 1, 0, 0, 1, 0],
    );
  });
  it("are each key's own", () => {
    const take = limited("sliding");
    assert.deepEqual(
      [take(0), take(0), take(0), take(0, "cc_b")],
      [0, 0, 1, 0],
    );
  });
  it("never run out if there is no limit", () => {
    const limit = createRateLimit(false, "sliding", () => 0);
    assert.ok(
      Array.from({ length: 100 }, () => limit.take("k")).every((s) => s === 0),
    );
  });
});
