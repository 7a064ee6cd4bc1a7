import { ResponseError } from "./base.js";

/** No response, or an incomplete one; `outcome` says whether the value was created. */
export class APIConnectionError extends ResponseError {
  /** The class's name. */
  declare readonly name: "APIConnectionError" | "APIConnectionTimeoutError";
}
/** No complete response within `timeoutMs`. */
export class APIConnectionTimeoutError extends APIConnectionError {
  /** The class's name, by which a `switch` narrows. */
  declare readonly name: "APIConnectionTimeoutError";
}
/** The caller's signal aborted the call; `cause` is the signal's reason. Its `name` is `AbortError`. */
export class APIUserAbortError extends ResponseError {
  /** Always `AbortError`, as for an aborted `fetch`; a `switch` narrows by it. */
  declare readonly name: "AbortError";
}
/** A response that the documentation does not describe. */
export class UnexpectedResponseError extends ResponseError {
  /** The class's name, by which a `switch` narrows. */
  declare readonly name: "UnexpectedResponseError";
}
