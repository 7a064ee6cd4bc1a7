import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  APIError,
  CareCycleError,
  ValidationError,
  create,
  isAPIError,
  rejection,
  stubbed,
} from "./setup.mjs";

/** What a response of this status rejects with. @param {number} status */
const failed = (status, body = '{"message":"m","code":"SOME_CODE"}') =>
  rejection(
    create(
      stubbed(
        () => new Response(body, { status, headers: { "x-server": "yes" } }),
      ),
    ),
  );

describe("isAPIError", () => {
  for (const status of [302, 400, 401, 403, 404, 418, 422, 429, 500, 503]) {
    it(`is true of a ${status}`, async () => {
      const error = await failed(status);
      assert.ok(isAPIError(error));
      assert.equal(error.status, status);
      assert.equal(error.headers.get("x-server"), "yes");
    });
  }
  it("is true of the server's 422, which is no APIError, with its words", async () => {
    const error = await failed(422);
    assert.ok(error instanceof ValidationError);
    assert.ok(!(error instanceof APIError));
    assert.ok(isAPIError(error));
    assert.equal(error.serverMessage, "m");
    assert.deepEqual(error.body, { message: "m", code: "SOME_CODE" });
  });
  it("is true of a response that is not as documented", async () => {
    const error = await failed(200, "<html>");
    assert.equal(error.name, "UnexpectedResponseError");
    assert.ok(isAPIError(error));
    assert.deepEqual([error.status, error.body], [200, "<html>"]);
  });
  it("is false without a response", async () => {
    const lost = () => Promise.reject(new TypeError("fetch failed"));
    const error = await rejection(create(stubbed(lost)));
    assert.ok(error instanceof CareCycleError);
    assert.equal(isAPIError(error), false);
    const invalid = await rejection(create(stubbed(lost), {}));
    assert.equal(invalid.name, "ValidationError");
    assert.equal(isAPIError(invalid), false);
  });
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  for (const other of [null, 5, { status: 404 }, new Error("404"), proxy]) {
    it(`is false for what is not an error of the package: ${typeof other}`, () =>
      assert.equal(isAPIError(other), false));
  }
});
