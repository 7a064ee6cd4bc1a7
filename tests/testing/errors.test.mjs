import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, it } from "node:test";
import * as client from "../../pkg/index.js";
import {
  CareCycle,
  clientOf,
  customFieldValue,
  customerId,
  errors,
  fakeApi,
  rejection,
  resetRateLimits,
  send,
} from "./setup.mjs";

/**
 * What the client rejects with.
 * @param {(fake: ReturnType<typeof fakeApi>) => void} prepare
 * @param {object} [request]
 */
const rejected = (prepare, request) => {
  const fake = fakeApi();
  prepare(fake);
  return rejection(send(clientOf(fake), request));
};

/** @type {Record<string, () => Promise<any>>} */
const own = {
  validation: () => rejected(() => {}, {}),
  badRequest: () => rejected(({ next }) => next(400)),
  authentication: () => rejected(({ next }) => next(401)),
  permissionDenied: () => rejected(({ next }) => next(403)),
  notFound: () => rejected(({ next }) => next(404)),
  rateLimit: () => rejected(({ next }) => next(429)),
  internalServer: () => rejected(({ next }) => next(500)),
  api: () => rejected(({ next }) => next(409)),
  connection: () => rejected(({ next }) => next("refused")),
  connectionTimeout: () =>
    rejection(send(clientOf(fakeApi({ latencyMs: 1e9 }), { timeoutMs: 5 }))),
  userAbort() {
    const controller = new AbortController();
    const fake = fakeApi({ latencyMs: 1e9 });
    const call = clientOf(fake).customers.customFields.create(
      customerId,
      { fieldDefinitionId: customerId },
      { signal: controller.signal },
    );
    setTimeout(() => controller.abort());
    return rejection(call);
  },
  unexpectedResponse: () =>
    rejection(
      send(
        clientOf({
          fetch: async () =>
            new Response("<h1>Maintenance</h1>", {
              headers: { "content-type": "text/html" },
            }),
        }),
      ),
    ),
  configuration: async () => {
    try {
      return new CareCycle({ apiKey: "" });
    } catch (error) {
      return error;
    }
  },
  unknown: () => rejected(({ next }) => next("lost")),
};

/** All that an error shows, without what is random. */
const shown = (/** @type {any} */ error) => ({
  ...JSON.parse(JSON.stringify(error)),
  requestId: typeof error.requestId,
  status: error.status,
  retryAfter: error.retryAfter,
  source: error.source,
  body: error.body,
  serverMessage: error.serverMessage,
  headers: error.headers && [...error.headers],
  cause: error.cause?.name,
  causeCode: error.cause?.code,
});

describe("errors of /testing", () => {
  for (const [name, make] of Object.entries(own))
    it(`${name}() is what the client rejects with`, async () => {
      const error = await make();
      const made = /** @type {any} */ (errors)[name]();
      assert.deepEqual(shown(made), shown(error));
      // The call's own UUID is random.
      if (error.requestId !== null) made.requestId = error.requestId;
      assert.deepStrictEqual(made, error);
      assert.equal(made.constructor, error.constructor);
    });
  it("makes a 422 with the same issues as the client", async () => {
    const issues = [
      { path: ["textValue"], message: "long", code: "too_big" },
      { path: ["x", 3], received: "7", expected: "string" },
      {},
    ];
    const error = await rejected(({ next }) => next(422, { errors: issues }));
    const made = errors.validation({ errors: issues });
    assert.deepStrictEqual(made.errors, error.errors);
    const [one, other] = [made, error].map(({ errors: [first] }) => first);
    assert.equal(Object.getPrototypeOf(one), Object.getPrototypeOf(other));
    assert.deepEqual([one.message, other.message], ["long", "long"]);
    Object.assign(made, { requestId: error.requestId });
    assert.deepStrictEqual(made, error);
  });
  it("makes errors of each class like the client's own, with the given properties", async () => {
    const said = { code: "MINE", retryAfter: 3 };
    const limited = await rejected(({ next }) => next(429, { retryAfter: 3 }));
    const made = errors.rateLimit({ retryAfter: 3 });
    Object.assign(made, { requestId: limited.requestId });
    assert.deepStrictEqual(made, limited);
    assert.equal(errors.rateLimit(said).code, "MINE");
  });
  it("has a function for each class", () => {
    const classes = Object.entries(client)
      .filter(([name]) => /^[A-Z].*Error$/.test(name))
      .map(([name, Class]) => [name, Class]);
    const makers = /** @type {(() => Error)[]} */ (Object.values(errors));
    const made = makers.map((make) => make().constructor);
    for (const [name, Class] of classes)
      assert.ok(made.includes(/** @type {any} */ (Class)), String(name));
  });
  it("accepts what the server said", () => {
    assert.equal(errors.rateLimit({ retryAfter: 3 }).retryAfter, 3);
    assert.equal(errors.internalServer({ status: 503 }).status, 503);
    assert.equal(errors.api({ status: 418 }).status, 418);
    const said = errors.badRequest({ message: "No", code: "MINE" });
    assert.deepEqual([said.serverMessage, said.code], ["No", "MINE"]);
    const {
      errors: issues,
      source,
      outcome,
    } = errors.validation({
      errors: [{ path: ["textValue"], message: "long", code: "too_big" }],
    });
    assert.deepEqual(
      [issues[0].path, issues[0].message, source, outcome],
      [["textValue"], "long", "server", "rejected"],
    );
  });
  it("throws for a status for which the client makes another error", () => {
    assert.throws(() => errors.internalServer({ status: 404 }), TypeError);
    assert.throws(() => errors.api({ status: 422 }), TypeError);
  });
  it("makes errors of the same classes for require()", () => {
    const require = createRequire(import.meta.url);
    const testing = require("../../pkg/testing.cjs");
    const { RateLimitError } = require("../../pkg/index.cjs");
    assert.equal(testing.errors.rateLimit().constructor, RateLimitError);
    assert.ok(testing.errors.rateLimit() instanceof client.RateLimitError);
    assert.deepEqual(Object.keys(testing).sort(), [
      "customFieldValue",
      "errors",
      "fakeApi",
      "resetRateLimits",
    ]);
  });
});

describe("customFieldValue", () => {
  it("has all documented keys, and what is given", () => {
    const value = customFieldValue({ numberValue: "12.50" });
    const { id, fieldDefinitionId, recordId, createdAt } = value;
    for (const one of [id, fieldDefinitionId, recordId])
      assert.match(
        one,
        /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f-]{16}$/,
      );
    assert.equal(new Set([id, fieldDefinitionId, recordId]).size, 3);
    assert.equal(new Date(String(createdAt)).toISOString(), createdAt);
    assert.equal(value.numberValue, "12.50");
    assert.equal(Object.keys(value).length, 12);
  });
});

describe("resetRateLimits", () => {
  it("frees the slots, so that waiting calls are sent immediately", async () => {
    const fake = fakeApi({ rateLimit: false });
    const rateLimit = { requests: 2, perMs: 1e9 };
    const client = clientOf(fake, { rateLimit, deadlineMs: 2e9 });
    const calls = Array.from({ length: 4 }, () => send(client));
    await Promise.all(calls.slice(0, 2));
    resetRateLimits();
    await Promise.all(calls);
    assert.equal(fake.values.length, 4);
    resetRateLimits();
    await send(client);
  });
  it("ends the stop after a 429", async () => {
    const fake = fakeApi();
    const client = clientOf(fake, { rateLimit: { requests: 9, perMs: 1e9 } });
    fake.next(429, { retryAfter: 1e6 });
    assert.equal((await rejection(send(client))).name, "RateLimitError");
    resetRateLimits();
    await send(client);
  });
});
