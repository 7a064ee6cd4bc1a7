import { CareCycle } from "./package.js";

/** @type {import("./types.js").RateLimit} */
let rateLimit;

/** Sets the rate limit of all clients of the page, which share one key. */
export function setRateLimit(
  /** @type {import("./types.js").RateLimit} */ limit,
) {
  rateLimit = limit;
}

/** The API's own limit, unless the backend sets another. */
export const limit = () =>
  rateLimit === false
    ? { requests: Infinity, perMs: 60_000 }
    : { requests: 60, perMs: 60_000, ...rateLimit };

/** @param {import("/pkg/index.js").CareCycleOptions} options */
export const connect = (options) => new CareCycle({ rateLimit, ...options });
