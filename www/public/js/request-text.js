import { BACKEND } from "./scenarios.js";

/** @typedef {import("./types.js").Draft} Draft */

/**
 * The request that this page sends to its backend.
 *
 * @param {Draft} draft
 * @param {string} baseUrl
 */
export function httpText({ customerId, body }, baseUrl) {
  return [
    `POST ${baseUrl}${path(customerId)} HTTP/1.1`,
    `Host: ${location.host}`,
    "Content-Type: application/json",
    "",
    JSON.stringify(body) ?? "",
  ].join("\n");
}

/**
 * The same request without the package, for a shell that has the key.
 *
 * @param {Draft} draft
 */
export function curlText({ customerId, body }) {
  return [
    `curl -X POST ${quoted(`https://api.carecycle.ai${path(customerId)}`)} \\`,
    '  -H "x-api-key: $CARECYCLE_API_KEY" \\',
    "  -H 'Content-Type: application/json' \\",
    `  -d ${quoted(JSON.stringify(body) ?? "")}`,
  ].join("\n");
}

/**
 * The code that this page runs.
 *
 * @param {Draft} draft
 */
export function jsText({ customerId, body }) {
  return [
    'import { CareCycle } from "carecycle-custom-fields";',
    "",
    `const careCycle = new CareCycle({ baseUrl: "${BACKEND}" });`,
    "const value = await careCycle.customers.customFields.create(",
    `  ${JSON.stringify(customerId)},`,
    `  ${literal(body).replaceAll("\n", "\n  ")},`,
    ");",
  ].join("\n");
}

/** @param {string} customerId */
function path(customerId) {
  return `/v2/customers/${customerId}/custom-fields`;
}

/** A word for a shell, whatever its content. @param {string} text */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** JSON as people write it in code: keys without quotes. @param {unknown} value */
function literal(value) {
  const json = JSON.stringify(value, null, 2) ?? "undefined";
  return json.replaceAll(/^(\s*)"([A-Za-z_$][\w$]*)":/gm, "$1$2:");
}
