import type { ValidationIssue } from "./core.js";
import {
  type Attempt,
  type ErrorReport,
  type Outcome,
  classNames,
} from "./errors.js";

/** In the order of `Outcome` in src/policy/outcome.rs. */
const outcomes: Outcome[] = ["notSent", "rejected", "unknown", "created"];

/** The number of the class that a trap's error has: CareCycleError. */
export const CRASHED = 12;

/** The code where the server gave none. */
const codes: Record<string, string> = {
  ValidationError: "VALIDATION_ERROR",
  APIConnectionError: "CONNECTION",
  APIConnectionTimeoutError: "TIMEOUT",
  APIUserAbortError: "ABORTED",
  UnexpectedResponseError: "UNEXPECTED_RESPONSE",
};

/** @internal Names the parts of issues: `issues` in src/js/report.rs. */
export function namedIssues(parts: string[]): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  for (let at = 0; at < parts.length;) {
    const [message, expected, received, code, length] = parts.slice(at);
    const path = parts.slice((at += 5), (at += Number(length)));
    issues.push({ path, message, expected, received, code } as ValidationIssue);
  }
  return issues;
}

const named = (
  kind: number,
  outcome: number,
  status: number,
): Attempt & { class: string } => {
  const name = classNames[kind]!;
  return {
    class: name,
    code: codes[name] ?? `HTTP_${status}`,
    outcome: outcomes[outcome]!,
    status: status < 0 || status === 0xffff ? null : status,
  };
};

/** @internal Names the parts of an error: `reject` in src/js/report.rs. */
export function namedReport(
  kind: number,
  outcome: number,
  status: number,
  message: string,
  code: string,
  retryAfter: number,
  attempts: string,
  issues: string[],
): ErrorReport {
  const report = named(kind, outcome, status);
  const parts = [...attempts].map((part) => part.charCodeAt(0));
  return {
    ...report,
    message,
    code: code || report.code,
    ownCode: !code || kind === CRASHED,
    retryAfter: Number.isNaN(retryAfter) ? undefined : retryAfter,
    attempts: parts.flatMap((kind, at): Attempt[] => {
      if (at % 3) return [];
      const attempt = named(kind, parts[at + 1]!, parts[at + 2]!);
      const { code, outcome, status } = attempt;
      return [{ code, outcome, status }];
    }),
    errors: namedIssues(issues),
  };
}

/** @internal */
export type ErrorParts = Parameters<typeof namedReport>;
