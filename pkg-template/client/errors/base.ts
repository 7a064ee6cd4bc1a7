import { ownValue } from "../../core/own.js";
import type { Attempt, Outcome } from "../../core/wasm/core.js";
import type { PlatformHeaders } from "../../core/platform.js";
import type { ERROR_CLASSES, KnownErrorCode } from "../../generated.js";

/** An error's `code`: a known one, or any other that the server sent. */
// The intersection keeps the known ones in editors' suggestions.
export type ErrorCode = KnownErrorCode | (string & {});

/** The names of errors: those of their classes, except `AbortError` for `APIUserAbortError`. */
export type ErrorName =
  Exclude<(typeof ERROR_CLASSES)[number], "APIUserAbortError"> | "AbortError";

/** An error as a plain object for logs. Contains neither the key nor values. */
export interface CareCycleErrorJSON {
  /** The error's name. */
  name: ErrorName;
  /** What happened, for people. */
  message: string;
  /** What happened, for programs. */
  code: ErrorCode;
  /** Whether the value was created. */
  outcome: Outcome;
  /** The call's UUID; `null` if there was no call. */
  requestId: string | null;
  /** How each attempt ended. */
  attempts: readonly Attempt[];
  /** Further properties of the class: `status`, `retryAfter`, `errors`, `source`. */
  [more: string]: unknown;
}

/** @internal The parts of an error: the core's report, and what else the call knows. */
export interface ErrorInit {
  message: string;
  code: string;
  outcome: Outcome;
  requestId?: string | undefined;
  attempts?: readonly Attempt[];
  status?: number | null;
  retryAfter?: number | null;
  /** The issues that the client found, or the content of `errors` in the server's 422. */
  errors?: unknown;
  body?: unknown;
  headers?: PlatformHeaders | undefined;
  cause?: unknown;
}

/** The base of all errors of this package. `instanceof` works across copies of the package. */
export class BaseError extends Error {
  /** The class's name, for `switch`; for `APIUserAbortError` it is `AbortError`. */
  declare readonly name: ErrorName;
  /**
   * The server's code, if it consists of capital letters, digits and underscores; otherwise
   * `VALIDATION_ERROR`, `CONFIGURATION`, `CONNECTION`, `TIMEOUT`, `ABORTED`, `UNEXPECTED_RESPONSE`,
   * `HTTP_<status>`, or `CRASHED` if the core stopped, which is a bug in this package.
   */
  readonly code: ErrorCode;
  /** Whether the value was created. */
  readonly outcome: Outcome;
  /** The call's random UUID, for logs; `null` if there was no call. */
  readonly requestId: string | null;
  /** How each attempt ended; empty if there was none. */
  readonly attempts: readonly Attempt[];

  /** @internal */
  constructor(init: ErrorInit) {
    super(
      init.message,
      init.cause === undefined ? undefined : { cause: init.cause },
    );
    this.code = init.code;
    this.outcome = init.outcome;
    this.requestId = init.requestId ?? null;
    this.attempts = init.attempts ?? [];
  }

  /**
   * A plain object for logs: without the key, values, the stack, and anything that the server said
   * except its code.
   */
  toJSON(): CareCycleErrorJSON {
    // The own enumerable properties: this excludes the stack, the cause and what is behind
    // accessors.
    const { name, message, code, outcome, requestId, attempts } = this;
    const json = { name, message, code, outcome, requestId, attempts };
    return Object.assign<CareCycleErrorJSON, object>(json, this);
  }

  /** Whether a value is such an error, of this or another copy of the package. */
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

/**
 * @internal What the response contained. It is behind accessors, so logging an error does not log
 * it.
 */
export class ResponseError extends BaseError {
  /** The HTTP status. */
  declare readonly status: number | undefined;
  readonly #body: unknown;
  readonly #headers: PlatformHeaders | undefined;

  /** @internal */
  constructor(init: ErrorInit) {
    super(init);
    if (init.status != null) this.status = init.status;
    this.#body = init.body;
    this.#headers = init.headers;
  }

  /**
   * What the server says about the error: its `message`. It may contain values, so neither the
   * error's `message` nor `toJSON()` nor inspection shows it.
   */
  get serverMessage(): string | undefined {
    const body: unknown = this.#body;
    if (typeof body !== "object" || body === null) return undefined;
    const message = ownValue(body as { message?: unknown }, "message");
    return typeof message === "string" ? message : undefined;
  }

  /**
   * The response's body as the server sent it: parsed JSON, else at most 64 KB of its text. It may
   * contain values and, if the server echoes it, the key.
   */
  get body(): unknown {
    return this.#body;
  }

  /** The response's headers, as the server sent them. */
  get headers(): PlatformHeaders | undefined {
    return this.#headers;
  }
}
