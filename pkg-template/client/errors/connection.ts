import { ResponseError } from "./base.js";

/** No response, or an incomplete one; `outcome` says what that means. */
export class APIConnectionError extends ResponseError {}
/** No complete response within `timeoutMs`. */
export class APIConnectionTimeoutError extends APIConnectionError {}
/** The caller's signal aborted the call; `cause` is the signal's reason. Its `name` is `AbortError`. */
export class APIUserAbortError extends ResponseError {}
/** A response that the documentation does not describe. */
export class UnexpectedResponseError extends ResponseError {}
