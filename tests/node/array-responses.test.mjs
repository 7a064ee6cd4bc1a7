/** Responses whose body is a JSON array, which no answer of the documentation is. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import {
  APIError,
  BadRequestError,
  CareCycleError,
  InternalServerError,
  RateLimitError,
  UnexpectedResponseError,
  ValidationError,
  answer,
  create,
  rejection,
  stubbed,
} from "./setup.mjs";

const issue = {
  path: ["textValue"],
  message: "Expected string",
  expected: "string",
  received: "number",
  code: "invalid_type",
};
const error = { message: "Bad request", code: "BAD_REQUEST", retryAfter: 1 };
const arrays = Object.entries({
  "an empty array": [],
  "an array of a value": [answer],
  "an array of an error": [error],
  "an array of issues": [issue, issue],
  "an array of arrays": [[], [[]]],
  "an array of nothing": [null, null],
  "a long array": Array(20_000).fill(7),
});

/** @type {(status: number, body: unknown, headers?: Record<string, string>) => Promise<any>} */
const respond = (status, array, headers = {}) =>
  rejection(
    create(stubbed(async () => Response.json(array, { status, headers }))),
  );

/**
 * What each error promises, whatever came.
 *
 * @param {any} error
 * @param {number} status
 * @param {string} [code] the attempt's
 */
function assertWhole(error, status, code = error.code) {
  assert.equal(error.status, status);
  assert.ok(error instanceof CareCycleError);
  assert.deepEqual(error.attempts, [{ code, outcome: error.outcome, status }]);
  assert.equal(JSON.parse(JSON.stringify(error)).code, error.code);
  assert.match(inspect(error), /array-responses\.test/);
}

describe("a response that is a JSON array", () => {
  for (const [what, array] of arrays) {
    for (const status of [200, 201]) {
      it(`${status} with ${what} is unexpected, and shows no value`, async () => {
        const error = await respond(status, array);
        assert.ok(error instanceof UnexpectedResponseError, String(error));
        assert.deepEqual(
          [error.code, error.outcome],
          ["UNEXPECTED_RESPONSE", "unknown"],
        );
        assertWhole(error, status);
      });
    }
    it(`400 with ${what} is a bad request`, async () => {
      const error = await respond(400, array);
      assert.ok(error instanceof BadRequestError, String(error));
      assert.deepEqual([error.code, error.outcome], ["HTTP_400", "rejected"]);
      assertWhole(error, 400);
    });
    it(`422 with ${what} is a validation error without issues`, async () => {
      const error = await respond(422, array);
      assert.ok(error instanceof ValidationError, String(error));
      assert.deepEqual(
        [error.code, error.outcome, error.source, error.errors],
        ["VALIDATION_ERROR", "rejected", "server", []],
      );
      assertWhole(error, 422);
    });
    it(`418 with ${what} is an error of the API`, async () => {
      const error = await respond(418, array);
      assert.equal(error.constructor, APIError);
      assert.deepEqual([error.code, error.outcome], ["HTTP_418", "rejected"]);
      assertWhole(error, 418);
    });
    it(`500 with ${what} is a server error`, async () => {
      const error = await respond(500, array);
      assert.ok(error instanceof InternalServerError, String(error));
      assert.deepEqual([error.code, error.outcome], ["HTTP_500", "unknown"]);
      assertWhole(error, 500);
    });
    it(`429 with ${what} waits as its header says`, async () => {
      const error = await respond(429, array, { "retry-after": "7" });
      assert.ok(error instanceof RateLimitError, String(error));
      assert.deepEqual([error.outcome, error.retryAfter], ["rejected", 7]);
      assertWhole(error, 429);
    });
  }
  it("is kept as the error's body", async () => {
    const { body } = await respond(400, [1, "two"]);
    assert.deepEqual(body, [1, "two"]);
  });
});

describe("errors of a response whose own part is an array", () => {
  for (const [what, body] of Object.entries({
    code: { message: "Bad", code: ["NOT_FOUND"] },
    message: { message: ["Bad"], code: "BAD" },
    retryAfter: { message: "Bad", code: "BAD", retryAfter: [1] },
    errors: { message: "Bad", code: "BAD", errors: [[issue], [[]], null] },
  })) {
    it(`is a bad request whatever its ${what}`, async () => {
      const error = await respond(400, body);
      assert.ok(error instanceof BadRequestError, String(error));
      assert.equal(error.outcome, "rejected");
      assertWhole(error, 400, "HTTP_400");
    });
  }
});
