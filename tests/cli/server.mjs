/** A server that answers as a test wants, for what the emulator does not do. */
import { createServer } from "node:http";
import { after, beforeEach } from "node:test";
import { customerId } from "../emulator/fixtures.mjs";

/**
 * @typedef {{ body: any, response: import("node:http").ServerResponse, count: number }} Exchange
 */

/** Starts a server for a group of tests. */
export function useServer() {
  /** @type {(exchange: Exchange) => unknown} */
  let answer = created;
  /** @type {any[]} */
  const bodies = [];
  let inFlight = 0;
  let most = 0;
  const server = createServer(async (request, response) => {
    most = Math.max(most, ++inFlight);
    response.on("close", () => inFlight--);
    let text = "";
    for await (const chunk of request) text += chunk;
    const body = JSON.parse(text);
    await answer({ body, response, count: bodies.push(body) });
  });
  const ready = new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve(undefined)),
  );
  beforeEach(async () => {
    await ready;
    bodies.length = inFlight = most = 0;
    answer = created;
  });
  after(() => server.close());
  return {
    /** The bodies that came, in order. */
    bodies,
    /** How many requests were in flight at once, at most. */
    get most() {
      return most;
    },
    get url() {
      const { port } = /** @type {import("node:net").AddressInfo} */ (
        server.address()
      );
      return `http://127.0.0.1:${port}`;
    },
    /** How the next requests are answered; `count` is the request's number, from 1. */
    answers(/** @type {(exchange: Exchange) => unknown} */ how) {
      answer = how;
    },
  };
}

/** Answers as the API does. */
export const created = (
  /** @type {Pick<Exchange, "body" | "response">} */ { body, response },
) => json(response, 200, { ...nothing, ...body });

const nothing = {
  ...{ id: "11111111-1111-4111-8111-111111111111", recordId: customerId },
  ...{ createdAt: null, updatedAt: null, recordType: "customers" },
  ...{ textValue: null, numberValue: null, booleanValue: null },
  ...{ dateValue: null, selectValue: null, multiSelectValue: null },
};

/**
 * @param {import("node:http").ServerResponse} response
 * @param {number} status
 * @param {unknown} body
 */
export const json = (response, status, body) =>
  response
    .writeHead(status, { "content-type": "application/json" })
    .end(JSON.stringify(body));

/**
 * @param {import("node:http").ServerResponse} response
 * @param {number} status
 */
export const html = (response, status) =>
  response
    .writeHead(status, { "content-type": "text/html", location: "/login" })
    .end("<h1>Sign on</h1>");
