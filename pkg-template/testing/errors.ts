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
interface Said {
  message?: string | undefined;
  code?: string | undefined;
}

/** A function for each class, named like the class without `API` and `Error`. */
export interface ErrorMakers {
  /** Found before sending or, with `errors`, a 422 of the server. */
  validation(options?: {
    errors?: readonly object[] | undefined;
  }): ValidationError;
  /** 400. */
  badRequest(options?: Said): BadRequestError;
  /** 401. */
  authentication(options?: Said): AuthenticationError;
  /** 403. */
  permissionDenied(options?: Said): PermissionDeniedError;
  /** 404. */
  notFound(options?: Said): NotFoundError;
  /** 429; `retryAfter` in seconds, 60 by default. */
  rateLimit(
    options?: Said & { retryAfter?: number | undefined },
  ): RateLimitError;
  /** 500, or another 5xx. */
  internalServer(
    options?: Said & { status?: number | undefined },
  ): InternalServerError;
  /** A status without its own class, 409 by default. */
  api(options?: Said & { status?: number | undefined }): APIError;
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
  badRequest: (said) => as(BadRequestError, responded(400, said)),
  authentication: (said) => as(AuthenticationError, responded(401, said)),
  permissionDenied: (said) => as(PermissionDeniedError, responded(403, said)),
  notFound: (said) => as(NotFoundError, responded(404, said)),
  rateLimit: (said) =>
    as(RateLimitError, responded(429, { retryAfter: 60, ...said })),
  internalServer: ({ status = 500, ...said } = {}) =>
    as(InternalServerError, responded(status, said)),
  api: ({ status = 409, ...said } = {}) =>
    as(APIError, responded(status, said)),
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
