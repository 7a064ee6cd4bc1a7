/**
 * An emulator of careCycle's API on the framework that the real server seems to be built on. It
 * listens on loopback only.
 */
import { createServer } from "node:http";
import express from "express";
import {
  EndpointsFactory,
  InputValidationError,
  ResultHandler,
  attachRouting,
  ensureHttpError,
} from "express-zod-api";
import createHttpError from "http-errors";
import { faults, parseFault } from "./faults.mjs";
import { apiKey, customerIds, definitions, readOnlyKey } from "./fixtures.mjs";
import { documentedIssues, errorBody, input, output } from "./schemas.mjs";
import { createRateLimit, createStore } from "./store.mjs";

/** @type {Record<number, string>} */
const codes = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  405: "METHOD_NOT_ALLOWED",
  429: "RATE_LIMIT_EXCEEDED",
  500: "INTERNAL_ERROR",
};

const largest = "16mb";

/** The documented bodies for every status. */
const resultHandler = (successStatus) =>
  new ResultHandler({
    positive: (schema) => ({ schema, statusCode: successStatus }),
    negative: errorBody,
    handler({ error, output, response }) {
      if (!error) return void response.status(successStatus).json(output);
      if (error instanceof InputValidationError) {
        return void response.status(422).json({
          message: "Validation failed",
          code: "VALIDATION_ERROR",
          errors: documentedIssues(error.cause),
        });
      }
      const { statusCode, message, retryAfter } = ensureHttpError(error);
      if (retryAfter) response.set("retry-after", String(retryAfter));
      response.status(statusCode).json({
        message,
        code: codes[statusCode] ?? "ERROR",
        ...(retryAfter && { retryAfter }),
      });
    },
  });

function checkKey(request) {
  const key = request.get("x-api-key");
  if (key === readOnlyKey) {
    throw createHttpError(403, "The API key lacks permission");
  }
  if (key !== apiKey) throw createHttpError(401, "Invalid or missing API key");
  return key;
}

function checkExistence({ id, ...body }) {
  if (!customerIds.includes(id))
    throw createHttpError(404, "Customer not found");
  const definition = definitions.find(
    (known) => known.id === body.fieldDefinitionId,
  );
  if (!definition) throw createHttpError(404, "Field definition not found");
  const { fieldDefinitionId: _, ...values } = body;
  for (const [name, value] of Object.entries(values)) {
    if (
      value !== null &&
      value !== undefined &&
      name !== definition.valueField
    ) {
      throw createHttpError(
        400,
        `This definition takes ${definition.valueField}`,
      );
    }
  }
}

/**
 * @param {object} [options]
 * @param {number} [options.port] 0: a free one
 * @param {{requests: number, perMs: number} | false} [options.rateLimit] per key
 * @param {200 | 201} [options.successStatus]
 */
export async function startEmulator({
  port = 0,
  rateLimit = { requests: 60, perMs: 60_000 },
  successStatus = 200,
} = {}) {
  /** @type {Record<string, any>[]} */
  const requests = [];
  /** @type {Record<string, any>[]} */
  const values = [];
  /** @type {string[]} */
  const faultQueue = [];
  const limit = createRateLimit(rateLimit);
  const store = createStore(values);
  const handler = resultHandler(successStatus);

  const endpoint = new EndpointsFactory(handler)
    .addMiddleware({
      handler: async ({ request }) => {
        const retryAfter = limit.take(checkKey(request));
        if (retryAfter)
          throw createHttpError(429, "Rate limit exceeded", { retryAfter });
        return {};
      },
    })
    .build({
      method: "post",
      input,
      output,
      handler: async ({ input: { id, ...body } }) => {
        checkExistence({ id, ...body });
        return store.create(id, body);
      },
    });

  const app = express().disable("x-powered-by");
  app.use(
    express.raw({ type: () => true, limit: largest }),
    (request, response, next) => {
      const rawBody = Buffer.isBuffer(request.body)
        ? request.body.toString()
        : "";
      const asked = /^\/~([^/]+)(\/.*)$/.exec(request.url);
      const { method, headers } = request;
      const entry = {
        method,
        path: request.path,
        headers,
        rawBody,
        at: Date.now(),
        status: 0,
      };
      requests.push(entry);
      response.on("finish", () => (entry.status = response.statusCode));
      if (asked) request.url = asked[2];
      const queued = method === "POST" ? faultQueue.shift() : undefined;
      const fault = queued ?? (method === "POST" ? asked?.[1] : undefined);
      const { name, params } = parseFault(fault ?? "");
      if (!fault) return next();
      if (!faults[name])
        return response
          .status(404)
          .json({ message: `No fault ${name}`, code: "NOT_FOUND" });
      // A page of another origin may read what a fault answers, as it may the endpoint's answers.
      response.set("access-control-allow-origin", "*");
      const create = () =>
        store.create(request.url.split("/")[3], JSON.parse(rawBody));
      faults[name]({ request, response, params, create, proceed: next });
    },
  );

  app.use((request, _response, next) => {
    if (!Buffer.isBuffer(request.body)) return next();
    try {
      request.body = JSON.parse(request.body.toString());
      next();
    } catch {
      next(createHttpError(400, "The body is not JSON"));
    }
  });
  const { notFoundHandler } = attachRouting(
    {
      app,
      cors: ({ defaultHeaders }) => ({
        ...defaultHeaders,
        "access-control-allow-headers": "content-type, accept, x-api-key",
      }),
      errorHandler: handler,
      logger: { level: "silent" },
      accessLogger: null,
      startupLogo: false,
    },
    { v2: { customers: { ":id": { "custom-fields": endpoint } } } },
  );
  app.use(notFoundHandler);
  app.use((error, request, response, _next) =>
    handler.execute({
      error,
      output: null,
      request,
      response,
      input: null,
      ctx: {},
      logger: console,
    }),
  );

  const server = createServer(app);
  await new Promise((resolve, reject) => {
    server
      .once("error", reject)
      .listen(port, "127.0.0.1", () => resolve(undefined));
  });
  const address = /** @type {import("node:net").AddressInfo} */ (
    server.address()
  );
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    values,
    faultQueue,
    reset() {
      requests.length = values.length = faultQueue.length = 0;
      limit.reset();
    },
    /** @returns {Promise<void>} */
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
