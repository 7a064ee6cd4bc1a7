import { header } from "./own.mjs";

/**
 * @typedef {import("express").Request} Request
 * @typedef {import("express").Response} Response
 */

const POLICY = [
  "default-src 'none'",
  // WebAssembly needs a permission of its own; scripts come from files only.
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS = {
  "content-security-policy": POLICY,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/**
 * @param {Request} _request
 * @param {Response} response
 * @param {() => void} next
 */
export function securityHeaders(_request, response, next) {
  response.set(HEADERS);
  next();
}

/**
 * Lets in this backend's own pages and programs without a browser, so that no other site can make a
 * visitor's browser use the key.
 *
 * @param {Request} request
 * @param {Response} response
 * @param {() => void} next
 */
export function onlyOwnPages(request, response, next) {
  const refused = refusal(request);
  if (refused) {
    response.status(403).json({ message: refused, code: "FORBIDDEN_ORIGIN" });
  } else {
    next();
  }
}

/** @param {Request} request */
function refusal(request) {
  const host = header(request, "host") ?? "";
  const origin = header(request, "origin");
  // A name that was rebound to 127.0.0.1 arrives with its own Host.
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) {
    return "This backend answers to 127.0.0.1 and localhost only";
  }
  if (origin !== undefined && origin !== `http://${host}`) {
    return "This backend answers its own page only";
  }
  const site = header(request, "sec-fetch-site");
  const trusted =
    site === undefined || site === "same-origin" || site === "none";
  // Following a link to the page is harmless; loading parts of it from elsewhere is not.
  const visit =
    request.method === "GET" &&
    header(request, "sec-fetch-mode") === "navigate";
  return trusted || visit ? null : "This backend answers its own page only";
}
