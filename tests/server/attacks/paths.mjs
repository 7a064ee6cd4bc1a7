/** Paths that lead elsewhere, with the backend's key. */
import { customerId } from "../../node/setup.mjs";
import { worst } from "./cells.mjs";
import { TARGET, send } from "./raw.mjs";

const MOUNT = "/api/carecycle";
const withId = (/** @type {string} */ id) =>
  `${MOUNT}/v2/customers/${id}/custom-fields`;

/**
 * @param {string} name
 * @param {string} holds
 * @param {string} path
 * @param {string} [method]
 * @returns {import("./cells.mjs").Attack}
 */
const to = (name, holds, path, method = "POST") => ({
  name,
  holds,
  async run(target) {
    const other = new URL(target.api.other).host;
    const message = { method, target: path.replace("OTHER", other) };
    return worst(target, await send(target.port, message));
  },
});

/** @type {import("./cells.mjs").Attack[]} */
export const paths = [
  to("traversal: ..%2F", "422", withId("..%2F..%2Fadmin%3F")),
  to("traversal: %2e%2e", "404", withId("%2e%2e")),
  to("traversal: %252e%252e%252F", "422", withId("%252e%252e%252Fadmin%253F")),
  to("traversal: ..%5C", "422", withId("..%5C..%5Cadmin%3F")),
  to("traversal: ..\\", "404", withId("..\\..\\admin")),
  to("traversal: ../ after the mount", "404", `${MOUNT}/v2/../../admin`),
  to("line end in the ID: %0d%0a", "422", withId(`${customerId}%0d%0aX:1`)),
  to("another host: @ after the mount", "404", `${MOUNT}@OTHER/steal`),
  to("another host: absolute form", "404", "http://OTHER/steal"),
  to("another operation: GET", "405", TARGET, "GET"),
  to("another operation: DELETE", "404", `${TARGET}/${customerId}`, "DELETE"),
  to("another operation: definitions", "404", `${MOUNT}/v2/custom-fields`),
];
