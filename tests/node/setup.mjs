/** The built package, a running emulator, and what every test of the client needs. */
import { after, before, beforeEach } from "node:test";
import { apiKey, customerId, definitions } from "../emulator/fixtures.mjs";
import { startEmulator } from "../emulator/index.mjs";

export * from "./package.mjs";
import { CareCycle } from "./package.mjs";

export { apiKey, customerId, definitions };
export const fieldDefinitionId = definitions[1].id;
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
    client: (fault = "", options = {}) =>
      new CareCycle({
        apiKey,
        baseUrl: emulator.url + (fault && `/~${fault}`),
        rateLimit: false,
        maxRetries: 0,
        ...options,
      }),
  };
}

/** A client with a stub fetch, which tries once: for the unit under it. */
export const stubbed = (fetch, options = {}) =>
  new CareCycle({
    apiKey,
    fetch,
    rateLimit: false,
    maxRetries: 0,
    ...options,
  });

/** What a promise rejects with. */
export const rejection = (promise) =>
  promise.then(
    (value) => {
      throw new Error(`resolved to ${JSON.stringify(value)}`);
    },
    (error) => error,
  );

export const create = (client, body = minimal, options) =>
  client.customers.customFields.create(customerId, body, options);

export const validate = (body, id = customerId, options) =>
  stubbed(undefined).customers.customFields.validate(id, body, options);
