import type { Outcome, ValidationIssue } from "carecycle-custom-fields";

/** @internal The content of an error body. */
export interface ErrorBody {
  message: string;
  code: string;
  outcome: Outcome;
  errors?: ValidationIssue[];
  /** Seconds. */
  retryAfter?: number;
}

/** @internal */
export function jsonResponse(
  status: number,
  body: object,
  headers: Record<string, string> = {},
): Response {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return new Response(bytes, {
    status,
    headers: {
      "content-type": "application/json",
      // Without it, Chromium reports a streamed response that is not stored as aborted.
      "content-length": String(bytes.length),
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...headers,
    },
  });
}

/** @internal An error response; `retryAfter` is in the header as well. */
export function errorResponse(status: number, body: ErrorBody): Response {
  const { retryAfter } = body;
  const headers: Record<string, string> =
    retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
  return jsonResponse(status, body, headers);
}

/** @internal A request that this handler rejects: nothing was sent to the API. */
export class Refusal extends Error {
  readonly response: Response;

  constructor(
    status: number,
    code: string,
    message: string,
    headers?: Record<string, string>,
  ) {
    super(message);
    const body: ErrorBody = { message, code, outcome: "notSent" };
    this.response = jsonResponse(status, body, headers);
  }
}
