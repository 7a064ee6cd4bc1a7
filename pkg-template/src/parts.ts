import type { ValidationIssue } from "./core.js";
import {
  type Attempt,
  type ErrorReport,
  type Outcome,
  classNames,
} from "./errors.js";

type IssueParts = [string[], string, string, string, string];

/** @internal What the core says of an error: `describe` in `src/js/report.rs`. */
export type ErrorParts = [
  kind: number,
  outcome: number,
  status: number | undefined,
  message: string,
  code: string | undefined,
  retryAfter: number | undefined,
  attempts: [kind: number, outcome: number, status: number | undefined][],
  issues: IssueParts[],
];

/** In the order of `Outcome` in src/policy/outcome.rs. */
const outcomes: Outcome[] = ["notSent", "rejected", "unknown", "created"];

/** The code where the server gave none. */
const codes: Record<string, string> = {
  ValidationError: "VALIDATION_ERROR",
  APIConnectionError: "CONNECTION",
  APIConnectionTimeoutError: "TIMEOUT",
  APIUserAbortError: "ABORTED",
  UnexpectedResponseError: "UNEXPECTED_RESPONSE",
};

/** @internal Names the parts of issues, which cross the boundary as arrays. */
export const namedIssues = (parts: IssueParts[]): ValidationIssue[] =>
  parts.map(([path, message, expected, received, code]) => ({
    path,
    message,
    expected,
    received,
    code,
  }));

const named = (
  kind: number,
  outcome: number,
  status: number | undefined,
): Attempt & { class: string } => {
  const name = classNames[kind]!;
  return {
    class: name,
    code: codes[name] ?? `HTTP_${status}`,
    outcome: outcomes[outcome]!,
    status: status ?? null,
  };
};

/** @internal Names the parts of an error. */
export function namedReport(parts: ErrorParts): ErrorReport {
  const [kind, outcome, status, message, code, retryAfter, attempts, issues] =
    parts;
  const report = named(kind, outcome, status);
  return {
    ...report,
    message,
    code: code ?? report.code,
    retryAfter,
    attempts: attempts.map((parts): Attempt => {
      const { code, outcome, status } = named(...parts);
      return { code, outcome, status };
    }),
    errors: namedIssues(issues),
  };
}
