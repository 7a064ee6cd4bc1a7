/** An emulator for a group of tests, and how they talk to it. */
import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { after, before, beforeEach } from "node:test";
import { apiKey, customerId, definitions } from "./fixtures.mjs";
import { startEmulator } from "./index.mjs";

export const fieldDefinitionId = definitions[1].id;
export const minimal = { fieldDefinitionId };
/** Valid, and known to nobody. */
export const unknownId = "11111111-1111-4111-8111-111111111111";

/**
 * @typedef {object} How
 * @property {string} [id]
 * @property {string} [key] none where empty
 * @property {string} [fault]
 * @property {string} [type] the content type
 * @property {RequestInit} [init]
 */

/** @param {import("./index.mjs").Options} [options] */
export function useEmulator(options) {
  /** @type {import("./index.mjs").Emulator} */
  let emulator;
  before(async () => {
    emulator = await startEmulator({ rateLimit: false, ...options });
  });
  beforeEach(() => emulator.reset());
  after(() => emulator.close());

  const path = (id = customerId, fault = "") =>
    `${fault && `/~${fault}`}/v2/customers/${id}/custom-fields`;
  return {
    get emulator() {
      return emulator;
    },
    url: (/** @type {string} */ fault = "") =>
      emulator.url + path(customerId, fault),
    /**
     * @param {unknown} [body] a string is sent as it is
     * @param {How} [how]
     */
    post: (
      body = minimal,
      { id, key = apiKey, fault, type = "application/json", init } = {},
    ) =>
      fetch(emulator.url + path(id, fault), {
        method: "POST",
        headers: { "content-type": type, ...(key && { "x-api-key": key }) },
        body: typeof body === "string" ? body : JSON.stringify(body),
        redirect: "manual",
        ...init,
      }),
    /** A minimal POST through node:http, for what fetch hides. */
    rawPost: (/** @type {string} */ fault) =>
      httpRequest(emulator.url + path(customerId, fault), {
        method: "POST",
        headers: { "content-type": "application/json", "x-api-key": apiKey },
      }).end(JSON.stringify(minimal)),
  };
}

/**
 * @param {Response | Promise<Response>} response
 * @returns {Promise<any>}
 */
export const readJson = async (response) => (await response).json();

/**
 * Asserts a documented error.
 *
 * @param {Response} response
 * @param {number} status
 * @param {string} code
 */
export async function assertError(response, status, code) {
  assert.equal(response.status, status);
  assert.match(
    response.headers.get("content-type") ?? "",
    /^application\/json/,
  );
  const body = await readJson(response);
  assert.equal(body.code, code);
  assert.equal(typeof body.message, "string");
  return body;
}
