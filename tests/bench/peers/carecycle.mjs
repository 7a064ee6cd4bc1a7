import { CareCycle } from "../../../pkg/index.js";
import { apiKey, customerId } from "../request.mjs";

/** @type {import("../request.mjs").Make} */
export const make = ({ url, ...options }) => {
  // The other clients put the key into a page as well.
  const { customFields } = new CareCycle({
    apiKey,
    baseUrl: url,
    dangerouslyAllowBrowser: true,
    ...options,
  }).customers;
  return (body) => customFields.create(customerId, /** @type {any} */ (body));
};
