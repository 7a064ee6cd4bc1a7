import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { assertError, minimal, useEmulator, readJson } from "./harness.mjs";

const api = useEmulator();
/** @param {string} fault */
const meet = (fault, body = minimal) => api.post(body, { fault });
const created = () => api.emulator.values.length;

describe("asking for a fault", () => {
  it("works by the path, for that request only", async () => {
    const statuses = ["500", "", "429"].map(
      async (fault) => (await meet(fault)).status,
    );
    assert.deepEqual(await Promise.all(statuses), [500, 200, 429]);
  });
  it("works by the queue, for requests whose path asks for none", async () => {
    const { faultQueue } = api.emulator;
    faultQueue.push(
      "429:retryAfter=1",
      { name: "429", retryAfter: 2 },
      { name: "500" },
    );
    await fetch(api.url(), { method: "OPTIONS" });
    await fetch(`${api.emulator.url}/elsewhere`, { method: "POST" });
    assert.equal((await readJson(meet(""))).retryAfter, 1);
    assert.equal((await meet("404")).status, 404);
    assert.equal((await readJson(meet(""))).retryAfter, 2);
    assert.equal((await meet("")).status, 500);
    assert.equal((await meet("")).status, 200);
  });
  it("is refused, and not with a documented error, if there is no such fault", async () => {
    for (const name of ["nothing", "constructor", "__proto__", "1e3"]) {
      await assertError(await meet(name), 501, "NOT_IMPLEMENTED");
    }
  });
  it("adds no other route", async () => {
    for (const path of ["/~500/elsewhere", "/~500", "/~500/"]) {
      const response = await fetch(api.emulator.url + path, { method: "POST" });
      assert.equal(response.status, 404);
    }
  });
});

describe("a documented error response", () => {
  for (const [status, code] of /** @type {[number, string][]} */ ([
    [400, "BAD_REQUEST"],
    [401, "UNAUTHORIZED"],
    [403, "FORBIDDEN"],
    [404, "NOT_FOUND"],
    [422, "VALIDATION_ERROR"],
    [429, "RATE_LIMIT_EXCEEDED"],
    [500, "INTERNAL_ERROR"],
  ])) {
    it(`is ${status} with nothing created`, async () => {
      await assertError(await meet(String(status)), status, code);
      assert.equal(created(), 0);
    });
  }
  it("names an issue in 422", async () => {
    const { errors } = await readJson(meet("422"));
    assert.deepEqual(Object.keys(errors[0]), [
      "path",
      "message",
      "expected",
      "received",
      "code",
    ]);
  });
  /** @type {[string, unknown, string | null][]} */
  const waits = [
    ["429", 60, "60"],
    ["429:retryAfter=1", 1, "1"],
    ["429:retryAfter=0.5:header=none", 0.5, null],
    ["429:retryAfter=soon", "soon", "soon"],
    ["429:retryAfter=-5", -5, "-5"],
    ["429:retryAfter=1e12:header=7", 1e12, "7"],
    ["429:retryAfter=none:header=3", undefined, "3"],
    [
      "429:header=Wed%2C%2021%20Oct%202026%2007%3A28%3A00%20GMT",
      60,
      "Wed, 21 Oct 2026 07:28:00 GMT",
    ],
  ];
  for (const [fault, seconds, header] of waits) {
    it(`asks to wait as ${fault} says`, async () => {
      const response = await meet(fault);
      assert.equal((await readJson(response)).retryAfter, seconds);
      assert.equal(response.headers.get("retry-after"), header);
    });
  }
});

describe("an undocumented error", () => {
  /** @type {[string, number, RegExp, RegExp][]} */
  const cases = [
    ["429:body=none", 429, /^$/, /^$/],
    ["429:body=html", 429, /html/, /^<h1>/],
    ["502-html", 502, /html/, /^<html>/],
    ["503-retry-after", 503, /json/, /UNAVAILABLE/],
    ["empty-500", 500, /^$/, /^$/],
    ["html-400", 400, /html/, /^<h1>/],
    ["truncated-error", 400, /json/, /^\{"message":"cut he$/],
    ["truncated-error:status=500", 500, /json/, /^\{"message":"cut he$/],
    ["big-error", 500, /json/, /^\{"message":"big","code":"BIG"/],
    ["big-error:status=400", 400, /json/, /^\{"message":"big"/],
  ];
  for (const [fault, status, type, body] of cases) {
    it(`is returned for ${fault}`, async () => {
      const response = await meet(fault);
      assert.equal(response.status, status);
      assert.match(response.headers.get("content-type") ?? "", type);
      assert.match(await response.text(), body);
      assert.equal(created(), 0);
    });
  }
  it("asks to wait with 503-retry-after", async () => {
    for (const [fault, seconds] of [
      ["503-retry-after", "7"],
      ["503-retry-after:retryAfter=2", "2"],
    ]) {
      assert.equal((await meet(fault)).headers.get("retry-after"), seconds);
    }
  });
  it("repeats the key and the values for echo-secrets", async () => {
    const body = {
      ...minimal,
      textValue: "Private",
      multiSelectValue: ["One", "Two"],
    };
    const said = (await readJson(meet("echo-secrets", body))).message;
    const { errors } = await readJson(meet("echo-secrets-422", body));
    for (const where of [said, errors[0].message, errors[0].received]) {
      for (const secret of ["cc_test_demo", "Private", "One", "Two"]) {
        assert.ok(where.includes(secret), where);
      }
    }
  });
});

describe("a redirect", () => {
  /** @type {[string, number, string][]} */
  const cases = [
    ["redirect", 307, "/elsewhere"],
    ["redirect:status=302", 302, "/elsewhere"],
    [
      `redirect:status=308:to=${encodeURIComponent("http://127.0.0.1:9/a?b=c:d")}`,
      308,
      "http://127.0.0.1:9/a?b=c:d",
    ],
  ];
  for (const [fault, status, location] of cases) {
    it(`is returned for ${fault}`, async () => {
      const response = await meet(fault);
      assert.equal(response.status, status);
      assert.equal(response.headers.get("location"), location);
      assert.equal(created(), 0);
    });
  }
  it("is visible in the log if a client follows it", async () => {
    await api.post(minimal, {
      fault: "redirect",
      init: { redirect: "follow" },
    });
    const [, followed] = api.emulator.requests;
    assert.deepEqual(
      [followed.path, followed.key],
      ["/elsewhere", "cc_test_demo"],
    );
  });
});
