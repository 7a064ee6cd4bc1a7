import type { PlatformHeaders } from "../../core/platform.js";
import type {
  APIError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
} from "./api.js";
import { BaseError, type ErrorInit } from "./base.js";
import type { ConfigurationError } from "./configuration.js";
import type {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIUserAbortError,
  UnexpectedResponseError,
} from "./connection.js";
import type { ValidationError } from "./validation.js";

/** A 4xx without a class of its own. */
interface OtherAPIError extends APIError {
  /** The class's name. */
  readonly name: "APIError";
}

/** A connection failure other than a timeout. */
interface OtherConnectionError extends APIConnectionError {
  /** The class's name. */
  readonly name: "APIConnectionError";
}

/** A bug in this package stopped the core. */
interface CrashError extends BaseError {
  /** The class's name. */
  readonly name: "CareCycleError";
}

/** Errors that may be about a response. */
type AnyResponseError =
  | ValidationError
  | BadRequestError
  | AuthenticationError
  | PermissionDeniedError
  | NotFoundError
  | RateLimitError
  | InternalServerError
  | OtherAPIError
  | OtherConnectionError
  | APIConnectionTimeoutError
  | APIUserAbortError
  | UnexpectedResponseError;

/** Every error of this package, as a union that `switch (error.name)` narrows. */
export type AnyCareCycleError =
  AnyResponseError | ConfigurationError | CrashError;

/** An error that has an HTTP response, whatever its class. */
export type ErrorWithResponse = AnyResponseError & {
  /** The HTTP status. */
  readonly status: number;
  /** The response's headers, as the server sent them. */
  readonly headers: PlatformHeaders;
};

/** The type of the base class, whose `instanceof` narrows to the union. */
export interface CareCycleErrorClass {
  /** @internal */
  new (init: ErrorInit): BaseError;
  /** The members that all errors inherit. */
  readonly prototype: BaseError;
  /** Whether a value is an error of this or another copy of the package. */
  [Symbol.hasInstance](value: unknown): value is AnyCareCycleError;
}

/** The base of all errors of this package. `instanceof` works across copies of the package. */
export const CareCycleError = BaseError as CareCycleErrorClass;
/** The base of all errors of this package. */
export type CareCycleError = BaseError;

/**
 * Whether an error has an HTTP response: every `APIError`, a 422 of the server, and a response that
 * was cut off, aborted or is not as documented.
 */
export const isAPIError = (error: unknown): error is ErrorWithResponse =>
  error instanceof CareCycleError &&
  typeof (error as { status?: unknown }).status === "number";
