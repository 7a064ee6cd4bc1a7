/** Requests as bytes, which no client of ours would send. */
import { connect } from "node:net";
import { minimal } from "../../node/setup.mjs";
import { PATH } from "../setup.mjs";

export const HOST = "app.test";
export const TARGET = `/api/carecycle${PATH}`;
export const JSON_TEXT = JSON.stringify(minimal);
/** What a page of the application sends with each request. */
export const OWN = {
  Host: HOST,
  Cookie: "session=1",
  Origin: `http://${HOST}`,
  "Sec-Fetch-Site": "same-origin",
  "Content-Type": "application/json",
};
/** More than any backend needs to answer. */
const WAIT_MS = 120_000;

/**
 * @typedef {object} Message
 * @property {string} [method]
 * @property {string} [target]
 * @property {Record<string, string | undefined>} [headers] over those of the own page; undefined is none
 * @property {string | Buffer} [body]
 */

/** @param {Message} message */
export function bytesOf({
  method = "POST",
  target = TARGET,
  headers = {},
  body = JSON_TEXT,
}) {
  const length = String(Buffer.byteLength(body));
  const all = { ...OWN, Connection: "close", "Content-Length": length };
  const lines = Object.entries({ ...all, ...headers })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n`;
  return Buffer.concat([Buffer.from(head, "latin1"), Buffer.from(body)]);
}

/**
 * What a backend answers to these bytes: one message, or what is there after a while.
 *
 * @param {number} port
 * @param {Uint8Array} bytes
 * @param {number} [waitMs]
 * @returns {Promise<{ status: string, text: string }>} status "none" if there is no answer
 */
export function exchange(port, bytes, waitMs = WAIT_MS) {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    const timer = setTimeout(() => socket.destroy(), waitMs);
    socket.setEncoding("latin1");
    socket.on("data", (chunk) => {
      text += chunk;
      if (isWhole(text)) socket.destroy();
    });
    // What refuses a body may reset the connection under it.
    socket.on("error", () => {});
    socket.on("close", () => {
      clearTimeout(timer);
      const [, status = "none"] = /^HTTP\/1\.1 (\d+)/.exec(text) ?? [];
      resolve({ status, text });
    });
  });
}

function isWhole(/** @type {string} */ text) {
  const [head = "", body] = text.split(/\r\n\r\n([^]*)/);
  if (body === undefined) return false;
  const [, length] = /^content-length: *(\d+)/im.exec(head) ?? [];
  return length === undefined
    ? body.endsWith("0\r\n\r\n")
    : body.length >= Number(length);
}

/**
 * @param {number} port
 * @param {Message} message
 */
export const send = (port, message) => exchange(port, bytesOf(message));
