/** The built package, a running emulator, and what every test of the client needs. */
import { ReadableStream as NodeReadableStream } from "node:stream/web";
import { after, before, beforeEach } from "node:test";
import { apiKey, customerId, definitions } from "../emulator/fixtures.mjs";
import { startEmulator } from "../emulator/index.mjs";

export * from "./package.mjs";
import { CareCycle } from "./package.mjs";

export { apiKey, customerId, definitions };

/**
 * @typedef {import("../../pkg/index.js").CareCycleOptions} Options
 * @typedef {{ headers: Record<string, string>, body: string, signal: AbortSignal } & RequestInit} Init what
 *   a fetch is given
 * @typedef {(url: string, init: Init) => Promise<Response>} Fetch
 * @typedef {any} Rejection any error, or what is none: each test asserts what it is
 */

export const fieldDefinitionId = definitions[0].id;
export const minimal = { fieldDefinitionId };

/** A documented answer. */
export const answer = {
  id: customerId,
  createdAt: null,
  updatedAt: null,
  fieldDefinitionId,
  recordId: customerId,
  recordType: "customers",
  textValue: null,
  numberValue: null,
  booleanValue: null,
  dateValue: null,
  selectValue: null,
  multiSelectValue: null,
};

/**
 * A documented answer to the request of a fetch.
 *
 * @param {string} url
 * @param {{ body: string }} init
 */
export const answerTo = (url, { body }) => ({
  ...answer,
  fieldDefinitionId: JSON.parse(body).fieldDefinitionId,
  recordId: url.match(/customers\/([^/]*)/)?.[1],
});

/**
 * A stream of chunks: the DOM's types lack `ReadableStream.from`.
 *
 * @param {Iterable<unknown> | AsyncIterable<unknown>} chunks
 */
export const streamOf = (chunks) =>
  /** @type {ReadableStream<any>} */ (
    /** @type {unknown} */ (NodeReadableStream.from(chunks))
  );

/** Starts an emulator for a group of tests. */
export function useEmulator() {
  /** @type {Awaited<ReturnType<typeof startEmulator>>} */
  let emulator;
  before(async () => {
    emulator = await startEmulator({ rateLimit: false });
  });
  beforeEach(() => emulator.reset());
  after(() => emulator.close());
  return {
    get emulator() {
      return emulator;
    },
    /** A client whose requests meet a fault, and which tries once. */
    client: (fault = "", /** @type {object} */ options = {}) =>
      new CareCycle({
        apiKey,
        baseUrl: emulator.url + (fault && `/~${fault}`),
        rateLimit: false,
        maxRetries: 0,
        ...options,
      }),
  };
}

/**
 * A client with a stub fetch, which tries once: for the unit under it.
 *
 * @param {((url: string, init: Init) => unknown) | undefined} fetch what it gives may be wrong on purpose
 * @param {object} [options] as may these
 */
export const stubbed = (fetch, options = {}) =>
  new CareCycle({
    apiKey,
    fetch: /** @type {Options["fetch"]} */ (/** @type {unknown} */ (fetch)),
    rateLimit: false,
    maxRetries: 0,
    ...options,
  });

/**
 * What a promise rejects with.
 *
 * @param {Promise<unknown>} promise
 * @returns {Promise<Rejection>}
 */
export const rejection = (promise) =>
  promise.then(
    (value) => {
      throw new Error(`resolved to ${JSON.stringify(value)}`);
    },
    (error) => error,
  );

/**
 * @param {import("../../pkg/index.js").CareCycle} client
 * @param {unknown} [body] may be wrong on purpose, as may the options
 * @param {object} [options]
 */
export const create = (client, body = minimal, options) =>
  client.customers.customFields.create(
    customerId,
    /** @type {import("../../pkg/index.js").CreateCustomerCustomFieldValueRequest} */ (
      body
    ),
    options,
  );

/**
 * @param {unknown} body
 * @param {unknown} [id]
 * @param {object} [options]
 */
export const validate = (body, id = customerId, options) =>
  stubbed(undefined).customers.customFields.validate(id, body, options);
