import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { answerTo, create, rejection, useEmulator } from "../node/setup.mjs";
import { CareCycle } from "../node/package.mjs";
import { useServer } from "../node/server.mjs";
import { handlerOf, useBackend } from "./setup.mjs";

const OUTCOMES = /** @type {const} */ ([
  "notSent",
  "rejected",
  "unknown",
  "created",
]);

describe("the client of a page whose backend has the key", () => {
  const api = useEmulator();
  const bare = useServer();
  const backend = useBackend();
  before(() => {
    // What a page has.
    Object.assign(globalThis, { origin: backend.url });
  });
  beforeEach(() => {
    Object.assign(globalThis, { origin: bare.url });
    bare.hits.length = 0;
  });
  after(() => Reflect.deleteProperty(globalThis, "origin"));

  const page = (/** @type {object} */ options = {}) =>
    new CareCycle({
      baseUrl: "/api",
      rateLimit: false,
      maxRetries: 0,
      ...options,
    });
  const answers = (/** @type {number} */ status, /** @type {object} */ body) =>
    (bare.answer = (_request, response) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    });

  for (const outcome of OUTCOMES)
    it(`accepts the backend's outcome ${outcome}, whatever the status but a 2xx`, async () => {
      for (const status of [400, 403, 404, 409, 422, 429, 500, 502, 504]) {
        answers(status, { outcome });
        const error = await rejection(create(page()));
        assert.equal(error.outcome, outcome, String(status));
        assert.equal(error.attempts[0].outcome, outcome);
        if (status === 422) assert.equal(error.source, "server");
      }
      answers(200, { outcome });
      assert.equal((await rejection(create(page()))).outcome, "unknown");
    });
  it("accepts no other outcome, and none that is not in the body itself", async () => {
    for (const outcome of ["NotSent", "sent", "", 1, null, ["created"], {}]) {
      answers(502, { outcome });
      assert.equal((await rejection(create(page()))).outcome, "unknown");
      answers(400, { outcome });
      assert.equal((await rejection(create(page()))).outcome, "rejected");
    }
  });
  it("accepts no outcome from the API itself", async () => {
    answers(502, { outcome: "notSent" });
    const own = new CareCycle({
      apiKey: "cc_x",
      baseUrl: bare.url,
      rateLimit: false,
      maxRetries: 0,
    });
    assert.equal((await rejection(create(own))).outcome, "unknown");
  });
  for (const [status, outcome, retryUnknown, hits] of /** @type {const} */ ([
    [502, "notSent", false, 2],
    [429, "notSent", false, 2],
    [429, "rejected", false, 2],
    [502, "unknown", false, 1],
    [400, "unknown", true, 2],
    [502, "unknown", true, 2],
    [502, "created", true, 1],
    [502, "rejected", true, 1],
    [403, "notSent", true, 1],
    [422, "notSent", true, 1],
  ]))
    it(`sends ${hits === 1 ? "once" : "again"} after ${status} ${outcome}${retryUnknown ? " with retryUnknown" : ""}`, async () => {
      answers(status, { outcome });
      const client = page({ maxRetries: 1, retryUnknown });
      const error = await rejection(create(client));
      assert.deepEqual([bare.hits.length, error.outcome], [hits, outcome]);
    });

  it("sends once if the backend has no key", async () => {
    Object.assign(globalThis, { origin: backend.url });
    const handler = handlerOf(bare.url, { apiKey: undefined });
    let visits = 0;
    backend.handler = (request) => {
      visits++;
      return handler(request);
    };
    const client = page({ maxRetries: 2, retryUnknown: true });
    const error = await rejection(create(client));
    assert.deepEqual(
      [error.name, error.status, error.code, error.outcome],
      ["InternalServerError", 500, "CONFIGURATION", "notSent"],
    );
    assert.deepEqual([visits, bare.hits.length], [1, 0]);
    assert.deepEqual(error.attempts, [
      { code: "CONFIGURATION", outcome: "notSent", status: 500 },
    ]);
  });
  it("sends again after CONFIGURATION without an outcome", async () => {
    answers(500, { code: "CONFIGURATION" });
    const client = page({ maxRetries: 1, retryUnknown: true });
    assert.equal((await rejection(create(client))).outcome, "unknown");
    assert.equal(bare.hits.length, 2);
  });

  it("gets the outcome from a handler", async () => {
    Object.assign(globalThis, { origin: backend.url });
    backend.handler = handlerOf("http://127.0.0.1:1");
    const unreached = await rejection(create(page()));
    assert.deepEqual([unreached.status, unreached.outcome], [502, "notSent"]);
    backend.handler = handlerOf(bare.url);
    bare.answer = (_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end('{"id":');
    };
    const cut = await rejection(create(page()));
    assert.deepEqual([cut.status, cut.outcome], [502, "created"]);
    backend.handler = handlerOf(api.emulator.url);
    assert.equal((await create(page())).recordType, "customers");
  });
  it("waits as a handler asks, and retries", async () => {
    Object.assign(globalThis, { origin: backend.url });
    let sent = 0;
    backend.handler = handlerOf("https://page-waits.test", {
      rateLimit: { requests: 1, perMs: 1500 },
      maxWaitMs: 0,
      fetch: async (/** @type {string} */ url, /** @type {any} */ init) => {
        sent++;
        return Response.json(answerTo(url, init));
      },
    });
    await create(page());
    /** @type {unknown[]} */
    const statuses = [];
    const onResponse = (/** @type {{ status: number }} */ { status }) =>
      statuses.push(status);
    await create(page({ maxRetries: 4, onResponse }));
    assert.equal(sent, 2);
    assert.deepEqual([statuses[0], statuses.at(-1)], [429, 200]);
  });

  it("sends cookies to the page's own origin only", async () => {
    /** @type {unknown[]} */
    const sent = [];
    const fetch = async (
      /** @type {string} */ url,
      /** @type {any} */ init,
    ) => {
      sent.push(init.credentials);
      return Response.json(answerTo(url, init));
    };
    await create(page({ fetch }));
    await create(page({ fetch, baseUrl: "https://a.test", apiKey: "cc_x" }));
    assert.deepEqual(sent, ["same-origin", "omit"]);
  });
  it("sends its own headers, made for each attempt", async () => {
    let count = 0;
    const headers = async () => ({
      "X-CSRF": `t${++count}`,
      "x-none": undefined,
    });
    answers(429, { retryAfter: 0.01 });
    /** @type {any[]} */
    const events = [];
    const client = page({
      headers,
      maxRetries: 1,
      onRequest: (/** @type {object} */ event) => events.push(event),
    });
    await rejection(create(client));
    assert.deepEqual(
      bare.hits.map(({ headers }) => [headers["x-csrf"], headers["x-none"]]),
      [
        ["t1", undefined],
        ["t2", undefined],
      ],
    );
    assert.equal(events[0].headers["X-CSRF"], "[redacted]");
    assert.equal(events[0].headers["content-type"], "application/json");
    for (const headers of [
      { Authorization: "Bearer x" },
      new Headers({ authorization: "Bearer x" }),
    ]) {
      await rejection(create(page({ headers })));
      assert.equal(bare.hits.at(-1)?.headers.authorization, "Bearer x");
    }
  });
  for (const name of [
    ...["x-api-key", "X-API-Key", "cookie", "Host", "content-type", "accept"],
    ...["content-length", "transfer-encoding", "Sec-Fetch-Site", "origin"],
    ...["proxy-authorization", "x-forwarded-host", "x-http-method-override"],
    ...["a b", "", "x\r\ny"],
  ])
    it(`refuses a header called ${JSON.stringify(name)}, and sends nothing`, async () => {
      const headers = { [name]: "v" };
      const wrong = { name: "ConfigurationError" };
      assert.throws(() => page({ headers }), wrong);
      const error = await rejection(create(page({ headers: () => headers })));
      assert.deepEqual(
        [error.name, error.outcome, bare.hits.length],
        ["ConfigurationError", "notSent", 0],
      );
    });
  it("refuses invalid headers", async () => {
    for (const headers of [
      null,
      "a: b",
      1,
      { a: 1 },
      { a: "x\ny" },
      { a: "€" },
      [1],
    ]) {
      assert.throws(() => page({ headers }), { name: "ConfigurationError" });
      const error = await rejection(create(page({ headers: () => headers })));
      assert.equal(error.name, "ConfigurationError");
    }
    assert.equal(bare.hits.length, 0);
  });
  it("sends nothing if its headers fail, never resolve, or the call is aborted meanwhile", async () => {
    const cause = new Error("no token");
    const failed = await rejection(
      create(page({ headers: () => Promise.reject(cause) })),
    );
    assert.deepEqual(
      [failed.name, failed.cause, failed.outcome],
      ["ConfigurationError", cause, "notSent"],
    );
    const headers = () => new Promise(() => {});
    const late = await rejection(create(page({ headers, timeoutMs: 20 })));
    assert.deepEqual(
      [late.name, late.outcome],
      ["ConfigurationError", "notSent"],
    );
    const controller = new AbortController();
    const { signal } = controller;
    const call = create(page({ headers }), undefined, { signal });
    controller.abort();
    const aborted = await rejection(call);
    assert.deepEqual(
      [aborted.name, aborted.outcome, bare.hits.length],
      ["AbortError", "notSent", 0],
    );
  });
  it("frees the slot if its headers fail", async () => {
    answers(400, {});
    let isReady = false;
    const client = page({
      baseUrl: "/slots",
      rateLimit: { requests: 1, perMs: 100_000 },
      headers: () => (isReady ? {} : null),
    });
    assert.equal((await rejection(create(client))).name, "ConfigurationError");
    isReady = true;
    assert.equal((await rejection(create(client))).status, 400);
  });
});
