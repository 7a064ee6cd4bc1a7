/**
 * A fault elsewhere in the backend's process may leave things on Object.prototype: the key follows none of them. Not
 * tested: what Node's own fetch reads from there, whoever calls it (`socketPath`, `dispatcher`).
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { customerId, definitions } from "../emulator/fixtures.mjs";
import { apiKey, useEmulator } from "../node/setup.mjs";

const OPERATION = `/v2/customers/${customerId}/custom-fields`;
const body = JSON.stringify({ fieldDefinitionId: definitions[0].id });
const server = fileURLToPath(new URL("../../www/server.mjs", import.meta.url));

describe("the page's backend", () => {
  const [api, stranger] = [useEmulator(), useEmulator()];
  const folder = mkdtempSync(join(tmpdir(), "backend-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  /**
   * Sends a request through a backend of a process of its own.
   *
   * @param {Record<string, unknown>} fields what is on its Object.prototype
   * @param {Record<string, string | number>} [headers]
   * @returns {Promise<number | undefined>} the answer's status
   */
  async function ask(fields, headers = { "content-length": body.length }) {
    const lines = Object.entries(fields).map(
      ([name, value]) =>
        `Object.defineProperty(Object.prototype, ${JSON.stringify(name)}, { value: ${JSON.stringify(value)}, writable: true, configurable: true });`,
    );
    const file = join(folder, "pollute.mjs");
    writeFileSync(file, lines.join("\n"));
    const child = spawn(
      process.execPath,
      ["--import", pathToFileURL(file).href, server, "--exit-with-stdin"],
      {
        stdio: ["pipe", "pipe", "inherit"],
        env: {
          ...process.env,
          CARECYCLE_API_KEY: apiKey,
          CARECYCLE_BASE_URL: api.emulator.url,
        },
      },
    );
    const signal = AbortSignal.timeout(20_000);
    try {
      const [text] = await once(child.stdout, "data", { signal });
      const [url] = /http:\S+/.exec(String(text)) ?? [];
      assert.ok(url);
      const sent = request(new URL(`/api/carecycle${OPERATION}`, url), {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        signal,
      }).end(body);
      const [response] = await once(sent, "response");
      response.resume();
      return response.statusCode;
    } finally {
      child.stdin.end();
      if (child.exitCode === null) await once(child, "exit");
    }
  }

  for (const [
    what,
    fields,
  ] of /** @type {[string, (url: string) => Record<string, unknown>][]} */ ([
    ["nothing", () => ({})],
    ["another place to forward to", (url) => ({ forward: url })],
    ["a router", (url) => ({ router: { "/": url, "/v2": url } })],
    ["a target", (url) => ({ target: url, baseUrl: url, url })],
    ["a key", () => ({ apiKey: "cc_other", env: {} })],
    ["headers", () => ({ headers: { "x-api-key": "cc_other" } })],
    ["another method", () => ({ method: "DELETE" })],
    ["another path", () => ({ pathRewrite: { v2: "v3" }, ignorePath: true })],
    ["a request of its own", () => ({ toProxy: true, prependPath: false })],
    ["an answer of its own", () => ({ selfHandleResponse: true })],
    ["options of the handler", () => ({ authorize: null, maxBodyBytes: 1 })],
    ["origins and unknown fields", () => ({ origins: [], unknownFields: 1 })],
    ["a fetch and a timeout", () => ({ fetch: 1, timeoutMs: -1 })],
    ["a rate limit", () => ({ rateLimit: { requests: 0, perMs: 1 } })],
  ]))
    it(`forwards the request unchanged if Object.prototype has ${what}`, async () => {
      assert.equal(await ask(fields(stranger.emulator.url)), 200);
      assert.equal(stranger.emulator.requests.length, 0);
      const requests = api.emulator.requests.map((one) => [
        one.key,
        one.rawBody,
      ]);
      assert.deepEqual(requests, [[apiKey, body]]);
      assert.equal(api.emulator.values.length, 1);
    });
  it("counts a body without content-length as it arrives if Object.prototype has one", async () => {
    const chunked = { "transfer-encoding": "chunked" };
    assert.equal(await ask({ "content-length": "1" }, chunked), 200);
    assert.deepEqual(
      api.emulator.requests.map(({ rawBody }) => rawBody),
      [body],
    );
  });
});
