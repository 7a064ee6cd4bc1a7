import type { Outcome, ValidationIssue } from "carecycle-custom-fields";

/** @internal What an error body says. */
export interface ErrorBody {
  message: string;
  code: string;
  outcome: Outcome;
  errors?: ValidationIssue[];
  /** Seconds. */
  retryAfter?: number;
}

/** @internal */
export function answer(
  status: number,
  body: object,
  headers: Record<string, string> = {},
): Response {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return new Response(bytes, {
    status,
    headers: {
      "content-type": "application/json",
      // Chromium shows what is read of a stream without it, and not stored, as aborted.
      "content-length": String(bytes.length),
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...headers,
    },
  });
}

/** @internal An error body; `retryAfter` is in the header as well. */
export function answerError(status: number, body: ErrorBody): Response {
  const { retryAfter } = body;
  const headers: Record<string, string> =
    retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
  return answer(status, body, headers);
}

/** @internal A request that this handler refuses: nothing was sent to the API. */
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
    this.response = answer(status, body, headers);
  }
}
