import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  CareCycle,
  CareCycleError,
  ConfigurationError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  UnexpectedResponseError,
  ValidationError,
} from "carecycle-custom-fields";
import { crashed, failedBy, invalid, responded } from "./rejections.js";
import { lost, noConnection } from "./responses.js";

/** What the server says. */
interface ServerError {
  /** The `message` of the response. */
  message?: string | undefined;
  /** The `code` of the response. */
  code?: string | undefined;
}

/** A function for each class, named like the class without `API` and `Error`. */
export interface ErrorMakers {
  /** Found before sending or, with `errors`, a 422 of the server. */
  validation(options?: {
    /** The issues that the server found. */
    errors?: readonly object[] | undefined;
  }): ValidationError;
  /** The error after a 400. */
  badRequest(options?: ServerError): BadRequestError;
  /** The error after a 401. */
  authentication(options?: ServerError): AuthenticationError;
  /** The error after a 403. */
  permissionDenied(options?: ServerError): PermissionDeniedError;
  /** The error after a 404. */
  notFound(options?: ServerError): NotFoundError;
  /** The error after a 429. */
  rateLimit(
    options?: ServerError & {
      /** Seconds; 60 by default. */
      retryAfter?: number | undefined;
    },
  ): RateLimitError;
  /** The error after a 5xx. */
  internalServer(
    options?: ServerError & {
      /** A 5xx; 500 by default. */
      status?: number | undefined;
    },
  ): InternalServerError;
  /** The error after a status that has no class of its own. */
  api(
    options?: ServerError & {
      /** A 4xx; 409 by default. */
      status?: number | undefined;
    },
  ): APIError;
  /** No connection: nothing was sent. */
  connection(): APIConnectionError;
  /** No response within `timeoutMs`: the outcome is unknown. */
  connectionTimeout(): APIConnectionTimeoutError;
  /** Aborted while the request was in flight: the outcome is unknown. */
  userAbort(): APIUserAbortError;
  /** A 200 that does not come from the API: the outcome is unknown. */
  unexpectedResponse(): UnexpectedResponseError;
  /** The options are wrong. */
  configuration(): ConfigurationError;
  /** The core stopped, which is a bug in the package. */
  careCycle(): CareCycleError;
  /** The connection was lost after the request left: the outcome is unknown. */
  unknown(): APIConnectionError;
}

/** Errors as the client rejects with them, each after one attempt, for a stub of `create`. */
export const errors: ErrorMakers = {
  validation: ({ errors } = {}) =>
    as(
      ValidationError,
      errors ? responded(422, { errors } as object) : invalid(),
    ),
  badRequest: (serverError) => as(BadRequestError, responded(400, serverError)),
  authentication: (serverError) =>
    as(AuthenticationError, responded(401, serverError)),
  permissionDenied: (serverError) =>
    as(PermissionDeniedError, responded(403, serverError)),
  notFound: (serverError) => as(NotFoundError, responded(404, serverError)),
  rateLimit: (serverError) =>
    as(RateLimitError, responded(429, { retryAfter: 60, ...serverError })),
  internalServer: ({ status = 500, ...serverError } = {}) =>
    as(InternalServerError, responded(status, serverError)),
  api: ({ status = 409, ...serverError } = {}) =>
    as(APIError, responded(status, serverError)),
  connection: () => as(APIConnectionError, failedBy(noConnection())),
  connectionTimeout: () => as(APIConnectionTimeoutError, failedBy("timeout")),
  userAbort: () => as(APIUserAbortError, failedBy("abort")),
  unexpectedResponse: () =>
    as(
      UnexpectedResponseError,
      responded(200, undefined, "<h1>Maintenance</h1>"),
    ),
  configuration: () => {
    try {
      new CareCycle({ apiKey: "" });
    } catch (error) {
      return as(ConfigurationError, error);
    }
    throw new TypeError("An empty key was accepted");
  },
  careCycle: () => crashed(),
  unknown: () => as(APIConnectionError, failedBy(lost())),
};

/** Throws if the client creates an error of another class for a status. */
function as<Made extends CareCycleError>(
  Class: abstract new (...init: never[]) => Made,
  error: unknown,
): Made {
  if (error instanceof Class) return error;
  throw new TypeError(
    `The client does not reject with ${Class.name} in this case`,
  );
}
