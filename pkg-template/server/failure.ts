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
import { type ErrorBody, answerError } from "./answer.js";
import { wholeSeconds } from "./slot.js";
import type { Words } from "./words.js";

/** A browser acts on these by itself: it asks for a proxy's password, or sends the request again. */
const OF_CONNECTIONS = new Set([407, 408, 421, 425]);

/** @internal What a page is told of a failed call. */
export function answerFailure(error: unknown, words: Words): Response {
  if (!(error instanceof CareCycleError)) throw error;
  const { message, code, outcome } = error;
  const body: ErrorBody = {
    message,
    code: words.said(code) ?? "ERROR",
    outcome,
  };
  if (error instanceof ConfigurationError) return answerError(500, body);
  if (error instanceof APIConnectionTimeoutError) return answerError(504, body);
  const status = statusOf(error);
  if (
    error instanceof AuthenticationError ||
    error instanceof PermissionDeniedError ||
    status === 401 ||
    status === 403
  )
    // It is not the visitor's.
    return answerError(502, {
      message: "The API refused the backend's key",
      code: "API_KEY_REFUSED",
      outcome,
    });
  if (status === undefined || status < 400 || status > 499)
    return answerError(502, body);
  body.message = words.said(saidBy(error) ?? message) ?? message;
  if (error instanceof RateLimitError)
    return answerError(429, {
      ...body,
      retryAfter: wholeSeconds(error.retryAfter ?? 1),
    });
  if (error instanceof ValidationError)
    body.errors = error.errors.map((issue) => words.issue(issue));
  return answerError(OF_CONNECTIONS.has(status) ? 502 : status, body);
}

const statusOf = (error: CareCycleError): number | undefined =>
  error instanceof APIError || error instanceof ValidationError
    ? error.status
    : undefined;

const saidBy = (error: CareCycleError): string | undefined =>
  error instanceof APIError || error instanceof ValidationError
    ? error.serverMessage
    : undefined;
