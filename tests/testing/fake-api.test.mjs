import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import {
  CareCycle,
  body,
  clientOf,
  customerId,
  fakeApi,
  fieldDefinitionId,
  rejection,
  resetRateLimits,
  send,
} from "./setup.mjs";

const path = `https://api.carecycle.ai/v2/customers/${customerId}/custom-fields`;
const other = "11111111-1111-4111-8111-111111111111";

/** @param {Promise<unknown>} call */
const failure = async (call) => {
  const { name, code, outcome, status } = await rejection(call);
  return [name, code, outcome, status];
};

describe("fakeApi", () => {
  afterEach(resetRateLimits);

  it("creates a value, and lists it and its request", async () => {
    const fake = fakeApi();
    const value = await send(clientOf(fake));
    assert.equal(value.textValue, "a");
    assert.deepEqual(fake.values, [value]);
    const [request] = fake.requests;
    assert.deepEqual(
      [request.method, request.url, request.body, request.status],
      ["POST", path, body, 200],
    );
    assert.equal(request.headers.get("x-api-key"), "cc_any");
  });
  it("knows any customer and definition if none are given, otherwise only those", async () => {
    const fake = fakeApi({
      customers: [customerId],
      definitions: [{ id: fieldDefinitionId, fieldType: "text" }],
    });
    const client = clientOf(fake);
    await send(client);
    const notFound = ["NotFoundError", "NOT_FOUND", "rejected", 404];
    assert.deepEqual(await failure(send(client, body, other)), notFound);
    const unknown = { fieldDefinitionId: other };
    assert.deepEqual(await failure(send(client, unknown)), notFound);
    await send(clientOf(fakeApi()), unknown, other);
  });
  it("refuses a value of another type, and one that is not among the options", async () => {
    const fake = fakeApi({
      definitions: [
        { id: fieldDefinitionId, fieldType: "select", options: ["Gold"] },
        { id: other, fieldType: "multi_select", options: ["Mon", "Tue"] },
      ],
    });
    const client = clientOf(fake);
    const bad = ["BadRequestError", "BAD_REQUEST", "rejected", 400];
    for (const wrong of [
      { textValue: "Gold" },
      { selectValue: "gold" },
      { fieldDefinitionId: other, multiSelectValue: ["Mon", "Wed"] },
    ])
      assert.deepEqual(
        await failure(send(client, { fieldDefinitionId, ...wrong })),
        bad,
      );
    for (const right of [
      { selectValue: "Gold" },
      { selectValue: null, textValue: null },
      { fieldDefinitionId: other, multiSelectValue: ["Mon", "Tue"] },
    ])
      await send(client, { fieldDefinitionId, ...right });
  });
  it("accepts any key that begins with cc_, and no key only with requireKey: false", async () => {
    const init = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    };
    const withKey = (/** @type {string} */ key) => ({
      ...init,
      headers: { ...init.headers, "x-api-key": key },
    });
    const fake = fakeApi();
    assert.equal((await fake.fetch(path, init)).status, 401);
    assert.equal((await fake.fetch(path, withKey("xx_1"))).status, 401);
    assert.equal((await fake.fetch(path, withKey("cc_1"))).status, 200);
    const open = fakeApi({ requireKey: false });
    assert.equal((await open.fetch(path, init)).status, 200);
  });
  it("has a limit for each key, which can be turned off", async () => {
    const fake = fakeApi({ rateLimit: { requests: 1, perMs: 60_000 } });
    await send(clientOf(fake));
    const error = await rejection(send(clientOf(fake)));
    assert.deepEqual([error.name, error.retryAfter], ["RateLimitError", 60]);
    await send(clientOf(fake, { apiKey: "cc_other" }));
    fake.reset();
    await send(clientOf(fake));
    const none = fakeApi({ rateLimit: false });
    for (let count = 0; count < 61; count++) await send(clientOf(none));
    const usual = fakeApi();
    for (let count = 0; count < 60; count++) await send(clientOf(usual));
    assert.equal((await failure(send(clientOf(usual))))[3], 429);
  });
  it("responds to a Request, as tools that intercept requests need", async () => {
    const response = await fakeApi().handle(
      new Request(path, {
        method: "POST",
        headers: { "content-type": "application/json", "x-api-key": "cc_a" },
        body: JSON.stringify(body),
      }),
    );
    assert.equal((await response.json()).recordId, customerId);
  });
  it("waits before each response, and no longer than the caller does", async () => {
    const fake = fakeApi({ latencyMs: 50 });
    const started = performance.now();
    await send(clientOf(fake));
    assert.ok(performance.now() - started >= 49);
    const slow = fakeApi({ latencyMs: 1e9 });
    assert.deepEqual(await failure(send(clientOf(slow, { timeoutMs: 20 }))), [
      "APIConnectionTimeoutError",
      "TIMEOUT",
      "unknown",
      undefined,
    ]);
    assert.deepEqual(slow.values, []);
  });
  it("forgets everything at reset, including faults", async () => {
    const fake = fakeApi();
    await send(clientOf(fake));
    fake.next(500);
    fake.reset();
    assert.deepEqual([fake.requests, fake.values], [[], []]);
    await send(clientOf(fake));
  });
});

describe("fakeApi's next", () => {
  for (const [
    args,
    expected,
    created,
  ] of /** @type {[any[], unknown[], number][]} */ ([
    [[400], ["BadRequestError", "BAD_REQUEST", "rejected", 400], 0],
    [[401], ["AuthenticationError", "UNAUTHORIZED", "rejected", 401], 0],
    [[403], ["PermissionDeniedError", "FORBIDDEN", "rejected", 403], 0],
    [[404], ["NotFoundError", "NOT_FOUND", "rejected", 404], 0],
    [[422], ["ValidationError", "VALIDATION_ERROR", "rejected", 422], 0],
    [[429], ["RateLimitError", "RATE_LIMIT_EXCEEDED", "rejected", 429], 0],
    [[500], ["InternalServerError", "INTERNAL_ERROR", "unknown", 500], 0],
    [[503], ["InternalServerError", "SERVICE_UNAVAILABLE", "unknown", 503], 0],
    [
      [307],
      ["UnexpectedResponseError", "UNEXPECTED_RESPONSE", "rejected", 307],
      0,
    ],
    [
      [204],
      ["UnexpectedResponseError", "UNEXPECTED_RESPONSE", "unknown", 204],
      1,
    ],
    [["lost"], ["APIConnectionError", "CONNECTION", "unknown", undefined], 1],
    [
      ["lost", { created: false }],
      ["APIConnectionError", "CONNECTION", "unknown", undefined],
      0,
    ],
    [["cutAnswer"], ["APIConnectionError", "CONNECTION", "created", 200], 1],
    [
      ["refused"],
      ["APIConnectionError", "CONNECTION", "notSent", undefined],
      0,
    ],
  ]))
    it(`applies ${JSON.stringify(args)} to one request only`, async () => {
      const fake = fakeApi();
      fake.next(.../** @type {[any]} */ (/** @type {unknown} */ (args)));
      assert.deepEqual(await failure(send(clientOf(fake))), expected);
      assert.equal(fake.values.length, created);
      assert.equal(fake.requests[0].fault, String(args[0]));
      await send(clientOf(fake));
    });
  it("responds with the given properties of a 429 and a 422", async () => {
    const fake = fakeApi();
    fake.next(429, { retryAfter: 3 });
    fake.next(422, { errors: [{ path: ["textValue"], code: "too_big" }] });
    const limited = await rejection(send(clientOf(fake)));
    assert.equal(limited.retryAfter, 3);
    assert.equal(limited.headers.get("retry-after"), "3");
    const invalid = await rejection(send(clientOf(fake)));
    assert.deepEqual(
      [invalid.errors[0].path, invalid.errors[0].code, invalid.source],
      [["textValue"], "too_big", "server"],
    );
  });
  it("delays a response, which is then as it would be", async () => {
    const fake = fakeApi();
    fake.next("delay", { ms: 60 });
    const started = performance.now();
    await send(clientOf(fake));
    assert.ok(performance.now() - started >= 59);
    assert.equal(fake.values.length, 1);
  });
  it("throws immediately if there is no such fault", () => {
    const next = /** @type {(...args: unknown[]) => void} */ (fakeApi().next);
    for (const wrong of [
      "hang",
      "toString",
      99,
      600,
      4.5,
      Number.NaN,
      undefined,
    ])
      assert.throws(() => next(wrong), TypeError, String(wrong));
    for (const options of [undefined, {}, { ms: -1 }, { ms: "1" }])
      assert.throws(() => next("delay", options), TypeError);
  });
});

describe("fakeApi's install", () => {
  const former = globalThis.fetch;
  afterEach(() => {
    globalThis.fetch = former;
  });

  it("takes over the API's host only, until it is undone", async () => {
    /** @type {string[]} */
    const passed = [];
    const own = /** @type {typeof fetch} */ (
      async (input) => {
        passed.push(String(input));
        return new Response();
      }
    );
    globalThis.fetch = own;
    const fake = fakeApi();
    const installed = fake.install();
    await fetch("https://example.com/v2/customers");
    await fetch("https://api.carecycle.ai.example.com/");
    const client = new CareCycle({
      apiKey: "cc_a",
      baseUrl: "https://api.carecycle.ai",
      rateLimit: false,
    });
    await send(client);
    assert.equal(passed.length, 2);
    assert.equal(fake.values.length, 1);
    installed[Symbol.dispose]();
    assert.equal(globalThis.fetch, own);
  });
  it("takes over a path of the page's origin", async () => {
    Object.assign(globalThis, { location: new URL("https://page.example/a") });
    try {
      const fake = fakeApi({ baseUrl: "/api/carecycle", requireKey: false });
      fake.install();
      const client = new CareCycle({ baseUrl: "/api/carecycle" });
      assert.equal((await send(client)).textValue, "a");
      const [{ url, headers }] = fake.requests;
      const expected = `https://page.example/api/carecycle/v2/customers/${customerId}/custom-fields`;
      assert.deepEqual([url, headers.get("x-api-key")], [expected, null]);
      /** @type {unknown[]} */
      const others = [];
      fake[Symbol.dispose]();
      globalThis.fetch = async (input) => (others.push(input), new Response());
      fake.install();
      await fetch("/api/carecycles");
      await fetch("/api");
      await fetch("https://other.example/api/carecycle/v2");
      assert.equal(others.length, 3);
      assert.equal(fake.requests.length, 0);
    } finally {
      Reflect.deleteProperty(globalThis, "location");
    }
  });
  it("is undone once, whoever replaced fetch meanwhile", async () => {
    const [first, second] = [fakeApi(), fakeApi()];
    const installed = first.install();
    second.install();
    installed.restore();
    installed.restore();
    const client = new CareCycle({
      ...{ apiKey: "cc_a", baseUrl: "https://api.carecycle.ai" },
      rateLimit: false,
    });
    await send(client);
    assert.deepEqual([first.values.length, second.values.length], [0, 1]);
    second[Symbol.dispose]();
  });
  it("takes over another base URL in its place", async () => {
    const fake = fakeApi({ baseUrl: "https://staging.example.com/care" });
    fake.install();
    const client = new CareCycle({
      apiKey: "cc_a",
      baseUrl: "https://staging.example.com/care",
      rateLimit: false,
    });
    await send(client);
    assert.equal(fake.values.length, 1);
    fake[Symbol.dispose]();
    assert.equal(globalThis.fetch, former);
    assert.deepEqual(fake.values, []);
  });
});
