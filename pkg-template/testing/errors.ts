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

/** What the server says in its own words. */
interface Said {
  /** The `message` of the response. */
  message?: string | undefined;
  /** The `code` of the response. */
  code?: string | undefined;
}

/** A maker for each class, named as that without `API` and `Error`. */
export interface ErrorMakers {
  /** Found before sending; with `errors`, a 422 of the server's. */
  validation(options?: {
    /** The issues that the server found. */
    errors?: readonly object[] | undefined;
  }): ValidationError;
  /** What a 400 rejects with. */
  badRequest(options?: Said): BadRequestError;
  /** What a 401 rejects with. */
  authentication(options?: Said): AuthenticationError;
  /** What a 403 rejects with. */
  permissionDenied(options?: Said): PermissionDeniedError;
  /** What a 404 rejects with. */
  notFound(options?: Said): NotFoundError;
  /** 429; `retryAfter` in seconds, 60 if left out. */
  rateLimit(
    options?: Said & {
      /** Seconds. */
      retryAfter?: number | undefined;
    },
  ): RateLimitError;
  /** 500, or another 5xx. */
  internalServer(
    options?: Said & {
      /** A 5xx; 500 if left out. */
      status?: number | undefined;
    },
  ): InternalServerError;
  /** A status without a class of its own: 409 if left out. */
  api(
    options?: Said & {
      /** A 4xx; 409 if left out. */
      status?: number | undefined;
    },
  ): APIError;
  /** No connection: nothing was sent. */
  connection(): APIConnectionError;
  /** No response within `timeoutMs`: the outcome is unknown. */
  connectionTimeout(): APIConnectionTimeoutError;
  /** Aborted when the request was under way: the outcome is unknown. */
  userAbort(): APIUserAbortError;
  /** A 200 that is not the API's: the outcome is unknown. */
  unexpectedResponse(): UnexpectedResponseError;
  /** The client cannot be made with its options. */
  configuration(): ConfigurationError;
  /** The core stopped, which is a bug of the package. */
  careCycle(): CareCycleError;
  /** The connection was lost after the request left: the outcome is unknown. */
  unknown(): APIConnectionError;
}

/** Errors as the client rejects with them, for a stub of `create`: each has one attempt. */
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
    throw new TypeError("An empty key was taken");
  },
  careCycle: () => crashed(),
  unknown: () => as(APIConnectionError, failedBy(lost())),
};

/** Refuses a status, as given to a maker, that the client makes an error of another class of. */
function as<Made extends CareCycleError>(
  Class: abstract new (...init: never[]) => Made,
  error: unknown,
): Made {
  if (error instanceof Class) return error;
  throw new TypeError(
    `The client does not reject with ${Class.name} after that`,
  );
}
