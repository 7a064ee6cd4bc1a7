/** Clients that create many values at once: `make(url, options)` gives a function of a body. */
import OpenAI from "openai";
import pLimit from "p-limit";
import { CareCycle } from "../../pkg/index.js";
import { apiKey, customerId } from "../emulator/fixtures.mjs";

const path = `/v2/customers/${customerId}/custom-fields`;
const headers = { "content-type": "application/json", "x-api-key": apiKey };

/**
 * @typedef {{ rateLimit: { requests: number, perMs: number }, fetch?: any }} Options
 * @type {Record<string, (url: string, options: Options) => (body: object) => Promise<unknown>>}
 */
export const importers = {
  "carecycle-custom-fields": (baseUrl, options) => {
    const { customFields } = new CareCycle({ apiKey, baseUrl, ...options })
      .customers;
    return (body) => customFields.create(customerId, /** @type {any} */ (body));
  },
  "p-limit + fetch": (baseUrl, { rateLimit, fetch = globalThis.fetch }) => {
    const limit = pLimit(rateLimit.requests);
    return (body) =>
      limit(async () => {
        const init = { method: "POST", headers, body: JSON.stringify(body) };
        const response = await fetch(baseUrl + path, init);
        if (!response.ok) throw new Error(String(response.status));
        return response.json();
      });
  },
  "openai-node": (baseURL, { fetch }) => {
    const client = new OpenAI({
      apiKey: "unused",
      baseURL,
      fetch,
      defaultHeaders: headers,
    });
    return (body) => client.post(path, { body });
  },
};
