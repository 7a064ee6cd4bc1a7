/** Messages whose end two servers may see in different places, and bodies that do not end. */
import { gzipSync } from "node:zlib";
import { minimal } from "../../node/setup.mjs";
import { worst } from "./cells.mjs";
import { JSON_TEXT, bytesOf, exchange, send } from "./raw.mjs";

const INNER = String(bytesOf({}));
/** What no customer's value needs. */
const BIG = JSON.stringify({ ...minimal, textValue: "x".repeat(5 << 20) });

/**
 * @param {string} name
 * @param {string} framing the lines of the head that say where the body ends
 * @param {string} body
 * @returns {import("./cells.mjs").Attack}
 */
const smuggle = (name, framing, body) => ({
  name: `smuggling: ${name}`,
  holds: "400",
  async run(target) {
    const head = String(
      bytesOf({
        headers: { "Content-Length": undefined, Connection: undefined },
        body: "",
      }),
    ).trimEnd();
    const bytes = Buffer.from(`${head}\r\n${framing}\r\n\r\n${body}`);
    return worst(target, await exchange(target.port, bytes));
  },
});

const chunk = (/** @type {string} */ text) =>
  `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n0\r\n\r\n`;

/**
 * @param {string} name
 * @param {string} holds
 * @param {import("./raw.mjs").Message} message
 * @returns {import("./cells.mjs").Attack}
 */
const oversize = (name, holds, message) => ({
  name: `oversize: ${name}`,
  holds,
  async run(target) {
    const answer = await send(target.port, message);
    const bytes = Math.max(0, ...target.api.reached.map(({ bytes }) => bytes));
    return bytes > 1 << 20
      ? "all of it reached the API"
      : worst(target, answer);
  },
});

/** @type {import("./cells.mjs").Attack[]} */
export const framing = [
  smuggle(
    "both lengths",
    "Content-Length: 4\r\nTransfer-Encoding: chunked",
    `0\r\n\r\n${INNER}`,
  ),
  smuggle(
    "two lengths",
    `Content-Length: ${JSON_TEXT.length}\r\nContent-Length: 4`,
    JSON_TEXT + INNER,
  ),
  smuggle(
    "folded line",
    "Transfer-Encoding:\r\n chunked\r\nContent-Length: 4",
    `0\r\n\r\n${INNER}`,
  ),
  smuggle("unknown coding", "Transfer-Encoding: xchunked", `0\r\n\r\n${INNER}`),
  smuggle(
    "space before the colon",
    "Transfer-Encoding : chunked\r\nContent-Length: 4",
    `0\r\n\r\n${INNER}`,
  ),
  smuggle(
    "line feed in a chunk's extension",
    "Transfer-Encoding: chunked",
    `${JSON_TEXT.length.toString(16)};a=\nb\r\n${JSON_TEXT}\r\n0\r\n\r\n${INNER}`,
  ),
  oversize("5 MB with its length", "413", { body: BIG }),
  oversize("5 MB in chunks", "413", {
    headers: { "Content-Length": undefined, "Transfer-Encoding": "chunked" },
    body: chunk(BIG),
  }),
  oversize("5 MB, compressed to 5 KB", "415", {
    headers: { "Content-Encoding": "gzip" },
    body: gzipSync(BIG),
  }),
  {
    name: "slow body",
    holds: "408",
    async run({ port, patienceMs }) {
      const bytes = bytesOf({});
      const part = bytes.subarray(0, bytes.length - 10);
      const { status } = await exchange(port, part, patienceMs);
      return status === "none" ? "waits" : status;
    },
  },
];
