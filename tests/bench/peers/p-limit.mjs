import pLimit from "p-limit";
import { make as makeFetch } from "./fetch.mjs";

/**
 * As many at once as the limit allows in a window.
 *
 * @type {import("../request.mjs").Make}
 */
export const make = (setting) => {
  const limit = pLimit(setting.rateLimit ? setting.rateLimit.requests : 60);
  const create = makeFetch(setting);
  return (body) => limit(() => create(body));
};
