/** What an attack came to, in a few words. */
import { customerId } from "../../node/setup.mjs";
import { PATH } from "../setup.mjs";

/**
 * @typedef {object} Target
 * @property {number} port
 * @property {import("./api.mjs").Api} api
 * @property {number} patienceMs how long to wait for what may never come
 *
 * @typedef {object} Attack
 * @property {string} name
 * @property {string} holds what the handler's cell must be
 * @property {true} [unreachable] whether there is no API
 * @property {(target: Target) => Promise<string>} run
 */

/**
 * The worst that happened, else the status of the answer.
 *
 * @param {Target} target
 * @param {{ status: string }} answer
 */
export function worst({ api }, { status }) {
  const hasKey = (/** @type {import("./api.mjs").Reached} */ { headers }) =>
    headers["x-api-key"] === api.apiKey;
  if (api.elsewhere.some(hasKey)) return "key sent elsewhere";
  const { length } = api.emulator.values;
  if (length > 0) return length > 1 ? `created ${length}` : "created";
  const [first] = api.reached.filter(hasKey);
  if (!first) return status;
  return first.what === `POST ${PATH}`
    ? "passed on"
    : `reached ${first.what.replaceAll(customerId, "ID")}`;
}
