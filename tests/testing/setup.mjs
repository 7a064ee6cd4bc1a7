/** The built subpath, and clients that use a fake. */
import { CareCycle, customerId, fieldDefinitionId } from "../node/setup.mjs";

export * from "../node/setup.mjs";
export * from "../../pkg/testing.js";

export const body = { fieldDefinitionId, textValue: "a" };

/**
 * A client over a fake's fetch, which tries once.
 *
 * @param {{ fetch: import("../../pkg/testing.js").FakeApi["fetch"] }} fake
 * @param {import("../../pkg/index.js").CareCycleOptions} [options]
 */
export const clientOf = ({ fetch }, options) =>
  new CareCycle({
    apiKey: "cc_any",
    baseUrl: "https://api.carecycle.ai",
    fetch,
    maxRetries: 0,
    rateLimit: false,
    ...options,
  });

/**
 * @param {import("../../pkg/index.js").CareCycle} client
 * @param {object} [request]
 */
export const send = (client, request = body, id = customerId) =>
  client.customers.customFields.create(
    id,
    /** @type {typeof body} */ (request),
  );
