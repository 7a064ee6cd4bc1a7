import type { ValidationIssue } from "./core.js";
import { CareCycleError } from "./errors.js";
import { namedIssues } from "./parts.js";
import { Found } from "./read.js";
import { CRASH, load } from "./wasm.js";

/** @internal What is wrong with a request, and its body as it was read. */
export function check(
  customerId: unknown,
  body: unknown,
  sendUnknown: boolean,
): { issues: ValidationIssue[]; copy: Record<string, unknown> } {
  const found = new Found();
  const { copy } = found.request(customerId, body, sendUnknown);
  const issues = load().enter((core) => core.validate(found.text, sendUnknown));
  if (issues) return { issues: namedIssues(issues), copy };
  throw new CareCycleError({
    message: CRASH,
    code: "CRASHED",
    outcome: "notSent",
  });
}
