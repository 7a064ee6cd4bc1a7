import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import * as carecycle from "./setup.mjs";

const {
  APIError,
  CareCycleError,
  create,
  minimal,
  rejection,
  stubbed,
  useEmulator,
} = carecycle;

/** @typedef {Extract<keyof typeof carecycle, `${string}Error`>} ErrorName */

describe("errors", () => {
  const api = useEmulator();
  const fail = (/** @type {string} */ fault, options = {}) =>
    rejection(create(api.client(fault, options)));

  /** @type {[string, ErrorName, string, string, number | undefined][]} */
  const faults = [
    ["400", "BadRequestError", "BAD_REQUEST", "rejected", 400],
    ["401", "AuthenticationError", "UNAUTHORIZED", "rejected", 401],
    ["403", "PermissionDeniedError", "FORBIDDEN", "rejected", 403],
    ["404", "NotFoundError", "NOT_FOUND", "rejected", 404],
    ["422", "ValidationError", "VALIDATION_ERROR", "rejected", 422],
    ["429", "RateLimitError", "RATE_LIMIT_EXCEEDED", "rejected", 429],
    ["500", "InternalServerError", "INTERNAL_ERROR", "unknown", 500],
    ["502-html", "InternalServerError", "HTTP_502", "unknown", 502],
    ["503-retry-after", "InternalServerError", "UNAVAILABLE", "unknown", 503],
    ["empty-500", "InternalServerError", "HTTP_500", "unknown", 500],
    ["html-400", "BadRequestError", "HTTP_400", "rejected", 400],
    ["truncated-error", "BadRequestError", "HTTP_400", "rejected", 400],
    [
      "truncated",
      "UnexpectedResponseError",
      "UNEXPECTED_RESPONSE",
      "created",
      200,
    ],
    [
      "html-200",
      "UnexpectedResponseError",
      "UNEXPECTED_RESPONSE",
      "unknown",
      200,
    ],
    [
      "empty-200",
      "UnexpectedResponseError",
      "UNEXPECTED_RESPONSE",
      "unknown",
      200,
    ],
    ["204", "UnexpectedResponseError", "UNEXPECTED_RESPONSE", "unknown", 204],
    [
      "not-object",
      "UnexpectedResponseError",
      "UNEXPECTED_RESPONSE",
      "unknown",
      200,
    ],
    [
      "missing-key:key=recordId",
      "UnexpectedResponseError",
      "UNEXPECTED_RESPONSE",
      "unknown",
      200,
    ],
    [
      "missing-key:key=textValue",
      "UnexpectedResponseError",
      "UNEXPECTED_RESPONSE",
      "created",
      200,
    ],
    [
      "wrong-type:key=textValue",
      "UnexpectedResponseError",
      "UNEXPECTED_RESPONSE",
      "created",
      200,
    ],
    [
      "wrong-type:key=id",
      "UnexpectedResponseError",
      "UNEXPECTED_RESPONSE",
      "created",
      200,
    ],
    [
      "big-200",
      "UnexpectedResponseError",
      "UNEXPECTED_RESPONSE",
      "created",
      200,
    ],
    ["cut-body", "APIConnectionError", "CONNECTION", "created", 200],
    ["close-before", "APIConnectionError", "CONNECTION", "unknown", undefined],
    ["close-after", "APIConnectionError", "CONNECTION", "unknown", undefined],
    [
      "redirect",
      "UnexpectedResponseError",
      "UNEXPECTED_RESPONSE",
      "rejected",
      307,
    ],
    [
      "redirect:status=302",
      "UnexpectedResponseError",
      "UNEXPECTED_RESPONSE",
      "rejected",
      302,
    ],
    [
      "redirect:status=303",
      "UnexpectedResponseError",
      "UNEXPECTED_RESPONSE",
      "unknown",
      303,
    ],
  ];
  for (const [fault, name, code, outcome, status] of faults) {
    it(`classifies ${fault}`, async () => {
      const error = await fail(fault);
      const { status: answeredWith } = error;
      assert.ok(
        error instanceof carecycle[name],
        `${error.name} instead of ${name}`,
      );
      assert.ok(error instanceof CareCycleError && error instanceof Error);
      assert.ok(error.requestId && error.stack);
      assert.deepEqual(
        [error.name, error.code, error.outcome, answeredWith],
        [name, code, outcome, status],
      );
      assert.match(error.requestId, /^[0-9a-f]{8}-[0-9a-f]{4}-4/);
      assert.equal(error.attempts.length, 1);
      assert.equal(api.emulator.requests.length, 1);
      assert.match(error.stack, /errors\.test/);
    });
  }
  it("keep unknown keys of a response, even text that is not Unicode", async () => {
    const value = await create(api.client("extra-keys"));
    assert.deepEqual(
      Object.entries(value).filter(([key]) => !(key in carecycle.answer)),
      Object.entries({
        score: 1.5,
        nested: { deep: [1, null] },
        odd: "\ud800",
      }),
    );
  });
  for (const fault of ["gzip", "bom", "drip:ms=0"]) {
    it(`reads a ${fault} response`, async () => {
      assert.deepEqual(await create(api.client(fault)), api.emulator.values[0]);
    });
  }
  it("have the outcome notSent after a refused connection", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = /** @type {import("node:net").AddressInfo} */ (
      server.address()
    );
    await new Promise((resolve) => server.close(resolve));
    const error = await fail("", { baseUrl: `http://127.0.0.1:${port}` });
    assert.deepEqual(
      [error.name, error.outcome, error.code],
      ["APIConnectionError", "notSent", "CONNECTION"],
    );
    assert.equal(String(error.cause), "TypeError: connect ECONNREFUSED");
    assert.equal(error.cause.cause.code, "ECONNREFUSED");
    assert.match(
      error.message,
      /^No connection to the server \(ECONNREFUSED\)/,
    );
  });
  it("are all that results from a redirect: nothing is sent to its target", async () => {
    await fail(
      `redirect:to=${encodeURIComponent(`${api.emulator.url}/other`)}`,
    );
    assert.equal(api.emulator.requests.length, 1);
  });
  it("have the server's issues", async () => {
    const { errors, source } = await fail("422");
    assert.equal(source, "server");
    assert.deepEqual(errors[0].path, ["fieldDefinitionId"]);
    const { message, received, ...shown } = errors[0];
    assert.deepEqual([typeof message, typeof received], ["string", "string"]);
    assert.ok(message && received);
    // To be read, but not shown.
    assert.deepEqual(JSON.parse(JSON.stringify(errors[0])), shown);
    assert.deepEqual(Object.keys(shown).sort(), ["code", "expected", "path"]);
  });
  it("have the parsed body, or its text", async () => {
    assert.equal((await fail("400")).body.code, "BAD_REQUEST");
    assert.match((await fail("502-html")).body, /^<html>/);
    assert.equal(
      (await fail("400")).headers.get("content-type").split(";")[0],
      "application/json",
    );
  });
  it("keep at most 64 KB of a body of 10 MB", async () => {
    const { body, name } = await fail("big-error");
    assert.equal(name, "InternalServerError");
    assert.equal(typeof body, "string");
    assert.equal(body.length, 65_536);
  });
  it("become plain objects for logs", async () => {
    const error = await fail("400");
    const { name, message, code, outcome, status, requestId, attempts } = error;
    const plain = { name, message, code, outcome, status, requestId, attempts };
    assert.deepEqual(JSON.parse(JSON.stringify(error)), plain);
  });
  it("follow a documented code if the inferred status differs", async () => {
    const body = { message: "no", code: "FORBIDDEN" };
    const client = stubbed(async () => Response.json(body, { status: 400 }));
    assert.equal(
      (await rejection(create(client))).name,
      "PermissionDeniedError",
    );
  });
  it("are instances of the right subclasses", async () => {
    const error = await fail("404");
    assert.ok(error instanceof APIError);
    assert.ok(!(error instanceof carecycle.RateLimitError));
    class Mine extends APIError {}
    assert.ok(!(error instanceof Mine));
    assert.ok(
      [null, "x", {}].every(
        (/** @type {any} */ value) => !(value instanceof APIError),
      ),
    );
  });
  it("are recognised by another copy of the package", async () => {
    const folder = mkdtempSync(join(tmpdir(), "copy-"));
    try {
      cpSync(new URL("../../pkg/", import.meta.url), folder, {
        recursive: true,
      });
      const other = await import(pathToFileURL(join(folder, "index.js")).href);
      const error = await fail("404");
      assert.notEqual(other.NotFoundError, carecycle.NotFoundError);
      assert.ok(
        error instanceof other.NotFoundError &&
          error instanceof other.CareCycleError,
      );
      assert.ok(!(error instanceof other.RateLimitError));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  it("are documented ones, whatever a custom fetch returns", async () => {
    for (const given of [
      undefined,
      null,
      3,
      "x",
      {},
      [],
      { status: 200 },
      { status: "x", text: () => "" },
    ]) {
      const error = await rejection(create(stubbed(async () => given)));
      assert.ok(error instanceof CareCycleError, String(error));
    }
    for (const reason of [undefined, null, 0, "text", Symbol("s")]) {
      const error = await rejection(
        create(stubbed(() => Promise.reject(reason))),
      );
      assert.deepEqual(
        [error.name, error.outcome],
        ["APIConnectionError", "unknown"],
      );
      if (reason == null) assert.equal(error.cause, undefined);
      else assert.match(String(error.cause), /^Error: The message is left out/);
    }
  });
});

describe("errors of abort and timeout", () => {
  const api = useEmulator();
  const reasons = [undefined, "text", 0, null, new Error("mine"), { a: 1 }];

  for (const reason of reasons) {
    it(`keeps the reason ${String(reason)}`, async () => {
      const controller = new AbortController();
      const promise = create(api.client("hang"), minimal, {
        signal: controller.signal,
      });
      setTimeout(() => controller.abort(reason), 10);
      const error = await rejection(promise);
      assert.ok(error instanceof carecycle.APIUserAbortError);
      assert.deepEqual(
        [error.name, error.code, error.outcome],
        ["AbortError", "ABORTED", "unknown"],
      );
      assert.equal(error.cause, controller.signal.reason);
    });
  }
  it("send nothing if the signal is aborted before", async () => {
    const error = await rejection(
      create(api.client(), minimal, { signal: AbortSignal.abort("no") }),
    );
    assert.deepEqual(
      [error.outcome, error.cause, api.emulator.requests.length],
      ["notSent", "no", 0],
    );
  });
  it("have the outcome created if the body was aborted", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    const error = await rejection(
      create(api.client("stall-body"), minimal, { signal: controller.signal }),
    );
    assert.deepEqual([error.name, error.outcome], ["AbortError", "created"]);
  });
  for (const [fault, outcome] of [
    ["hang", "unknown"],
    ["slow-headers:ms=2000", "unknown"],
    ["stall-body", "created"],
    ["drip:ms=50", "created"],
  ]) {
    it(`ends ${fault} after timeoutMs`, async () => {
      const started = performance.now();
      const error = await rejection(
        create(api.client(fault), minimal, { timeoutMs: 100 }),
      );
      assert.deepEqual(
        [error.name, error.code, error.outcome],
        ["APIConnectionTimeoutError", "TIMEOUT", outcome],
      );
      assert.ok(error instanceof carecycle.APIConnectionError);
      assert.ok(performance.now() - started < 1000);
    });
  }
  it("end the call if a custom fetch ignores its signal", async () => {
    const client = stubbed(() => new Promise(() => {}), { timeoutMs: 20 });
    assert.equal(
      (await rejection(create(client))).name,
      "APIConnectionTimeoutError",
    );
  });
  it("leave no listener on the signal", async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (
      /** @type {Parameters<typeof addEventListener>} */ ...args
    ) => (listeners++, addEventListener.apply(signal, args));
    signal.removeEventListener = (
      /** @type {Parameters<typeof removeEventListener>} */ ...args
    ) => (listeners--, removeEventListener.apply(signal, args));
    for (let call = 0; call < 20; call++)
      await create(api.client(), minimal, { signal });
    assert.equal(listeners, 0);
  });
});
