import type { ValidationIssue } from "./core.js";
import type { Attempt, ErrorReport, Outcome } from "./errors.js";

type IssueParts = [string[], string, string, string, string];

/** @internal What the core says of an error: `describe` in `src/js/report.rs`. */
export type ErrorParts = [
  [string, string, string, Outcome, number | null, number | null],
  [string, Outcome, number | null][],
  IssueParts[],
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
  const [named, attempts, errors] = parts;
  const [name, message, code, outcome, status, retryAfter] = named;
  return {
    class: name,
    message,
    code,
    outcome,
    status,
    retryAfter,
    attempts: attempts.map(([code, outcome, status]): Attempt => ({
      code,
      outcome,
      status,
    })),
    errors: namedIssues(errors),
  };
}
