/** Answers that a test or the demo asks for, by the path or by the queue. */
import createHttpError from "http-errors";
import { answered } from "./faults-answered.mjs";
import { created } from "./faults-created.mjs";

/**
 * @typedef {Record<string, string | undefined>} Params
 * @typedef {object} Asked
 * @property {import("express").Request} request
 * @property {import("express").Response} response
 * @property {Params} params
 */

/**
 * `NAME:param=value`, or the same as an object.
 * @typedef {string | { name: string, [param: string]: string | number | boolean }} QueuedFault
 */

const OPERATION = /^\/v2\/customers\/[^/]+\/custom-fields$/;
const PREFIX = /^\/~([^/?]+)(\/.*)$/;

/**
 * Applies to a POST to the operation the fault that its path asks for by a prefix
 * (`/~NAME:param=value/v2/...`), or else the first one in the queue.
 *
 * @param {QueuedFault[]} queue
 * @returns {import("express").RequestHandler}
 */
export const createFaults = (queue) => (request, response, next) => {
  const [, asked, rest] = PREFIX.exec(request.url) ?? [];
  if (rest) request.url = rest;
  if (request.method !== "POST" || !OPERATION.test(request.path)) return next();
  const fault = asked ?? queue.shift();
  if (fault === undefined) return next();

  const { name, params } = parseFault(fault);
  response.locals.entry.fault = name;
  const exchange = { request, response, params };
  const instead = answered.get(name);
  if (instead) return instead({ ...exchange, proceed: next });
  const spoil = created.get(name);
  if (!spoil) {
    // No documented status, so that a misspelt fault fails the test that asks for it.
    throw createHttpError(501, `There is no fault ${name}`, { expose: true });
  }
  response.locals.spoil = (/** @type {import("./store.mjs").Value} */ value) =>
    spoil({ ...exchange, value });
  next();
};

/**
 * `429:retryAfter=1:header=none` → name and parameters; values may be percent-encoded.
 *
 * @param {QueuedFault} fault
 * @returns {{ name: string, params: Params }}
 */
function parseFault(fault) {
  if (typeof fault === "object") {
    const { name, ...params } = fault;
    const texts = Object.entries(params).map(([key, value]) => [
      key,
      String(value),
    ]);
    return { name, params: Object.fromEntries(texts) };
  }
  const [name, ...pairs] = fault.split(":");
  const entries = pairs.map((pair) => {
    const [key, ...value] = pair.split("=");
    return [key, decodeURIComponent(value.join("="))];
  });
  return { name, params: Object.fromEntries(entries) };
}
