/** The API behind a backend under attack: the emulator, and a record of all that reaches it. */
import { once } from "node:events";
import { createServer } from "node:http";
import { apiKey } from "../../emulator/fixtures.mjs";
import { startEmulator } from "../../emulator/index.mjs";
import { PATH } from "../setup.mjs";

/**
 * @typedef {object} Reached
 * @property {string} what method and path
 * @property {import("node:http").IncomingHttpHeaders} headers
 * @property {number} bytes of its body
 *
 * @typedef {Awaited<ReturnType<typeof startApi>>} Api
 */

export async function startApi() {
  // Its window never passes, however slow the machine is.
  const emulator = await startEmulator({ now: () => 0 });
  const state = {
    /** @type {Reached[]} */
    reached: [],
    /** @type {Reached[]} what came to a host that is not the API's */
    elsewhere: [],
    /** @type {import("node:http").RequestListener | undefined} */
    answer: undefined,
  };
  const api = await serve(state.reached, async (request, response, body) => {
    if (state.answer) return void state.answer(request, response);
    if (request.method !== "POST" || request.url !== PATH) {
      response.writeHead(404, { "content-type": "application/json" });
      return void response.end('{"message":"Not found","code":"NOT_FOUND"}');
    }
    /** @type {Record<string, string>} */
    const headers = { "x-api-key": String(request.headers["x-api-key"]) };
    for (const name of ["content-type", "content-encoding"]) {
      const value = request.headers[name];
      if (typeof value === "string") headers[name] = value;
    }
    const init = { method: "POST", headers, body: new Uint8Array(body) };
    const answer = await fetch(emulator.url + PATH, init);
    const text = await answer.text();
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(text);
  });
  const other = await serve(state.elsewhere, (_request, response) => {
    response.end();
  });
  return Object.assign(state, {
    url: api.url,
    other: other.url,
    apiKey,
    emulator,
    async close() {
      api.close();
      other.close();
      await emulator.close();
    },
  });
}

/**
 * @param {Reached[]} record
 * @param {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse, body: Buffer) => unknown} answer
 */
async function serve(record, answer) {
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    const entry = { what: `${method} ${url}`, headers, bytes: 0 };
    record.push(entry);
    /** @type {Buffer[]} */
    const parts = [];
    request.on("data", (part) => {
      entry.bytes += part.length;
      parts.push(part);
    });
    request.on("error", () => {});
    request.on(
      "end",
      () => void answer(request, response, Buffer.concat(parts)),
    );
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (
    server.address()
  );
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
