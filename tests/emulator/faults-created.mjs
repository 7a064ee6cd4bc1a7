/** Faults in the answer to a value that was created: the operation has done all its work. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { gzipSync } from "node:zlib";
import { wait } from "./wait.mjs";

/**
 * @typedef {import("./store.mjs").Value} Value
 * @typedef {import("./faults.mjs").Asked & { value: Value }} Exchange
 */

/** @type {Map<string, (exchange: Exchange) => unknown>} */
export const created = new Map(
  Object.entries({
    truncated: ({ response, value }) =>
      response.type("json").send(JSON.stringify(value).slice(0, 60)),
    "html-200": ({ response }) => response.send("<html>fine</html>"),
    "empty-200": ({ response }) => response.end(),
    204: ({ response }) => response.status(204).end(),
    async "big-200"({ response }) {
      const piece = Buffer.alloc(1 << 20, "x");
      const pieces = Readable.from(Array(50).fill(piece));
      // A client that has enough of it leaves.
      await pipeline(pieces, response.type("json")).catch(() => undefined);
    },
    "missing-key"({ response, value, params }) {
      const { [nameOfKey(params.key, "recordId")]: _, ...rest } = value;
      response.json(rest);
    },
    "wrong-type": ({ response, value, params }) =>
      response.json({
        ...value,
        [nameOfKey(params.key, "textValue")]: JSON.parse(params.value ?? "7"),
      }),
    "extra-keys": ({ response, value }) =>
      response.type("json").send(
        JSON.stringify({
          ...value,
          score: 1.5,
          nested: { deep: [1, null] },
        }).replace(/}$/, ',"odd":"\\ud800"}'),
      ),
    "not-object": ({ response, params }) =>
      response.type("json").send(params.body ?? "[]"),
    async drip({ response, value, params }) {
      const body = sendHead(response, Buffer.from(JSON.stringify(value)));
      for (const byte of body) {
        await wait(params.ms ?? 20);
        if (response.destroyed) return;
        response.write(Buffer.of(byte));
      }
      response.end();
    },
    "stall-body": ({ response, value }) => sendHalf(response, value),
    "cut-body": ({ request, response, value }) =>
      sendHalf(response, value, () => request.socket.destroy()),
    gzip({ response, value }) {
      response.set("content-encoding", "gzip");
      response.end(sendHead(response, gzipSync(JSON.stringify(value))));
    },
    bom: ({ response, value }) =>
      response.type("json").send(`\ufeff${JSON.stringify(value)}`),
    async "slow-headers"({ response, value, params }) {
      await wait(params.ms ?? 1000);
      response.json(value);
    },
    "close-after": ({ request }) => request.socket.destroy(),
  }),
);

/**
 * @param {string | undefined} asked
 * @param {keyof Value} otherwise
 */
const nameOfKey = (asked, otherwise) =>
  /** @type {keyof Value} */ (asked ?? otherwise);

/**
 * Sends the headers at once.
 * @param {import("express").Response} response
 * @param {Buffer} body
 */
function sendHead(response, body) {
  response.type("json").set("content-length", String(body.length));
  response.flushHeaders();
  return body;
}

/**
 * @param {import("express").Response} response
 * @param {Value} value
 * @param {() => void} [then]
 */
function sendHalf(response, value, then = () => {}) {
  const body = sendHead(response, Buffer.from(JSON.stringify(value)));
  response.write(body.subarray(0, body.length >> 1), then);
}
