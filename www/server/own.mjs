// A fault elsewhere in the process may leave things on Object.prototype, such as another target for the key. What is
// read from an object of the kinds below is its own, or not there.

/**
 * A copy that inherits nothing, for a library that reads more options than it is given.
 *
 * @template {object} Fields
 * @param {Fields} fields
 * @returns {Fields}
 */
export const own = (fields) => Object.assign(Object.create(null), fields);

/**
 * @param {import("node:http").IncomingMessage} request
 * @param {string} name in lower case
 */
export function header({ headers }, name) {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  return typeof value === "string" ? value : undefined;
}
