import type { ValidationIssue } from "../../core/wasm/core.js";
import { type ErrorInit, ResponseError } from "./base.js";
import { serverIssues } from "./server-issues.js";

/**
 * The request is invalid, according to the client (`source: "client"`, nothing was sent) or to the
 * server.
 */
export class ValidationError extends ResponseError {
  /** The class's name, by which a `switch` narrows. */
  declare readonly name: "ValidationError";
  /** Everything that is wrong, in the server's shape. */
  readonly errors: ValidationIssue[];
  /** Who found the problems. */
  readonly source: "client" | "server";

  /** @internal */
  constructor(init: ErrorInit) {
    super(init);
    const isOwn = init.status == null;
    // Created here, so that issues have one class whoever creates the error.
    this.errors = isOwn
      ? ((init.errors ?? []) as ValidationIssue[])
      : serverIssues(init.errors);
    this.source = isOwn ? "client" : "server";
  }
}
