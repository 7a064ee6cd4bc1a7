import { type ErrorInit, ResponseError } from "./base.js";

/** The server responded with an error status. */
export class APIError extends ResponseError {
  /** The class's name. */
  declare readonly name:
    | "APIError"
    | "BadRequestError"
    | "AuthenticationError"
    | "PermissionDeniedError"
    | "NotFoundError"
    | "RateLimitError"
    | "InternalServerError";
  /** The HTTP status. */
  declare readonly status: number;
}

/** 400: the API does not accept the request. */
export class BadRequestError extends APIError {
  /** The class's name, by which a `switch` narrows. */
  declare readonly name: "BadRequestError";
}
/** 401: invalid or missing API key. */
export class AuthenticationError extends APIError {
  /** The class's name, by which a `switch` narrows. */
  declare readonly name: "AuthenticationError";
}
/** 403: the API key lacks permission. */
export class PermissionDeniedError extends APIError {
  /** The class's name, by which a `switch` narrows. */
  declare readonly name: "PermissionDeniedError";
}
/** 404: no such customer or definition. */
export class NotFoundError extends APIError {
  /** The class's name, by which a `switch` narrows. */
  declare readonly name: "NotFoundError";
}
/** 429: more than 60 requests in a minute. */
export class RateLimitError extends APIError {
  /** The class's name, by which a `switch` narrows. */
  declare readonly name: "RateLimitError";
  /** Seconds to wait: the larger of the body's and the header's; `undefined` if neither has any. */
  readonly retryAfter: number | undefined;

  /** @internal */
  constructor(init: ErrorInit) {
    super(init);
    this.retryAfter = init.retryAfter ?? undefined;
  }
}
/** 5xx: the value may or may not have been created. */
export class InternalServerError extends APIError {
  /** The class's name, by which a `switch` narrows. */
  declare readonly name: "InternalServerError";
}
