import type { ValidationIssue } from "../../core/wasm/core.js";
import { type ErrorInit, ResponseError } from "./base.js";
import { serverIssues } from "./server-issues.js";

/** The request is invalid: found here (`source: "client"`, nothing was sent) or by the server. */
export class ValidationError extends ResponseError {
  /** Distinguishes the error from others. */
  declare readonly name: "ValidationError";
  /** Everything that is wrong, in the server's shape. */
  readonly errors: ValidationIssue[];
  /** Who found it. */
  readonly source: "client" | "server";

  /** @internal */
  constructor(init: ErrorInit) {
    super(init);
    const isOwn = init.status == null;
    // Made here, so that issues are of one class whoever makes the error.
    this.errors = isOwn
      ? ((init.errors ?? []) as ValidationIssue[])
      : serverIssues(init.errors);
    this.source = isOwn ? "client" : "server";
  }
}
