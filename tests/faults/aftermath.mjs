/** What else must be so, in Node and in a page: hooks do no harm, and no connection is left open. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { describe, it } from "node:test";
import { startEmulator } from "../emulator/index.mjs";
import { call } from "./table.mjs";

/** @typedef {typeof import("./call.mjs")} Calls */
/**
 * @template {keyof Calls} Name
 * @typedef {(call: Parameters<Calls[Name]>[1]) => ReturnType<Calls[Name]>} Made
 */

const TIMEOUT = 400;
/** What is left open would stay so: none of these servers ends an answer by itself. */
const GIVE_UP_MS = 10_000;
const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "*",
};

/**
 * @param {"Node" | "Chromium"} where
 * @param {Made<"callWithHooks">} make
 */
export function describeHooks(where, make) {
  describe(`a call in ${where}`, () => {
    for (const harm of /** @type {const} */ ([
      "throws",
      "rejects",
      "calls the client",
    ])) {
      it(`is unaffected if each of its hooks ${harm}`, async () => {
        const emulator = await startEmulator({ rateLimit: false });
        emulator.faultQueue.push("429:retryAfter=0.01");
        try {
          const { called, ids } = await make({
            ...call,
            baseUrl: emulator.url,
            harm,
          });
          assert.deepEqual(called, [
            "onRequest",
            "onResponse",
            "onWait",
            "onRequest",
            "onResponse",
          ]);
          const calls = harm === "calls the client" ? 1 + called.length : 1;
          assert.equal(ids.length, calls);
          const there = emulator.values.map(({ id }) => id);
          assert.deepEqual(there.sort(), ids.sort());
        } finally {
          await emulator.close();
        }
      });
    }
  });
}

/**
 * A server that answers in a way of its own; `left` resolves once so many answers' connections were
 * closed from the other side.
 * @param {import("node:http").RequestListener} answer
 * @param {number} count
 */
async function watchedServer(answer, count) {
  /** @type {(value?: undefined) => void} */
  let resolve = () => {};
  /** @type {(error: Error) => void} */
  let reject = () => {};
  const left = new Promise((...settle) => ([resolve, reject] = settle));
  // A test that has failed before does not await it.
  left.catch(() => {});
  const open = () => reject(new Error("A connection is still open"));
  const timer = setTimeout(open, GIVE_UP_MS);
  let closed = 0;
  const server = createServer((request, response) => {
    request.resume();
    if (request.method === "OPTIONS")
      return response.writeHead(204, CORS).end();
    response.on("error", () => {});
    response.on("close", () => ++closed === count && resolve());
    return answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (
    server.address()
  );
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    left,
    close() {
      clearTimeout(timer);
      server.closeAllConnections();
      server.close();
    },
  };
}

/** @type {import("node:http").RequestListener} */
const stall = (_request, response) =>
  void response.writeHead(200, CORS).write("{");
/** @type {import("node:http").RequestListener} */
const pour = (_request, response) => {
  const piece = Buffer.alloc(1 << 20, "x");
  const more = () => {
    while (!response.destroyed && response.write(piece));
  };
  response.writeHead(200, CORS).on("drain", more);
  more();
};

const timedOut = "APIConnectionTimeoutError";
const endings = /** @type {const} */ ([
  ["where no answer comes in time", () => {}, timedOut, { timeoutMs: TIMEOUT }],
  ["where the body stalls", stall, timedOut, { timeoutMs: TIMEOUT }],
  ["where the body has no end", pour, "UnexpectedResponseError", {}],
]);

/**
 * @param {"Node" | "Chromium"} where
 * @param {Made<"makeCall">} make
 * @param {Made<"abortCalls">} abort
 */
export function describeConnections(where, make, abort) {
  describe(`the connection of a call in ${where} is closed`, () => {
    for (const [what, answer, name, options] of endings) {
      it(what, async () => {
        const { baseUrl, close, left } = await watchedServer(answer, 1);
        try {
          const result = await make({ ...call, baseUrl, options });
          assert.equal(result.name, name);
          await left;
        } finally {
          close();
        }
      });
    }
    it("if the call is aborted while its body is read", async () => {
      const { baseUrl, close, left } = await watchedServer(stall, 5);
      try {
        const phase = "onResponse";
        const options = { rateLimit: false };
        const results = await abort({ ...call, baseUrl, phase, options });
        assert.ok(results.every(({ isAbort }) => isAbort));
        await left;
      } finally {
        close();
      }
    });
  });
}
