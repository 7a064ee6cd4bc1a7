import type { CallContext, CallTrace } from "../../core/call.js";
import type { ErrorReport, ValidationIssue } from "../../core/wasm/core.js";
import { MAX_ISSUES } from "../../generated.js";
import type { CareCycleError } from "./base.js";
import { classOf } from "./classes.js";
import { bodyWithoutKey, cleanCause, redactor } from "./redact.js";

/** @internal The error that the core reports, without the key and the texts of the body as sent. */
export function toError(
  report: ErrorReport,
  trace: CallTrace,
  { transport, signal }: CallContext,
): CareCycleError {
  const { class: name, status, outcome, retryAfter, attempts } = report;
  const { apiKey, isCustomFetch } = transport;
  const redact = redactor(apiKey, trace.sent);
  // Without a status the error is not about the last response.
  const { read, response } = status === null ? noResponse : trace;
  const said = Object(read?.json) as Record<string, unknown>;
  const isFromServer = status !== null && status >= 400;
  const message = (isFromServer && text(said.message)) || report.message;
  const code = isFromServer ? text(said.code) : "";
  let cause =
    isCustomFetch && name !== "CareCycleError"
      ? cleanCause(trace.cause, redact)
      : trace.cause;
  if (name === "APIUserAbortError") cause = reasonOf(signal);
  const Class = classOf(name);
  return new Class({
    requestId: trace.requestId,
    message: redact(`${status ?? ""} ${message}`.trim()).slice(0, 1000),
    code: shownCode(code, redact) || report.code,
    outcome,
    status,
    retryAfter,
    attempts,
    errors: (isFromServer ? issuesOf(said) : report.errors).map((issue) => ({
      path: issue.path.map(redact),
      message: redact(issue.message),
      expected: redact(issue.expected),
      received: redact(issue.received),
      code: redact(issue.code),
    })),
    body: read && bodyWithoutKey(read.json, read.text, apiKey),
    headers: response?.headers,
    cause,
  });
}

/** The server's code. A documented one reveals nothing about a value, whatever it is. */
const shownCode = (code: string, redact: (text: string) => string): string =>
  code === "" || DOCUMENTED.test(code) ? code : redact(code).slice(0, 100);

const noResponse = { read: undefined, response: undefined };

/** The caller's own, whatever it is. */
function reasonOf(signal: AbortSignal | undefined): unknown {
  try {
    return signal?.reason;
  } catch {
    return undefined;
  }
}

const DOCUMENTED =
  /^(UNAUTHORIZED|FORBIDDEN|NOT_FOUND|VALIDATION_ERROR|RATE_LIMIT_EXCEEDED|INTERNAL_ERROR)$/;

const text = (value: unknown): string =>
  typeof value === "string" ? value : "";

/** What a server's 422 says, in whatever shape: the rest is empty. */
const issuesOf = ({ errors }: Record<string, unknown>): ValidationIssue[] =>
  list(errors).map((issue) => {
    const { path, message, expected, received, code } = Object(issue) as Record<
      string,
      unknown
    >;
    return {
      // Documented as strings; zod's own paths have numbers as well.
      path: list(path).map((part) =>
        typeof part === "number" ? String(part) : text(part),
      ),
      message: text(message),
      expected: text(expected),
      received: text(received),
      code: text(code),
    };
  });

const list = (value: unknown): unknown[] =>
  Array.isArray(value) ? value.slice(0, MAX_ISSUES) : [];
