/** The one request that every client sends, and the answer of a stub. Runs in pages too. */
export const apiKey = "cc_test_demo";
export const headers = {
  "content-type": "application/json",
  accept: "application/json",
  "x-api-key": apiKey,
};
export const customerId = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
export const path = `/v2/customers/${customerId}/custom-fields`;
export const body = {
  fieldDefinitionId: "079f459a-0b19-4274-98b0-427a624178ff",
  numberValue: "12.50",
};
/** As long as the package waits by default. */
export const TIMEOUT_MS = 30_000;

export const answer = JSON.stringify({
  id: customerId,
  createdAt: null,
  updatedAt: null,
  fieldDefinitionId: body.fieldDefinitionId,
  recordId: customerId,
  recordType: "customers",
  textValue: null,
  numberValue: "12.50",
  booleanValue: null,
  dateValue: null,
  selectValue: null,
  multiSelectValue: null,
});

const init = { headers: { "content-type": "application/json" } };
/** A server that is not there. */
export const stub = async () => new Response(answer, init);

/**
 * @typedef {object} Setting
 * @property {string} url where the API is
 * @property {typeof globalThis.fetch} [fetch] the client's own choice by default
 * @property {{ requests: number, perMs: number } | false} [rateLimit] for clients that have one
 *
 * @typedef {(setting: Setting) => (body: object) => Promise<any>} Make a function that creates one value
 */
