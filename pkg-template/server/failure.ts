import {
  APIConnectionTimeoutError,
  APIError,
  AuthenticationError,
  CareCycleError,
  ConfigurationError,
  PermissionDeniedError,
  RateLimitError,
  ValidationError,
} from "carecycle-custom-fields";
import { type ErrorBody, errorResponse } from "./response.js";
import { wholeSeconds } from "./slot.js";
import type { Redactor } from "./redactor.js";

/** Browsers handle these themselves: they ask for a proxy's password, or send the request again. */
const OF_CONNECTIONS = new Set([407, 408, 421, 425]);

/** @internal The response to a call that failed. */
export function failureResponse(error: unknown, redactor: Redactor): Response {
  if (!(error instanceof CareCycleError)) throw error;
  const { message, code, outcome } = error;
  const body: ErrorBody = {
    message,
    code: redactor.safe(code) ?? "ERROR",
    outcome,
  };
  if (error instanceof ConfigurationError) return errorResponse(500, body);
  if (error instanceof APIConnectionTimeoutError)
    return errorResponse(504, body);
  const status = statusOf(error);
  if (
    error instanceof AuthenticationError ||
    error instanceof PermissionDeniedError ||
    status === 401 ||
    status === 403
  )
    // It is not the visitor's key.
    return errorResponse(502, {
      message: "The API refused the backend's key",
      code: "API_KEY_REFUSED",
      outcome,
    });
  if (status === undefined || status < 400 || status > 499)
    return errorResponse(502, body);
  body.message = redactor.safe(serverMessageOf(error) ?? message) ?? message;
  if (error instanceof RateLimitError)
    return errorResponse(429, {
      ...body,
      retryAfter: wholeSeconds(error.retryAfter ?? 1),
    });
  if (error instanceof ValidationError)
    body.errors = error.errors.map((issue) => redactor.issue(issue));
  return errorResponse(OF_CONNECTIONS.has(status) ? 502 : status, body);
}

const statusOf = (error: CareCycleError): number | undefined =>
  error instanceof APIError || error instanceof ValidationError
    ? error.status
    : undefined;

const serverMessageOf = (error: CareCycleError): string | undefined =>
  error instanceof APIError || error instanceof ValidationError
    ? error.serverMessage
    : undefined;
