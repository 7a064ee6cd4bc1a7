import assert from "node:assert/strict";
import { inspect } from "node:util";
import { describe, it } from "node:test";
import * as carecycle from "./setup.mjs";

const {
  CareCycle,
  ConfigurationError,
  answerTo,
  apiKey,
  create,
  customerId,
  minimal,
  rejection,
  stubbed,
  useEmulator,
} = carecycle;

const refused = (/** @type {any} */ options) => {
  try {
    new CareCycle(options);
  } catch (error) {
    assert.ok(error instanceof ConfigurationError, String(error));
    assert.deepEqual(
      [error.name, error.code, error.outcome],
      ["ConfigurationError", "CONFIGURATION", "notSent"],
    );
    return error;
  }
  throw new Error("was taken");
};

describe("new CareCycle", () => {
  for (const [what, key] of [
    ["a wrong", "sk_x"],
    ["a bare", "cc_"],
    ["a broken", "cc_a\nb"],
    ["a spaced", " cc_a"],
    ["a non-ASCII", "cc_ü"],
    ["a number as", 5],
  ]) {
    it(`refuses ${what} key without repeating it`, () => {
      const { message } = refused({ apiKey: key });
      assert.match(message, /apiKey/);
      if (key) assert.ok(!message.includes(String(key)) || key === "cc_");
    });
  }
  for (const baseUrl of [
    "http://api.carecycle.ai",
    "ftp://x",
    "x",
    "//x",
    "https://u:p@x",
    "https://x?a",
    "https://x#a",
    "/\\x",
    "http://127.0.0.1.evil.com",
    5,
  ]) {
    it(`refuses ${baseUrl} as baseUrl`, () =>
      assert.match(refused({ apiKey, baseUrl }).message, /baseUrl/));
  }
  for (const baseUrl of [
    "https://x",
    "https://x/a/",
    "http://localhost:1",
    "http://127.0.0.1:1",
    "http://[::1]:1",
    "http://a.localhost",
  ]) {
    it(`accepts ${baseUrl} as baseUrl`, () =>
      assert.ok(new CareCycle({ apiKey, baseUrl })));
  }
  it("accepts a path as baseUrl, since servers render pages, and refuses to send there", async () => {
    const client = new CareCycle({ baseUrl: "/api" });
    const error = await rejection(create(client, minimal));
    assert.ok(error instanceof ConfigurationError);
    assert.deepEqual([error.outcome, error.code], ["notSent", "CONFIGURATION"]);
    assert.match(error.message, /baseUrl is a path/);
  });
  for (const timeoutMs of [0, -1, NaN, Infinity, 2 ** 31, "5", null]) {
    it(`refuses ${timeoutMs} as timeoutMs`, async () => {
      if (timeoutMs !== null) refused({ apiKey, timeoutMs });
      const error = await rejection(
        create(stubbed(undefined), minimal, { timeoutMs }),
      );
      assert.ok(error instanceof ConfigurationError);
    });
  }
  for (const name of [
    "",
    "a b",
    "x:y",
    "a\nb",
    "Accept",
    "accept-encoding",
    "Access-Control-Request-Method",
    "Authorization",
    "Connection",
    "Content-Length",
    "content-type",
    "Cookie",
    "Date",
    "Expect",
    "Forwarded",
    "HOST",
    "If-None-Match",
    "Keep-Alive",
    "Origin",
    "Proxy-Authorization",
    "Range",
    "Referer",
    "Sec-Fetch-Site",
    "Set-Cookie",
    "TE",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
    "User-Agent",
    "Via",
    "X-API-Key",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-HTTP-Method-Override",
    "X-Original-URL",
  ]) {
    it(`refuses ${JSON.stringify(name)} as requestIdHeader`, () =>
      assert.match(
        refused({ apiKey, requestIdHeader: name }).message,
        /requestIdHeader/,
      ));
  }
  for (const name of [
    "X-Request-Id",
    "x-correlation-id",
    "Request-Id",
    "traceparent",
    "Acceptance-Id",
    "Idempotency-Key",
  ]) {
    it(`accepts ${name} as requestIdHeader`, async () => {
      /** @type {string[]} */
      let sent = [];
      /** @type {import("./setup.mjs").Fetch} */
      const fetch = async (url, init) => {
        sent = Object.keys(init.headers);
        return Response.json(answerTo(url, init));
      };
      await create(stubbed(fetch, { requestIdHeader: name }));
      assert.equal(sent.at(-1), name);
    });
  }
  it("refuses a fetch that is not a function", () => {
    refused({ apiKey, fetch: {} });
  });
  it("refuses options that are no object", () => {
    refused(null);
  });
  it("is made without a key, and the first call says that it is missing", async () => {
    let called = false;
    const client = new CareCycle({
      fetch: async () => ((called = true), new Response()),
    });
    assert.deepEqual(
      client.customers.customFields.validate(customerId, minimal),
      [],
    );
    const error = await rejection(create(client));
    assert.ok(error instanceof ConfigurationError);
    assert.deepEqual([error.outcome, error.code], ["notSent", "CONFIGURATION"]);
    assert.match(error.message, /apiKey is missing/);
    const many = () => client.customers.customFields.createMany([]);
    assert.throws(many, ConfigurationError);
    assert.equal(called, false);
  });
  it("finds a key that is set in the environment later, and keeps it", async () => {
    /** @type {Record<string, string>[]} */
    const sent = [];
    const client = new CareCycle({
      baseUrl: "https://localhost",
      fetch: async (url, init) => {
        sent.push(init.headers);
        return Response.json(answerTo(url, init));
      },
    });
    const missing = await rejection(create(client));
    assert.match(missing.message, /apiKey is missing/);
    try {
      process.env.CARECYCLE_API_KEY = "no key";
      const wrong = await rejection(create(client));
      assert.match(wrong.message, /must begin with cc_/);
      assert.equal(wrong.outcome, "notSent");
      process.env.CARECYCLE_API_KEY = "cc_first";
      await create(client);
      process.env.CARECYCLE_API_KEY = "cc_second";
      await create(client);
    } finally {
      delete process.env.CARECYCLE_API_KEY;
    }
    await create(client);
    for await (const { status } of client.customers.customFields.createMany([
      { customerId, body: minimal },
    ]))
      assert.equal(status, "created");
    const keys = sent.map((headers) => headers["x-api-key"]);
    assert.deepEqual(keys, Array(4).fill("cc_first"));
  });
  it("sends no key of the environment to a backend's path", async () => {
    process.env.CARECYCLE_API_KEY = apiKey;
    Object.assign(globalThis, { location: { origin: "https://page" } });
    try {
      /** @type {Record<string, string>[]} */
      const sent = [];
      /** @type {import("./setup.mjs").Fetch} */
      const fetch = async (url, init) => {
        sent.push(init.headers);
        return Response.json(answerTo(url, init));
      };
      await create(stubbed(fetch, { apiKey: undefined, baseUrl: "/api" }));
      process.env.CARECYCLE_BASE_URL = "/api";
      await create(stubbed(fetch, { apiKey: undefined }));
      await create(stubbed(fetch));
      const keys = sent.map((headers) => headers["x-api-key"]);
      assert.deepEqual(keys, [undefined, undefined, apiKey]);
    } finally {
      delete process.env.CARECYCLE_API_KEY;
      delete process.env.CARECYCLE_BASE_URL;
      Reflect.deleteProperty(globalThis, "location");
    }
  });
  it("treats an environment that may not be read as empty", async () => {
    const { env } = process;
    const refuse = () => {
      throw new Error('NotCapable: Requires env access to "CARECYCLE_API_KEY"');
    };
    Object.defineProperty(process, "env", {
      value: new Proxy({}, { get: refuse, has: refuse }),
      configurable: true,
      writable: true,
    });
    try {
      assert.ok(new CareCycle({ apiKey }));
      assert.ok(new CareCycle());
    } finally {
      process.env = env;
    }
  });
  it("accepts http to another host only if that is allowed", () => {
    const baseUrl = "http://mock:4010";
    assert.match(refused({ apiKey, baseUrl }).message, /allowInsecureHttp/);
    refused({ apiKey, baseUrl, allowInsecureHttp: 1 });
    assert.ok(new CareCycle({ apiKey, baseUrl, allowInsecureHttp: true }));
    refused({ apiKey, baseUrl: "ftp://mock", allowInsecureHttp: true });
  });
  it("reads key and base URL from the environment", () => {
    process.env.CARECYCLE_API_KEY = apiKey;
    process.env.CARECYCLE_BASE_URL = "https://x";
    try {
      assert.ok(new CareCycle());
      process.env.CARECYCLE_API_KEY = "sk_x";
      refused({});
    } finally {
      delete process.env.CARECYCLE_API_KEY;
      delete process.env.CARECYCLE_BASE_URL;
    }
  });
  it("refuses a key in a web page, and says what to do", () => {
    Object.assign(globalThis, {
      window: {},
      document: {},
      location: { origin: "https://page" },
    });
    try {
      assert.match(refused({ apiKey }).message, /backend/);
      assert.ok(new CareCycle({ apiKey, dangerouslyAllowBrowser: true }));
      assert.ok(new CareCycle({ baseUrl: "/api/carecycle" }));
    } finally {
      for (const name of ["window", "document", "location"])
        Reflect.deleteProperty(globalThis, name);
    }
  });
  for (const [baseUrl, called] of [
    ["/.//evil.test", undefined],
    ["/a/..//evil.test", undefined],
    ["/\t/evil.test", "https://page"],
  ])
    it(`never leaves the page's origin for ${JSON.stringify(baseUrl)}`, async () => {
      const origin = "https://page";
      Object.assign(globalThis, { location: { origin } });
      /** @type {string[]} */
      const origins = [];
      const fetch = async (/** @type {string} */ url) => (
        origins.push(new URL(url, origin).origin),
        new Response()
      );
      try {
        if (called) await rejection(create(new CareCycle({ baseUrl, fetch })));
        else refused({ baseUrl, fetch });
      } finally {
        Reflect.deleteProperty(globalThis, "location");
      }
      assert.deepEqual(origins, called ? [called] : []);
    });
});

describe("secrets", () => {
  const api = useEmulator();
  const textValue = "Confidential-diagnosis";
  const body = {
    ...minimal,
    textValue,
    multiSelectValue: ["Sensitive-option"],
  };
  const looks = (/** @type {unknown} */ thing) => [
    inspect(thing, { showHidden: true, depth: 10 }),
    inspect(thing),
    JSON.stringify(thing) ?? "",
    String(thing),
    ...(thing instanceof Error
      ? [
          thing.stack ?? "",
          thing.message,
          inspect(thing.cause, { showHidden: true }),
        ]
      : []),
  ];
  const clean = (/** @type {unknown} */ thing) => {
    for (const text of looks(thing)) {
      for (const secret of [apiKey, textValue, "Sensitive-option"])
        assert.ok(!text.includes(secret), text);
    }
  };

  it("are not in the client", () => clean(api.client()));
  for (const fault of [
    "400",
    "500",
    "echo-secrets",
    "echo-secrets-422",
    "cut-body",
    "close-after",
    "html-200",
    "missing-key",
    "redirect",
  ]) {
    it(`are not in the error of ${fault}, nor on the console`, async (t) => {
      const printed = t.mock.method(console, "log", () => {});
      const error = await rejection(create(api.client(fault), body));
      clean(error);
      assert.equal(printed.mock.callCount(), 0);
    });
  }
  it("are not in the error of a fetch that reveals them", async () => {
    const leak = Object.assign(new Error(`failed with ${apiKey}`), {
      headers: { "x-api-key": apiKey },
    });
    for (const thrown of [leak, new Error("outer", { cause: leak }), apiKey]) {
      const error = await rejection(
        create(
          stubbed(() => Promise.reject(thrown)),
          minimal,
        ),
      );
      clean(error);
      assert.equal(error.outcome, "unknown");
    }
  });
  it("are not in the error of an invalid request", async () => {
    clean(
      await rejection(
        create(api.client(), {
          ...body,
          fieldDefinitionId: textValue,
          dateValue: [textValue],
        }),
      ),
    );
  });
});
