import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { useEmulator } from "../node/setup.mjs";
import {
  HOST,
  PATH,
  handlerOf,
  pageRequest,
  sendRaw,
  summarize,
  useBackend,
} from "./setup.mjs";

const FORBIDDEN = [403, "FORBIDDEN_ORIGIN", "notSent"];

describe("a handler's check of the origin", () => {
  const api = useEmulator();
  const backend = useBackend();
  /**
   * @param {Record<string, string | undefined>} headers
   * @param {string[]} [origins]
   */
  const ask = (headers, origins) =>
    handlerOf(api.emulator.url, { origins })(
      pageRequest(PATH, { headers: Object(headers) }),
    );

  for (const [attack, headers] of /** @type {const} */ ([
    [
      "another site's fetch",
      { "sec-fetch-site": "cross-site", origin: "https://evil.test" },
    ],
    [
      "a sibling domain",
      { "sec-fetch-site": "same-site", origin: "http://evil.app.test" },
    ],
    ["a link or a form opened by hand", { "sec-fetch-site": "none" }],
    ["another site's fetch in an old browser", { origin: "https://evil.test" }],
    ["a sandboxed frame", { origin: "null" }],
    ["another port of this host", { origin: `${HOST}:8080` }],
    ["the same host by another scheme", { origin: "https://app.test" }],
    ["two origins in one header", { origin: `${HOST}, https://evil.test` }],
    [
      "two sites in one header",
      { "sec-fetch-site": "same-origin, cross-site" },
    ],
    ["an origin that begins as this one", { origin: `${HOST}.evil.test` }],
  ]))
    it(`refuses ${attack}`, async () => {
      assert.deepEqual(await summarize(ask(headers)), FORBIDDEN);
      assert.deepEqual(api.emulator.requests, []);
    });
  for (const [type, body] of [
    [
      "text/plain",
      '{"fieldDefinitionId":"079f459a-0b19-4274-98b0-427a624178ff"}',
    ],
    ["application/x-www-form-urlencoded", "a=b"],
    ["multipart/form-data; boundary=b", "--b--"],
  ])
    it(`refuses a form of another site as ${type}`, async () => {
      const headers = { "content-type": type, origin: "https://evil.test" };
      const request = pageRequest(PATH, { headers }, body);
      assert.equal((await handlerOf(api.emulator.url)(request)).status, 415);
      assert.deepEqual(api.emulator.requests, []);
    });
  it("rejects preflights", async () => {
    const headers = {
      origin: "https://evil.test",
      "access-control-request-method": "POST",
    };
    const request = pageRequest(PATH, {
      method: "OPTIONS",
      body: null,
      headers,
    });
    const answer = await handlerOf(api.emulator.url, {
      origins: ["https://evil.test"],
    })(request);
    assert.equal(answer.status, 405);
    assert.deepEqual(
      [...answer.headers.keys()].filter((name) =>
        /access-control|vary/.test(name),
      ),
      [],
    );
  });
  it("accepts its own page, also behind a proxy that ends TLS", async () => {
    for (const headers of [
      { "sec-fetch-site": "same-origin", origin: HOST },
      { "sec-fetch-site": "same-origin", origin: "https://app.test" },
      { origin: HOST },
      {},
    ])
      assert.equal((await ask(headers)).status, 200);
  });
  it("leaves requests of other programs than browsers to authorize", async () => {
    const seen = [];
    const authorize = () => seen.push(1) < 0;
    const handler = handlerOf(api.emulator.url, { authorize });
    assert.equal((await handler(pageRequest())).status, 403);
    assert.equal(seen.length, 1);
  });
  it("accepts the given origins instead of its own", async () => {
    const origins = ["https://app.example.com"];
    for (const headers of [
      { origin: "https://app.example.com" },
      { origin: "https://app.example.com", "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "same-origin" },
      {},
    ])
      assert.equal((await ask(headers, origins)).status, 200);
    for (const headers of [
      { origin: HOST },
      { origin: HOST, "sec-fetch-site": "same-origin" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
    ])
      assert.deepEqual(await summarize(ask(headers, origins)), FORBIDDEN);
  });
  it("refuses a rebound name if origins are given", async () => {
    backend.handler = handlerOf(api.emulator.url, { origins: [backend.url] });
    const body = JSON.stringify({
      fieldDefinitionId: "079f459a-0b19-4274-98b0-427a624178ff",
    });
    const send = (/** @type {string} */ host) =>
      sendRaw(
        backend.port,
        `POST ${PATH} HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\nSec-Fetch-Site: same-origin\r\n` +
          `Connection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
    assert.match(await send(`evil.test:${backend.port}`), /^HTTP\/1\.1 403 /);
    assert.deepEqual(api.emulator.requests, []);
    assert.match(await send(`127.0.0.1:${backend.port}`), /^HTTP\/1\.1 200 /);
  });
});
