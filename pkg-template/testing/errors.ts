import type {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  CareCycleError,
  ConfigurationError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  UnexpectedResponseError,
  ValidationError,
} from "carecycle-custom-fields";
import { CareCycle } from "carecycle-custom-fields";
import { crashed, failedBy, invalid, responded } from "./rejections.js";
import { lost, noConnection } from "./responses.js";

/** What the server says in its own words. */
interface Said {
  message?: string | undefined;
  code?: string | undefined;
}

/** A maker for each class, named as that without `API` and `Error`. */
export interface ErrorMakers {
  /** Found before sending; with `errors`, a 422 of the server's. */
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
  /** 429; `retryAfter` in seconds, 60 if left out. */
  rateLimit(
    options?: Said & { retryAfter?: number | undefined },
  ): RateLimitError;
  /** 500, or another 5xx. */
  internalServer(
    options?: Said & { status?: number | undefined },
  ): InternalServerError;
  /** A status without a class of its own: 409 if left out. */
  api(options?: Said & { status?: number | undefined }): APIError;
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
    (errors
      ? responded(422, { errors } as object)
      : invalid()) as ValidationError,
  badRequest: (said) => responded(400, said),
  authentication: (said) => responded(401, said),
  permissionDenied: (said) => responded(403, said),
  notFound: (said) => responded(404, said),
  rateLimit: (said) =>
    responded(429, { retryAfter: 60, ...said } as object) as RateLimitError,
  internalServer: ({ status = 500, ...said } = {}) =>
    responded(status, said) as InternalServerError,
  api: ({ status = 409, ...said } = {}) => responded(status, said) as APIError,
  connection: () => failedBy(noConnection()),
  connectionTimeout: () => failedBy("timeout"),
  userAbort: () => failedBy("abort"),
  unexpectedResponse: () =>
    responded(
      200,
      undefined,
      "<h1>Maintenance</h1>",
    ) as UnexpectedResponseError,
  configuration: () => {
    try {
      new CareCycle({ apiKey: "" });
    } catch (error) {
      return error as ConfigurationError;
    }
    throw new TypeError("An empty key was taken");
  },
  careCycle: () => crashed(),
  unknown: () => failedBy(lost()),
} as ErrorMakers;
