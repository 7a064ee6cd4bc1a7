import type { ValidationIssue } from "./core.js";

/**
 * Is the value there now?
 * - `"notSent"`: nothing left this process.
 * - `"rejected"`: the server answered without doing it.
 * - `"created"`: the server did it, but its answer could not be read whole or is not as documented.
 * - `"unknown"`: the request may have left and no answer settles it. Look before you send it again.
 */
export type Outcome = "notSent" | "rejected" | "created" | "unknown";

/** What one attempt met. */
export interface Attempt {
  /** As an error's `code`, without the server's own codes. */
  readonly code: string;
  readonly outcome: Outcome;
  /** The HTTP status; `null` where no answer came. */
  readonly status: number | null;
}

/** An error as a plain object for logs. Holds neither key nor values. */
export interface CareCycleErrorJSON {
  name: string;
  message: string;
  code: string;
  outcome: Outcome;
  requestId: string | null;
  attempts: readonly Attempt[];
  [more: string]: unknown;
}

/** @internal What the core says of an error. */
export interface ErrorReport {
  class?: string;
  message: string;
  code: string;
  outcome: Outcome;
  requestId?: string | null;
  attempts?: readonly Attempt[];
  status?: number | null;
  retryAfter?: number | undefined;
  errors?: ValidationIssue[];
  source?: "client" | "server";
  body?: unknown;
  headers?: Headers | undefined;
  cause?: unknown;
}

const brand = (name: string) => Symbol.for(`carecycle-custom-fields.${name}`);

/** The base of all errors of this package. `instanceof` works across copies of the package. */
export class CareCycleError extends Error {
  /** The server's code where it gave one, else `VALIDATION_ERROR`, `CONFIGURATION`, `CONNECTION`,
   * `TIMEOUT`, `ABORTED`, `UNEXPECTED_RESPONSE`, `HTTP_<status>`, or `CRASHED` where the core
   * stopped, which is a bug of this package. */
  readonly code: string;
  /** Is the value there now? */
  readonly outcome: Outcome;
  /** A random UUID of the call, for logs; `null` where there was no call. */
  readonly requestId: string | null;
  /** What each attempt met; empty where nothing was tried. */
  readonly attempts: readonly Attempt[];

  /** @internal */
  constructor(report: ErrorReport) {
    super(
      report.message,
      report.cause === undefined ? undefined : { cause: report.cause },
    );
    this.code = report.code;
    this.outcome = report.outcome;
    this.requestId = report.requestId ?? null;
    this.attempts = report.attempts ?? [];
  }

  /** A plain object for logs: no key, no values, no body, no stack. */
  toJSON(): CareCycleErrorJSON {
    // The own enumerable properties: neither stack nor cause nor what is behind accessors.
    const { name, message } = this;
    return { ...this, name, message } as unknown as CareCycleErrorJSON;
  }

  static [Symbol.hasInstance](value: unknown): boolean {
    const own =
      Object.hasOwn(this, "brand") &&
      (this as unknown as { brand: symbol }).brand;
    try {
      return own
        ? typeof value === "object" && value !== null && own in value
        : Function.prototype[Symbol.hasInstance].call(this, value);
    } catch {
      // A revoked proxy.
      return false;
    }
  }
}

/** What an answer brought. Behind accessors, so that logging an error does not log the body. */
class Answered extends CareCycleError {
  /** The HTTP status. */
  declare readonly status: number | undefined;
  readonly #body: unknown;
  readonly #headers: Headers | undefined;

  /** @internal */
  constructor(report: ErrorReport) {
    super(report);
    if (report.status != null) this.status = report.status;
    this.#body = report.body;
    this.#headers = report.headers;
  }

  /** The answer's body: parsed JSON, else its text, at most 64 KB of it. */
  get body(): unknown {
    return this.#body;
  }

  /** The answer's headers. */
  get headers(): Headers | undefined {
    return this.#headers;
  }
}

/** The request is not valid: found here (`source: "client"`, nothing was sent) or by the server. */
export class ValidationError extends Answered {
  /** Everything that is wrong, in the server's shape. */
  readonly errors: ValidationIssue[];
  /** Who found it. */
  readonly source: "client" | "server";

  /** @internal */
  constructor(report: ErrorReport) {
    super(report);
    this.errors = report.errors ?? [];
    this.source = report.outcome === "notSent" ? "client" : "server";
  }
}

/** The server answered with an error status. */
export class APIError extends Answered {
  /** The HTTP status. */
  declare readonly status: number;
}

/** 400. */
export class BadRequestError extends APIError {}
/** 401: invalid or missing API key. */
export class AuthenticationError extends APIError {}
/** 403: the API key lacks permission. */
export class PermissionDeniedError extends APIError {}
/** 404: no such customer or definition. */
export class NotFoundError extends APIError {}
/** 429: more than 60 requests in a minute. */
export class RateLimitError extends APIError {
  /** Seconds to wait: the larger of the body's and the header's; `undefined` where neither says. */
  readonly retryAfter: number | undefined;

  /** @internal */
  constructor(report: ErrorReport) {
    super(report);
    this.retryAfter = report.retryAfter;
  }
}
/** 5xx: the value may or may not have been created. */
export class InternalServerError extends APIError {}

/** No answer, or not all of it; `outcome` says what that means. */
export class APIConnectionError extends Answered {}
/** No whole answer within `timeoutMs`. */
export class APIConnectionTimeoutError extends APIConnectionError {}
/** The caller's signal aborted the call; `cause` is the signal's reason. Its `name` is `AbortError`. */
export class APIUserAbortError extends Answered {}
/** An answer that the documentation does not know. */
export class UnexpectedResponseError extends Answered {}

/** The client cannot be made with these options. Thrown by the constructor. */
export class ConfigurationError extends CareCycleError {
  /** @internal */
  constructor(message: string, options?: { cause?: unknown }) {
    super({
      message,
      code: "CONFIGURATION",
      outcome: "notSent",
      cause: options?.cause,
    });
  }
}

/** @internal */
export function refuse(message: string): never {
  throw new ConfigurationError(message);
}

// In the order of `ErrorKind` in src/policy/classify.rs.
const classes = {
  ValidationError,
  BadRequestError,
  AuthenticationError,
  PermissionDeniedError,
  NotFoundError,
  RateLimitError,
  InternalServerError,
  APIError,
  APIConnectionError,
  APIConnectionTimeoutError,
  APIUserAbortError,
  UnexpectedResponseError,
  CareCycleError,
  ConfigurationError,
};

/** @internal */
export const classNames = Object.keys(classes);

// Names are set here, since a minifier changes those of the classes.
for (const [name, Class] of Object.entries(classes)) {
  const hidden = (value: unknown) => ({
    value,
    configurable: true,
    writable: true,
  });
  Object.defineProperty(Class, "name", { value: name, configurable: true });
  Object.defineProperty(Class, "brand", { value: brand(name) });
  Object.defineProperty(Class.prototype, brand(name), { value: true });
  const shown = name === "APIUserAbortError" ? "AbortError" : name;
  Object.defineProperty(Class.prototype, "name", hidden(shown));
}

/** @internal What a call knows that the core does not. */
export interface Told {
  readonly requestId: string;
  readonly sent: string;
  readonly response: Response | undefined;
  readonly read: { json?: unknown; text: string } | undefined;
  readonly cause: unknown;
  readonly signal: AbortSignal | undefined;
  readonly config: { apiKey: string | undefined; custom: boolean };
}

/** @internal The error that the core describes, without the key and the texts of the body as sent. */
export function toError(report: ErrorReport, call: Told): CareCycleError {
  const { class: name, ...rest } = report;
  const Class =
    classes[name as Exclude<keyof typeof classes, "ConfigurationError">];
  const { apiKey, custom } = call.config;
  const hide = hider(apiKey, call.sent);
  // Without a status the error is not about the answer that came last.
  const answered = report.status != null;
  const read = answered ? call.read : undefined;
  const said = Object(read?.json) as Record<string, unknown>;
  const fromServer = answered && report.status! >= 400;
  const code = fromServer ? text(said.code) : "";
  // What a fetch of the caller's threw.
  const foreign = custom && name !== "CareCycleError";
  let cause = foreign ? cleanCause(call.cause, hide) : call.cause;
  if (name === "APIUserAbortError") {
    try {
      // The caller's own, whatever it is.
      cause = call.signal?.reason;
    } catch {
      cause = undefined;
    }
  }
  return new Class({
    ...rest,
    requestId: call.requestId,
    message: hide(
      `${report.status ?? ""} ${(fromServer && text(said.message)) || report.message}`.trim(),
    ).slice(0, 1000),
    code: !code
      ? report.code
      : DOCUMENTED.test(code)
        ? code
        : hide(code).slice(0, 100),
    errors: (fromServer ? issuesOf(said) : (report.errors ?? [])).map(
      (issue) => ({
        path: issue.path.map(hide),
        message: hide(issue.message),
        expected: hide(issue.expected),
        received: hide(issue.received),
        code: hide(issue.code),
      }),
    ),
    body: read && bodyWithout(read.json, read.text, apiKey),
    headers: answered ? call.response?.headers : undefined,
    cause,
  });
}

/** The documented codes. They tell nothing of a value, whatever it is. */
const DOCUMENTED =
  /^(UNAUTHORIZED|FORBIDDEN|NOT_FOUND|VALIDATION_ERROR|RATE_LIMIT_EXCEEDED|INTERNAL_ERROR)$/;

/** A request's text shorter than this is no secret, and replacing it would wreck the sentence. */
const SHORTEST = 4;

/** Searching for more texts than this would take long: then all is hidden. */
const MOST_SECRETS = 200;

/** Hides the key and the values of a body, as they are and as JSON has them. */
function hider(
  apiKey: string | undefined,
  sent: string,
): (text: string) => string {
  const secrets = new Set<string>();
  const add = (text: string) =>
    secrets.add(text).add(JSON.stringify(text).slice(1, -1));
  if (apiKey) add(apiKey);
  try {
    const { fieldDefinitionId: _, ...values } = JSON.parse(sent) as Record<
      string,
      unknown
    >;
    JSON.stringify(values, (_name, value: unknown) => {
      if (typeof value === "string" && value.length >= SHORTEST) add(value);
      if (secrets.size > MOST_SECRETS) throw value;
      return value;
    });
  } catch {
    // Too many, or too deep.
    return () => "[redacted]";
  }
  // The longest first: a shorter one may be a part of it.
  const ordered = [...secrets].sort((a, b) => b.length - a.length);
  return (text) =>
    ordered.reduce(
      (rest, secret) => rest.replaceAll(secret, "[redacted]"),
      text,
    );
}

const text = (value: unknown): string =>
  typeof value === "string" ? value : "";

/** More issues than a person reads are not kept. */
const MOST_ISSUES = 1000;

/** What a server's 422 says, in whatever shape: the rest is empty. */
const issuesOf = ({ errors }: Record<string, unknown>): ValidationIssue[] =>
  list(errors).map((issue) => {
    const { path, message, expected, received, code } = Object(issue);
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
  Array.isArray(value) ? value.slice(0, MOST_ISSUES) : [];

/** An error keeps this many characters of a body's text. */
const KEPT_TEXT = 64 << 10;

/** The JSON, or the text where it is too long or none; without the key. */
function bodyWithout(json: unknown, text: string, key = ""): unknown {
  if (json === undefined || text.length > KEPT_TEXT) {
    if (key) text = text.replaceAll(key, "[redacted]");
    // A body that was cut may end in a part of the key, of which all keys share the first three.
    for (let part = key; part.length > 3; part = part.slice(0, -1))
      if (text.endsWith(part)) text = text.slice(0, -part.length);
    return text.slice(0, KEPT_TEXT);
  }
  if (!key) return json;
  try {
    const escaped = JSON.stringify(key).slice(1, -1);
    return JSON.parse(JSON.stringify(json).replaceAll(escaped, "[redacted]"));
  } catch {
    // Nested so deep that it cannot be searched.
    return undefined;
  }
}

/** A custom fetch's error may hold what it was called with, in whatever form: only texts are kept. */
function cleanCause(cause: unknown, hide: (text: string) => string): unknown {
  if (typeof cause === "string") return hide(cause);
  const isPlain =
    typeof cause === "symbol"
      ? hide(String(cause)) === String(cause)
      : !/^(object|function)$/.test(typeof cause) || cause === null;
  if (isPlain) return cause;
  const clean = new Error();
  try {
    const { name, message } = cause as Error;
    clean.message = hide(String(message));
    clean.stack = `${hide(String(name))}: ${clean.message}`;
  } catch {
    clean.stack = "";
  }
  return clean;
}
