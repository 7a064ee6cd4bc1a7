import type { ValidationIssue } from "./core.js";
import type { Attempt, ErrorReport, Outcome } from "./errors.js";

type IssueParts = [string[], string, string, string, string];

/** @internal What the core says of an error: `describe` in `src/js/report.rs`. */
export type ErrorParts = [
  [string, string, string, Outcome, string, number | null, number | null],
  [string, Outcome, number | null][],
  IssueParts[],
  unknown,
  Headers | undefined,
  unknown,
];

/** @internal Names the parts of issues, which cross the boundary as arrays. */
export const namedIssues = (parts: IssueParts[]): ValidationIssue[] =>
  parts.map(([path, message, expected, received, code]) => ({
    path,
    message,
    expected,
    received,
    code,
  }));

/** @internal Names the parts of an error. */
export function namedReport(parts: ErrorParts): ErrorReport {
  const [named, attempts, errors, body, headers, cause] = parts;
  const [name, message, code, outcome, requestId, status, retryAfter] = named;
  return {
    class: name,
    message,
    code,
    outcome,
    requestId,
    status,
    retryAfter,
    attempts: attempts.map(([code, outcome, status]): Attempt => ({
      code,
      outcome,
      status,
    })),
    errors: namedIssues(errors),
    body,
    headers,
    cause,
  };
}
