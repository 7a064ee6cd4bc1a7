import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
  AuthenticationError,
  type CareCycleError,
  ConfigurationError,
  InternalServerError,
  PermissionDeniedError,
  RateLimitError,
  UnexpectedResponseError,
  ValidationError,
} from "carecycle-custom-fields";
import { CommandError } from "../exit.js";

/** The form of a code; anything else may be a value. */
const CODE = /^[A-Z][A-Z0-9_]{0,63}$/;

/** Causes are nested, possibly in a cycle. */
const MAX_DEPTH = 10;

/**
 * An error of a row in our own words, with its codes: what the server or the platform says may
 * contain a value.
 */
export function sentenceOf(error: CareCycleError): string {
  const status = statusOf(error);
  const parts = [
    status === undefined ? undefined : `HTTP ${status}`,
    codeOf(error) === `HTTP_${status}` ? undefined : codeOf(error),
    reasonOf(error),
  ].filter((part) => part !== undefined);
  return `${descriptionOf(error)} (${parts.join(", ")})`;
}

/** The platform's code for why there was no connection, such as `ENOTFOUND`. */
export const reasonOf = (error: CareCycleError): string | undefined =>
  error instanceof APIConnectionError ? codeWithin(error.cause) : undefined;

export const statusOf = (error: CareCycleError): number | undefined =>
  (error as { status?: number }).status ??
  error.attempts.at(-1)?.status ??
  undefined;

/** The error's code; `HTTP_<status>` or the kind of error if the server's is not a code. */
export function codeOf(error: CareCycleError): string {
  if (CODE.test(error.code)) return error.code;
  const status = statusOf(error);
  return status === undefined ? error.name : `HTTP_${status}`;
}

/**
 * The message of any error for the user. If the error is not ours its message is not shown, since
 * it may contain a value.
 */
export function messageOf(error: unknown): string {
  if (error instanceof CommandError || error instanceof ConfigurationError)
    return withoutKeys(error.message);
  const { name, code } = Object(error) as { name?: unknown; code?: unknown };
  const parts = [
    typeof name === "string" && /^\w{1,64}$/.test(name) ? name : "error",
    typeof code === "string" && CODE.test(code) ? code : undefined,
  ];
  return `unexpected ${parts.filter(Boolean).join(" ")}`;
}

/** The form of an API key. */
export const KEY = /\bcc_[\x21-\x7e]+/g;

/** A text of ours, without a key that was given in the wrong place. */
export const withoutKeys = (text: string): string =>
  text.replace(KEY, "[redacted]");

function descriptionOf(error: CareCycleError): string {
  if (error.outcome === "created") return "the response could not be read";
  if (error instanceof AuthenticationError)
    return "the server refused the API key";
  if (error instanceof PermissionDeniedError)
    return "the API key lacks the permission";
  if (error instanceof RateLimitError)
    return "the server received more requests than its limit allows";
  if (error instanceof ValidationError)
    return error.source === "server"
      ? "the server found the request invalid"
      : "the request is invalid";
  if (error instanceof InternalServerError) return "the server failed";
  if (error instanceof APIError) return "the server refused the request";
  if (error instanceof UnexpectedResponseError)
    return (statusOf(error) ?? 0) >= 300
      ? "the server redirected the request"
      : "the response is not the API's";
  if (error instanceof APIUserAbortError)
    return error.outcome === "unknown"
      ? "the import was stopped before a response came"
      : "the import was stopped before it was sent";
  if (error instanceof APIConnectionTimeoutError)
    return "no response came in time";
  if (error instanceof APIConnectionError)
    return error.outcome === "notSent"
      ? "no connection to the server"
      : "the connection was lost before a response came";
  return "it could not be sent";
}

/** The innermost code is the most specific. */
function codeWithin(cause: unknown, depth = 0): string | undefined {
  if (typeof cause !== "object" || cause === null || depth > MAX_DEPTH)
    return undefined;
  const { code, cause: inner, errors } = cause as Record<string, unknown>;
  const nested: unknown[] = Array.isArray(errors)
    ? [inner, ...(errors as unknown[])]
    : [inner];
  for (const each of nested) {
    const found = codeWithin(each, depth + 1);
    if (found !== undefined) return found;
  }
  return typeof code === "string" && CODE.test(code) ? code : undefined;
}
