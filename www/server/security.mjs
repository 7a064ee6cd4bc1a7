/**
 * @typedef {import("express").Request} Request
 * @typedef {import("express").Response} Response
 */

const POLICY = [
  "default-src 'none'",
  // WebAssembly needs its own permission; scripts are allowed from files only.
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
export function setSecurityHeaders(_request, response, next) {
  response.set(HEADERS);
  next();
}

/**
 * Rejects host names that another site has rebound to 127.0.0.1 (DNS rebinding): the browser takes
 * the demo for that site's own server, so only `Host` shows whose page sent the request.
 *
 * @param {Request} request
 * @param {Response} response
 * @param {() => void} next
 */
export function requireLoopbackHost({ headers }, response, next) {
  if (/^(127\.0\.0\.1|localhost)(:\d+)?$/i.test(headers.host ?? "")) {
    next();
  } else {
    response.status(403).json({
      message: "This demo responds to 127.0.0.1 and localhost only",
      code: "FORBIDDEN_HOST",
    });
  }
}
