import type { CallContext, CallTrace } from "../../core/call-context.js";
import type { ReadBody } from "../../core/body.js";
import { ownValue } from "../../core/own.js";
import type { ErrorReport } from "../../core/wasm/core.js";
import type { BaseError, ErrorInit } from "./base.js";
import { classOf } from "./classes.js";
import { reduceCause } from "./cause.js";

/**
 * @internal Turns the core's report into an error. What the response contained is behind accessors;
 * only the server's code is shown.
 */
export function toError(
  report: ErrorReport,
  trace: CallTrace,
  { signal }: CallContext,
): BaseError {
  const Class = classOf(report.class);
  return new Class(errorInit(report, trace, signal));
}

/** @internal The parts of the error. */
export function errorInit(
  report: ErrorReport,
  trace: CallTrace,
  signal: AbortSignal | undefined,
): ErrorInit {
  const { class: name, status, outcome, retryAfter, attempts } = report;
  // Without a status the error is not about the last response.
  const { read, response } = status === null ? noResponse : trace;
  const isFromServer = status !== null && status >= 400;
  const json = read?.json;
  const serverError: { code?: unknown; errors?: unknown } =
    isFromServer && typeof json === "object" && json !== null ? json : {};
  return {
    requestId: trace.requestId,
    message: `${status ?? ""} ${report.message}`.trim(),
    code: shownCode(ownValue(serverError, "code")) ?? report.code,
    outcome,
    status,
    retryAfter,
    attempts,
    errors: isFromServer ? ownValue(serverError, "errors") : report.errors,
    body: bodyOf(read),
    headers: response?.headers,
    cause: causeOf(name, trace, signal),
  };
}

const noResponse = { read: undefined, response: undefined };

/** An error keeps this many characters of a body's text. */
const MAX_TEXT = 64 << 10;

/** The JSON, or the text if it is too long or not JSON. */
function bodyOf(read: ReadBody | undefined): unknown {
  if (!read) return undefined;
  const { json, text } = read;
  return json === undefined || text.length > MAX_TEXT
    ? text.slice(0, MAX_TEXT)
    : json;
}

/** The server's code if it looks like one; otherwise it may be a value. */
const shownCode = (code: unknown): string | undefined =>
  typeof code === "string" && /^[A-Z][A-Z0-9_]{0,63}$/.test(code)
    ? code
    : undefined;

/**
 * The caller's own reason after an abort, the core's own error after a crash, since its stack
 * helps.
 */
function causeOf(
  name: ErrorReport["class"],
  { cause, sent }: CallTrace,
  signal: AbortSignal | undefined,
): unknown {
  if (name === "APIUserAbortError") return reasonOf(signal);
  return name === "CareCycleError" ? cause : reduceCause(cause, sent);
}

/** The caller's own reason, whatever it is. */
function reasonOf(signal: AbortSignal | undefined): unknown {
  try {
    return signal?.reason;
  } catch {
    return undefined;
  }
}
