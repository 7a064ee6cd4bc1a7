import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request as httpRequest } from "node:http";
import { createRequire } from "node:module";
import { describe, it } from "node:test";
import { useServer } from "../node/server.mjs";
import { apiKey, answerTo, minimal, useEmulator } from "../node/setup.mjs";
import {
  PATH,
  createHandler,
  handlerOf,
  sendRaw,
  toNodeHandler,
  useBackend,
} from "./setup.mjs";

const require = createRequire(import.meta.url);
const json = { "content-type": "application/json" };
const text = JSON.stringify(minimal);

describe("a handler behind node:http", () => {
  const api = useEmulator();
  const bare = useServer();
  const backend = useBackend();
  const post = (
    /** @type {string} */ path = PATH,
    /** @type {RequestInit} */ init = {},
  ) =>
    fetch(backend.url + path, {
      method: "POST",
      headers: json,
      body: text,
      ...init,
    });

  it("creates a value", async () => {
    backend.handler = handlerOf(api.emulator.url);
    const answer = await post(`/api${PATH}?query=1`);
    assert.deepEqual(
      [answer.status, answer.headers.get("cache-control")],
      [200, "no-store"],
    );
    assert.equal(
      (await answer.json()).fieldDefinitionId,
      minimal.fieldDefinitionId,
    );
    assert.equal(api.emulator.requests.length, 1);
  });
  for (const path of [
    "/v2/customers/..%2F..%2Fcustom-fields%3F/custom-fields",
    "/v2/customers/%2e%2e/custom-fields",
    "/v2/customers/../../v2/custom-fields",
    `${PATH}/..%2F..`,
    PATH.replace("/custom-fields", "%0d%0aX:1/custom-fields"),
    PATH.replace("/custom-fields", "%3Fa/custom-fields"),
    PATH.replace("/custom-fields", "%23a/custom-fields"),
    "/v2/customers/%ff/custom-fields",
    "/v2/customers/%/custom-fields",
    "/v2/customers//custom-fields",
  ])
    it(`reaches nothing by ${path}`, async () => {
      backend.handler = handlerOf(api.emulator.url);
      const bytes = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
      assert.match(await sendRaw(backend.port, bytes), /^HTTP\/1\.1 4(04|22) /);
      assert.deepEqual(api.emulator.requests, []);
    });
  for (const [attack, head] of [
    ["both lengths", "Content-Length: 4\r\nTransfer-Encoding: chunked"],
    ["two lengths", "Content-Length: 4\r\nContent-Length: 60"],
    ["a strange coding", "Transfer-Encoding: xchunked"],
    ["a folded header", "Transfer-Encoding:\r\n chunked\r\nContent-Length: 4"],
  ])
    it(`serves no second request smuggled by ${attack}`, async () => {
      let calls = 0;
      backend.handler = handlerOf(api.emulator.url, {
        authorize: () => ++calls > 0,
      });
      const inner = `POST ${PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
      const bytes = `POST ${PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${head}\r\n\r\n0\r\n\r\n${inner}`;
      const answer = await sendRaw(backend.port, bytes, (said) =>
        said.includes("\r\n\r\n"),
      );
      assert.match(answer, /^HTTP\/1\.1 400 /);
      assert.deepEqual([api.emulator.requests.length, calls], [0, 0]);
    });
  it("accepts no other host in a proxy's form of a request, and no invalid Host", async () => {
    /** @type {string[]} */
    const urls = [];
    backend.handler = async ({ url }) => {
      urls.push(url);
      return new Response();
    };
    const ask = (/** @type {string} */ target, /** @type {string} */ host) =>
      sendRaw(
        backend.port,
        `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      );
    await ask("http://evil.test/a?b", "app.test");
    await ask("//evil.test/a", "app.test");
    assert.deepEqual(urls, [
      "http://app.test/a",
      "http://app.test//evil.test/a",
    ]);
    for (const host of [
      "a b",
      "app.test/x",
      "user@app.test",
      "app.test?x",
      "app.test#x",
    ])
      assert.match(await ask("/", host), /^HTTP\/1\.1 400 /);
    assert.equal(urls.length, 2);
  });
  it("responds 413 to a body that is declared or found to be too large", async () => {
    let calls = 0;
    const options = { maxBodyBytes: 1000, authorize: () => ++calls > 0 };
    backend.handler = handlerOf(api.emulator.url, options);
    const big = JSON.stringify({
      ...minimal,
      textValue: "x".repeat(5_000_000),
    });
    const said = await post(PATH, { body: big });
    assert.equal(said.status, 413);
    assert.equal((await said.json()).outcome, "notSent");
    const stream = new Blob([big]).stream();
    const unsaid = await post(
      PATH,
      /** @type {RequestInit} */ ({ body: stream, duplex: "half" }),
    );
    assert.equal(unsaid.status, 413);
    assert.equal(calls, 0);
    const exact = JSON.stringify({ ...minimal, textValue: "" });
    const padded = exact.padEnd(1000, " ");
    assert.notEqual((await post(PATH, { body: padded })).status, 413);
    assert.equal((await post(PATH, { body: `${padded} ` })).status, 413);
  });
  it("responds 408 to a body that does not arrive", async () => {
    backend.handler = handlerOf(api.emulator.url, { bodyTimeoutMs: 100 });
    const head = `POST ${PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n`;
    const answer = await sendRaw(backend.port, `${head}{"fieldD`);
    assert.match(answer, /^HTTP\/1\.1 408 /);
    assert.match(answer, /"outcome":"notSent"/);
    assert.deepEqual(api.emulator.requests, []);
  });
  it("aborts the call when the visitor leaves, also on a kept connection", async () => {
    const closed = Promise.withResolvers ? Promise.withResolvers() : undefined;
    /** @type {() => void} */
    let onClose = () => {};
    const ended =
      closed?.promise ??
      new Promise((resolve) => (onClose = () => resolve(undefined)));
    const arrived = new Promise((resolve) => {
      bare.answer = (_request, response) => {
        response.on("close", () =>
          closed ? closed.resolve(undefined) : onClose(),
        );
        resolve(undefined);
      };
    });
    backend.handler = handlerOf(bare.url);
    // The connection that is kept.
    await post("/", { method: "GET", body: null });
    const visit = new AbortController();
    const visited = post(PATH, { signal: visit.signal }).catch(
      ({ name }) => name,
    );
    await arrived;
    visit.abort();
    assert.equal(await visited, "AbortError");
    await ended;
  });
  it("sends nothing for a visitor who left during authorize", async () => {
    bare.hits.length = 0;
    const visit = new AbortController();
    const settled = new Promise((resolve) => {
      backend.handler = async (request) => {
        const gone = new Promise((gone) =>
          request.signal.addEventListener("abort", gone),
        );
        const handler = handlerOf(bare.url, {
          authorize: async () => {
            visit.abort();
            await gone;
            return true;
          },
        });
        const answer = await handler(request);
        resolve(answer.clone().json());
        return answer;
      };
    });
    await post(PATH, { signal: visit.signal }).catch(() => {});
    const { code, outcome } = /** @type {any} */ (await settled);
    assert.deepEqual(
      [code, outcome, bare.hits.length],
      ["ABORTED", "notSent", 0],
    );
  });
  it("keeps a connection for the next request", async () => {
    backend.handler = handlerOf(api.emulator.url);
    const whole = await post();
    assert.deepEqual(
      [whole.status, whole.headers.get("connection")],
      [200, "keep-alive"],
    );
    await whole.text();
    const refused = await post("/elsewhere");
    assert.deepEqual(
      [refused.status, refused.headers.get("connection")],
      [404, "close"],
    );
    await refused.text();
  });
  it("accepts the body that a middleware has parsed", async () => {
    const handler = toNodeHandler(handlerOf(api.emulator.url));
    const server = createServer(async (request, response) => {
      const parts = [];
      for await (const part of request) parts.push(part);
      const raw = Buffer.concat(parts);
      const kind = request.headers["x-kind"];
      const body =
        kind === "raw"
          ? raw
          : kind === "text"
            ? String(raw)
            : JSON.parse(String(raw));
      await handler(
        kind === "none" ? request : Object.assign(request, { body }),
        response,
      );
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = /** @type {import("node:net").AddressInfo} */ (
      server.address()
    );
    for (const [kind, status] of /** @type {const} */ ([
      ["json", 200],
      ["raw", 200],
      ["text", 200],
      ["none", 400],
    ])) {
      const headers = { ...json, "x-kind": kind };
      const answer = await fetch(`http://127.0.0.1:${port}${PATH}`, {
        method: "POST",
        headers,
        body: text,
      });
      assert.equal(answer.status, status, kind);
    }
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  it("responds with a bare 500 if the handler throws", async () => {
    backend.handler = handlerOf(api.emulator.url, {
      authorize: () => {
        throw new Error("secret");
      },
    });
    const answer = await post();
    assert.deepEqual([answer.status, await answer.text()], [500, ""]);
  });
  it("sends authorize's own Response with all its cookies", async () => {
    const own = new Response("no", {
      status: 401,
      headers: [
        ["set-cookie", "a=1"],
        ["set-cookie", "b=2"],
      ],
    });
    backend.handler = handlerOf(api.emulator.url, { authorize: () => own });
    const answer = await post();
    assert.deepEqual([answer.status, await answer.text()], [401, "no"]);
    assert.deepEqual(answer.headers.getSetCookie(), ["a=1", "b=2"]);
  });
  it("responds to methods that no web Request can have", async () => {
    backend.handler = handlerOf(api.emulator.url);
    const request = httpRequest(backend.url + PATH, { method: "TRACE" }).end();
    const [answer] = await once(request, "response");
    assert.equal(answer.resume().statusCode, 400);
    const head = await post(PATH, { method: "HEAD", body: null });
    assert.deepEqual([head.status, head.headers.get("allow")], [405, "POST"]);
  });
  it("works with require() too", async () => {
    const {
      createHandler: create,
      toNodeHandler: toNode,
    } = require("../../pkg/server.cjs");
    assert.deepEqual([typeof create, typeof toNode], ["function", "function"]);
    const fetch = async (/** @type {string} */ url, /** @type {any} */ init) =>
      Response.json(answerTo(url, init));
    const handler = create({
      authorize: "public",
      apiKey,
      baseUrl: "https://api.test",
      fetch,
    });
    const answer = await handler(
      new Request(`http://a.test${PATH}`, {
        method: "POST",
        headers: json,
        body: text,
      }),
    );
    assert.equal(answer.status, 200);
    assert.throws(() => create(Object({})), { name: "ConfigurationError" });
    assert.equal(typeof createHandler, "function");
  });
});
