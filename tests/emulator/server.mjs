/** The operation on express-zod-api, behind the log, the faults and the body's reader. */
import express from "express";
import { EndpointsFactory, attachRouting } from "express-zod-api";
import createHttpError from "http-errors";
import { createFaults } from "./faults.mjs";
import { apiKey, readOnlyKey } from "./fixtures.mjs";
import { input, output } from "./schemas.mjs";

/** More than any test sends. */
const LARGEST_BODY = "32mb";

/**
 * @typedef {object} Parts
 * @property {ReturnType<typeof import("./results.mjs").createResultHandler>} resultHandler
 * @property {ReturnType<typeof import("./rate-limit.mjs").createRateLimit>} limit
 * @property {ReturnType<typeof import("./store.mjs").createStore>} store
 * @property {import("express").RequestHandler} logRequest
 * @property {import("./faults.mjs").QueuedFault[]} faultQueue
 * @property {boolean} cors
 */

/** @param {Parts} parts */
export function createApp(parts) {
  const { cors, faultQueue, logRequest, resultHandler } = parts;
  const app = express()
    .disable("x-powered-by")
    .disable("etag")
    .enable("case sensitive routing")
    .enable("strict routing");
  app.use(logRequest);
  // The framework sets this for its own answers only, not for faults, 404 and the like.
  if (cors) app.use(allowAnyOrigin);
  app.use(
    express.raw({ type: () => true, limit: LARGEST_BODY }),
    readBody,
    createFaults(faultQueue),
  );

  const listeners = process.listeners(DEPRECATION);
  const { logger, notFoundHandler } = attachRouting(
    {
      app,
      cors:
        cors &&
        (({ defaultHeaders }) => ({
          ...defaultHeaders,
          "Access-Control-Allow-Headers": "content-type, accept, x-api-key",
        })),
      errorHandler: resultHandler,
      logger: { level: "silent" },
      accessLogger: null,
      startupLogo: false,
    },
    {
      v2: { customers: { ":id": { "custom-fields": createEndpoint(parts) } } },
    },
  );
  // The framework leaves one behind for each app; Node warns of a leak at the eleventh.
  for (const listener of process.listeners(DEPRECATION)) {
    if (!listeners.includes(listener)) process.off(DEPRECATION, listener);
  }

  app.use(notFoundHandler);
  /** @type {import("express").ErrorRequestHandler} */
  const answerError = (error, request, response, next) => {
    if (response.headersSent) return next(error);
    return resultHandler.execute({
      error,
      request,
      response,
      input: null,
      output: null,
      ctx: {},
      logger,
    });
  };
  app.use(answerError);
  return app;
}

// Not among the events that Node's types know; `depd` emits it.
const DEPRECATION = /** @type {"warning"} */ ("deprecation");

/** @param {Parts} parts */
function createEndpoint({ limit, resultHandler, store }) {
  return new EndpointsFactory(resultHandler)
    .addMiddleware({
      handler: async ({ request, response }) => {
        const retryAfter = limit.take(checkKey(request.get("x-api-key")));
        if (retryAfter) {
          throw createHttpError(429, "Rate limit exceeded", { retryAfter });
        }
        if (response.locals.malformed) {
          throw createHttpError(400, "The body is not JSON");
        }
        return {};
      },
    })
    .build({
      method: "post",
      input,
      output,
      // Path parameters go over the body's keys, so `id` is the path's whatever the body says.
      handler: async ({ input: { id, ...body } }) => store.create(id, body),
    });
}

/** @param {string | undefined} key */
function checkKey(key) {
  if (key === readOnlyKey) {
    throw createHttpError(403, "The API key lacks permission");
  }
  if (key !== apiKey) throw createHttpError(401, "Invalid or missing API key");
  return key;
}

/** @type {import("express").RequestHandler} */
const allowAnyOrigin = (_request, response, next) => {
  response.set("Access-Control-Allow-Origin", "*");
  return next();
};

/**
 * Reads JSON as `express.json` does, and keeps its text. A malformed body is reported only after the
 * key and the rate limit are checked.
 *
 * @type {import("express").RequestHandler}
 */
const readBody = (request, response, next) => {
  const { entry } = response.locals;
  const bytes = request.body;
  request.body = undefined;
  if (!Buffer.isBuffer(bytes)) return next();
  entry.rawBody = bytes.toString();
  try {
    entry.body = JSON.parse(entry.rawBody);
  } catch {
    entry.body = undefined;
  }
  if (request.is("application/json")) {
    const isContainer = typeof entry.body === "object" && entry.body !== null;
    if (isContainer) request.body = entry.body;
    else response.locals.malformed = true;
  }
  return next();
};
