/** The platform's own timeouts, which may be shorter than `timeoutMs`: Node's fetch has one of 300 s. */
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import * as undici from "undici";
import { failure, serve, through } from "./connections.mjs";
import { create, rejection, stubbed } from "./setup.mjs";

const own = undici.getGlobalDispatcher();
after(() => undici.setGlobalDispatcher(own));

/** @param {import("./setup.mjs").Rejection} error @param {string} code */
function assertTimedOut(error, code) {
  assert.deepEqual(
    [error.name, error.code],
    ["APIConnectionTimeoutError", "TIMEOUT"],
    error.message,
  );
  assert.equal(
    error.message.replace(/^\d+ /, ""),
    `The platform's own timeout ended the request (${code})`,
  );
}

const neverAnswers = () => serve(undefined, () => {});
const stalls = () =>
  serve(undefined, (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.write("{");
  });
const timeouts = { headersTimeout: 100, bodyTimeout: 100 };
const options = { timeoutMs: 600_000, deadlineMs: 900_000 };

describe("a timeout of the platform", () => {
  for (const by of ["Node's", "undici's"]) {
    const fetch = through(
      new undici.Agent(timeouts),
      by === "Node's" ? globalThis.fetch : undici.fetch,
    );
    it(`before the head, by ${by} fetch, is one whose outcome is unknown`, async () => {
      const server = await neverAnswers();
      const error = await failure(server.url, fetch, options);
      assertTimedOut(error, "UND_ERR_HEADERS_TIMEOUT");
      assert.deepEqual([error.outcome, server.requests], ["unknown", 1]);
      assert.equal(error.cause.cause.code, "UND_ERR_HEADERS_TIMEOUT");
    });
    it(`in the body, by ${by} fetch, is one with the response's status`, async () => {
      const server = await stalls();
      const error = await failure(server.url, fetch, options);
      assertTimedOut(error, "UND_ERR_BODY_TIMEOUT");
      assert.deepEqual([error.status, error.outcome], [200, "created"]);
    });
  }
  it("is recognised without a custom fetch, too", async () => {
    const server = await neverAnswers();
    undici.setGlobalDispatcher(new undici.Agent(timeouts));
    const error = await failure(server.url, undefined, options);
    undici.setGlobalDispatcher(own);
    assertTimedOut(error, "UND_ERR_HEADERS_TIMEOUT");
  });
  it("is retried only if retryUnknown allows it", async () => {
    for (const [retryUnknown, requests] of [
      [false, 1],
      [true, 2],
    ]) {
      const server = await neverAnswers();
      const fetch = through(new undici.Agent(timeouts));
      const retries = { maxRetries: 1, retryUnknown };
      const error = await failure(server.url, fetch, {
        ...options,
        ...retries,
      });
      assert.deepEqual([error.code, server.requests], ["TIMEOUT", requests]);
    }
  });
  it("may be a DOMException, as in Bun and from AbortSignal.timeout", async () => {
    const thrown = new DOMException("The operation timed out.", "TimeoutError");
    for (const error of [thrown, new TypeError("x", { cause: thrown })]) {
      const { name, outcome } = await rejection(
        create(stubbed(() => Promise.reject(error))),
      );
      assert.deepEqual(
        [name, outcome],
        ["APIConnectionTimeoutError", "unknown"],
      );
    }
  });
});
