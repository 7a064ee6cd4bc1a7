import { FAULTS } from "../public/js/faults.js";

/**
 * @typedef {import("express").RequestHandler} RequestHandler
 * @typedef {typeof import("../../pkg/server.js")} ServerModule of the built package
 */

/**
 * Handles the page's calls with the package's own handler. A path such as `/~422/v2/…` asks for a
 * fault, which an emulator simulates under its own base URL: each fault has its own handler.
 *
 * @param {ServerModule} server
 * @param {import("./config.mjs").Config} config
 * @returns {RequestHandler} to be mounted at the page's `baseUrl`
 */
export function handleCalls({ createHandler, toNodeHandler }, config) {
  const { apiKey, baseUrl, rateLimit, allowFaults } = config;
  const handlerAt = (/** @type {string} */ prefix) =>
    toNodeHandler(
      createHandler({
        // The demo has no accounts by which to distinguish visitors: it listens on loopback, so
        // whoever reaches it can use this computer. Other sites cannot make their visitors'
        // browsers call it: the handler rejects calls that are theirs according to `Origin` or
        // `Sec-Fetch-Site`, and requireLoopbackHost rejects host names that are rebound to
        // 127.0.0.1.
        authorize: "public",
        apiKey: apiKey || undefined,
        baseUrl: baseUrl.replace(/\/*$/, prefix),
        rateLimit,
      }),
    );
  const handlers = new Map([["", handlerAt("")]]);
  for (const fault of allowFaults ? FAULTS : []) {
    handlers.set(fault, handlerAt(`/${fault}`));
  }
  return (request, response, next) => {
    const [, fault = ""] = /^\/(~[^/]*)\//.exec(request.url) ?? [];
    const handler = handlers.get(fault);
    return handler ? handler(request, response) : next();
  };
}
