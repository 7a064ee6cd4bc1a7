import type { ValidationIssue } from "./core.js";
import {
  type Attempt,
  type ErrorReport,
  type Outcome,
  classNames,
} from "./errors.js";

/** In the order of `Outcome` in src/policy/outcome.rs. */
const outcomes: Outcome[] = ["notSent", "rejected", "unknown", "created"];

/** @internal What a trap's error is, as the core would say it; `outcome` by its number. */
export const crashed = (message: string, outcome: number): string[] => [
  message,
  `${10 + classNames.indexOf("CareCycleError")}${outcome}100000`,
];

/** The code where the server gave none. */
const codes: Record<string, string> = {
  ValidationError: "VALIDATION_ERROR",
  APIConnectionError: "CONNECTION",
  APIConnectionTimeoutError: "TIMEOUT",
  APIUserAbortError: "ABORTED",
  UnexpectedResponseError: "UNEXPECTED_RESPONSE",
  CareCycleError: "CRASHED",
};

/** @internal Names the parts of issues: `issues` in src/js/report.rs. */
export function namedIssues(parts: string[]): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  for (let at = 0; at < parts.length;) {
    const [message, expected, received, code, length] = parts.slice(at);
    const path = parts
      .slice((at += 5), (at += Number(length)))
      // An unknown key is as JSON escapes it.
      .map((part) => JSON.parse(`"${part}"`) as string);
    issues.push({ path, message, expected, received, code } as ValidationIssue);
  }
  return issues;
}

/** Nine digits: 10 and kind, outcome, 100000 and status plus 1, or 0 where there is none. */
function named(met: string): Attempt & { class: string } {
  const name = classNames[Number(met.slice(0, 2)) - 10]!;
  const status = Number(met.slice(3)) - 100_001;
  return {
    class: name,
    code: codes[name] ?? `HTTP_${status}`,
    outcome: outcomes[Number(met[2])]!,
    status: status < 0 ? null : status,
  };
}

/** @internal Names the parts of an error: `error` in src/js/report.rs. */
export function namedReport(
  [message, met, ...issues]: string[],
  retryAfter: number,
): ErrorReport {
  const [error, ...attempts] = met!.match(/.{9}/g)!.map(named);
  return {
    ...error!,
    message: message!,
    retryAfter: Number.isNaN(retryAfter) ? undefined : retryAfter,
    attempts: attempts.map(({ code, outcome, status }) => ({
      code,
      outcome,
      status,
    })),
    errors: namedIssues(issues),
  };
}
