import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, it } from "node:test";
import { readOnlyKey } from "../emulator/fixtures.mjs";
import { startEmulator } from "../emulator/index.mjs";
import { useServer } from "./server.mjs";
import * as carecycle from "./setup.mjs";

const {
  CareCycle,
  CareCycleError,
  answer,
  apiKey,
  create,
  customerId,
  definitions,
  minimal,
  rejection,
  stubbed,
  useEmulator,
} = carecycle;

const summaryOf = (
  /** @type {carecycle.Rejection} */ { name, outcome, status },
) => [name, outcome, status];
const answered = (
  /** @type {BodyInit | null} */ body,
  /** @type {ResponseInit} */ init = {},
) => rejection(create(stubbed(async () => new Response(body, init))));

describe("the emulator's own refusals", () => {
  const api = useEmulator();
  const other = customerId.replace("4", "5");
  it("a wrong key is an AuthenticationError", async () => {
    const error = await rejection(create(api.client("", { apiKey: "cc_no" })));
    assert.deepEqual(summaryOf(error), [
      "AuthenticationError",
      "rejected",
      401,
    ]);
  });
  it("a key without permission is a PermissionDeniedError", async () => {
    const client = api.client("", { apiKey: readOnlyKey });
    const error = await rejection(create(client));
    assert.deepEqual(summaryOf(error), [
      "PermissionDeniedError",
      "rejected",
      403,
    ]);
  });
  it("an unknown customer is a NotFoundError", async () => {
    const { customFields } = api.client().customers;
    const error = await rejection(customFields.create(other, minimal));
    assert.deepEqual(summaryOf(error), ["NotFoundError", "rejected", 404]);
  });
  it("an unknown definition is a NotFoundError", async () => {
    const body = { fieldDefinitionId: other };
    const error = await rejection(create(api.client(), body));
    assert.deepEqual(summaryOf(error), ["NotFoundError", "rejected", 404]);
  });
  it("a value of another definition's type is a BadRequestError", async () => {
    const body = { fieldDefinitionId: definitions[0].id, booleanValue: true };
    const error = await rejection(create(api.client(), body));
    assert.deepEqual(summaryOf(error), ["BadRequestError", "rejected", 400]);
  });
  it("a request over the limit is a RateLimitError that says how long", async () => {
    const rateLimit = { requests: 1, perMs: 60_000 };
    const emulator = await startEmulator({ rateLimit });
    try {
      const baseUrl = emulator.url;
      const client = new CareCycle({ apiKey, baseUrl, maxRetries: 0 });
      await create(client);
      const error = await rejection(create(client));
      assert.deepEqual(summaryOf(error), ["RateLimitError", "rejected", 429]);
      assert.ok(error.retryAfter > 0 && error.retryAfter <= 60);
      assert.equal(emulator.values.length, 1);
    } finally {
      await emulator.close();
    }
  });
  it("many simultaneous calls each get their own response", async () => {
    const textual = definitions[0].id;
    const texts = Array.from({ length: 40 }, (_, index) => `value ${index}`);
    const client = api.client();
    const created = await Promise.all(
      texts.map((textValue) =>
        create(client, { fieldDefinitionId: textual, textValue }),
      ),
    );
    assert.deepEqual(
      created.map(({ textValue }) => textValue),
      texts,
    );
  });
});

describe("a redirect", () => {
  const from = useServer();
  const to = useServer();
  for (const status of [300, 301, 302, 303, 304, 307, 308]) {
    it(`of ${status} is refused, and the other origin receives nothing`, async () => {
      from.answer = (_request, response) =>
        response.writeHead(status, { location: `${to.url}/taken` }).end();
      const client = new CareCycle({ apiKey, baseUrl: from.url });
      const error = await rejection(create(client));
      const outcome = status === 303 ? "unknown" : "rejected";
      const expected = ["UnexpectedResponseError", outcome, status];
      assert.deepEqual(summaryOf(error), expected);
      assert.equal(to.hits.length, 0);
    });
  }
});

describe("an error response with an incomplete body", () => {
  const server = useServer();
  const client = (options = {}) =>
    new CareCycle({ apiKey, baseUrl: server.url, ...options });
  /** @returns {(request: unknown, response: import("node:http").ServerResponse) => import("node:http").ServerResponse} */
  const start = (/** @type {number} */ status) => (_request, response) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.write('{"message":"half');
    return response;
  };
  for (const [status, name, outcome] of /** @type {const} */ ([
    [400, "BadRequestError", "rejected"],
    [422, "ValidationError", "rejected"],
    [429, "RateLimitError", "rejected"],
    [503, "InternalServerError", "unknown"],
  ])) {
    it(`is a ${name} if a ${status} is cut off`, async () => {
      server.answer = (request, response) =>
        setImmediate(() => start(status)(request, response).destroy());
      const error = await rejection(create(client()));
      if (error.status === undefined) assert.equal(error.outcome, "unknown");
      else assert.deepEqual(summaryOf(error), [name, outcome, status]);
    });
    it(`times out with the outcome ${outcome} if a ${status} stalls`, async () => {
      server.answer = start(status);
      const error = await rejection(create(client({ timeoutMs: 200 })));
      const expected = ["APIConnectionTimeoutError", outcome, status];
      assert.deepEqual(summaryOf(error), expected);
    });
  }
});

describe("an error response", () => {
  for (const status of [402, 405, 408, 409, 410, 415, 418, 451, 499]) {
    it(`of ${status} is an APIError and rejected`, async () => {
      const error = await answered("no", { status });
      assert.deepEqual(summaryOf(error), ["APIError", "rejected", status]);
      assert.equal(error.code, `HTTP_${status}`);
    });
  }
  for (const status of [501, 504, 520, 599]) {
    it(`of ${status} is an InternalServerError and unknown`, async () => {
      const error = await answered("no", { status });
      assert.deepEqual(summaryOf(error), [
        "InternalServerError",
        "unknown",
        status,
      ]);
    });
  }
  it("of 422 without issues is a ValidationError of the server", async () => {
    const { errors, source, outcome } = await answered("{}", { status: 422 });
    assert.deepEqual([errors, source, outcome], [[], "server", "rejected"]);
  });
  it("keeps its text of 65,536 units whole, and no more", async () => {
    const body = "ä".repeat(65_536);
    assert.equal((await answered(body, { status: 500 })).body, body);
    assert.equal((await answered(`${body}x`, { status: 500 })).body, body);
  });
  it("may be JSON nested too deeply to be written again", async () => {
    const body = "[".repeat(30_000) + "]".repeat(30_000);
    const error = await answered(body, { status: 400 });
    assert.deepEqual(summaryOf(error), ["BadRequestError", "rejected", 400]);
  });
  /** @type {[string, number | undefined][]} */
  const headersAndSeconds = [
    ["0", 0],
    ["-1", undefined],
    ["Infinity", undefined],
    ["9".repeat(400), undefined],
    ["soon", undefined],
    ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
  ];
  for (const [header, expected] of headersAndSeconds) {
    it(`has retryAfter ${expected} from the header ${header.slice(0, 30)}`, async () => {
      const headers = { "retry-after": header };
      const error = await answered("", { status: 429, headers });
      assert.equal(error.retryAfter, expected);
    });
  }
  it("does not mistake a header for a date because it ends in a digit", async () => {
    const headers = { "retry-after": "whenever 1" };
    const error = await answered("", { status: 429, headers });
    assert.equal(error.retryAfter, undefined);
  });
  for (const retryAfter of ["1e400", "null", '"5"', "[5]", "{}", "true"]) {
    it(`ignores ${retryAfter} as its retryAfter`, async () => {
      const error = await answered(`{"retryAfter":${retryAfter}}`, {
        status: 429,
      });
      assert.equal(error.retryAfter, undefined);
    });
  }
});

describe("create", () => {
  const api = useEmulator();
  const client = stubbed(async () => Response.json(answer));
  const throws = (/** @type {string} */ name) =>
    Object.defineProperty({}, name, {
      get() {
        throw new Error("read");
      },
    });
  /** @type {[string, any][]} */
  const unreadable = [
    ["null", null],
    ["an object whose signal cannot be read", throws("signal")],
    ["an object whose timeoutMs cannot be read", throws("timeoutMs")],
  ];
  for (const [what, options] of unreadable) {
    it(`rejects with a CareCycleError, or creates, with ${what} as options`, async () => {
      const settled = await create(client, minimal, options).catch(
        (/** @type {unknown} */ e) => e,
      );
      if (settled instanceof Error)
        assert.ok(settled instanceof CareCycleError, String(settled));
      else assert.deepEqual(settled, answer);
    });
  }
  it("rejects and never throws", () => {
    const { customFields } = client.customers;
    for (const args of [[], [1, 2, 3], [customerId, minimal, { signal: 5 }]])
      void rejection(Reflect.apply(customFields.create, undefined, args));
  });
  it("rejects with an error that another copy's CommonJS classes recognise", async () => {
    const require = createRequire(import.meta.url);
    const other = require("../../pkg/index.cjs");
    const error = await rejection(create(api.client("429")));
    assert.ok(error instanceof other.RateLimitError);
    assert.ok(error instanceof other.APIError);
    assert.ok(!(error instanceof other.NotFoundError));
  });
});
