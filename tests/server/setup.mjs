/** The built backend half of a page, before an emulator and on real servers. */
import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { after, before } from "node:test";
import { apiKey, customerId, minimal } from "../node/setup.mjs";

export const { createHandler, toNodeHandler } = await import(
  new URL("../../pkg/server.js", import.meta.url).href
);

/**
 * @typedef {(request: Request) => Promise<Response>} Handler
 * @typedef {{ status: number, headers: Headers, body: any }} Answer
 */

export const PATH = `/v2/customers/${customerId}/custom-fields`;
export const HOST = "http://app.test";

/**
 * A request as a page's client makes it.
 *
 * @param {string} [path]
 * @param {RequestInit & { headers?: Record<string, string> }} [init]
 * @param {unknown} [body] a string is sent as it is
 */
export const pageRequest = (path = `/api${PATH}`, init = {}, body = minimal) =>
  new Request(HOST + path, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    ...init,
    headers: { "content-type": "application/json", ...init.headers },
  });

/**
 * @param {Promise<Response>} response
 * @returns {Promise<Answer>}
 */
export async function read(response) {
  const { status, headers } = await response;
  const text = await (await response).text();
  return { status, headers, body: text && JSON.parse(text) };
}

/**
 * Status, code and outcome of an answer.
 *
 * @param {Promise<Response>} response
 */
export async function summarize(response) {
  const { status, body } = await read(response);
  return [status, body.code, body.outcome];
}

/**
 * A handler that everybody may use and that keeps to no limit, unless the options say so.
 *
 * @param {string} baseUrl
 * @param {object} [options]
 * @returns {Handler}
 */
export const handlerOf = (baseUrl, options = {}) =>
  createHandler({
    authorize: "public",
    apiKey,
    baseUrl,
    rateLimit: false,
    ...options,
  });

/**
 * Serves a handler by node:http for a group of tests; `handler` is set by each test.
 *
 * @returns {{ url: string, port: number, handler: Handler }}
 */
export function useBackend() {
  const state = {
    url: "",
    port: 0,
    /** @type {Handler} */
    handler: async () => new Response(),
  };
  const server = createServer((request, response) => {
    void toNodeHandler(state.handler)(request, response);
  });
  before(async () => {
    await once(server.listen(0, "127.0.0.1"), "listening");
    const address = server.address();
    state.port = typeof address === "object" && address ? address.port : 0;
    state.url = `http://127.0.0.1:${state.port}`;
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return state;
}

/**
 * What a server answers to these bytes, until it closes the connection or an answer is there.
 *
 * @param {number} port
 * @param {string} bytes
 * @param {(text: string) => boolean} [isAll]
 * @returns {Promise<string>}
 */
export function sendRaw(port, bytes, isAll = () => false) {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    socket.setEncoding("latin1");
    socket.on("data", (chunk) => {
      text += chunk;
      if (isAll(text)) socket.destroy();
    });
    socket.on("close", () => resolve(text));
    socket.on("error", reject);
  });
}
