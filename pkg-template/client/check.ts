import { CoreUnavailable, type Core, load } from "../core/instance.js";
import { crashReport } from "../core/crash.js";
import type { Checked, ValidationIssue } from "../core/wasm/core.js";
import { CareCycleError } from "./errors/base.js";
import { ConfigurationError } from "./errors/configuration.js";

/** @internal The core, or an error that says why there is none. */
export function loadCore(): Core {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof CoreUnavailable)) throw error;
    throw new ConfigurationError(error.message, { cause: error.cause });
  }
}

/** @internal Which operation: its place in the core's list. */
interface Operation {
  readonly index: number;
}

/** @internal What is wrong with a request. */
export const validate = (
  { index }: Operation,
  pathArguments: unknown[],
  body: unknown,
  sendUnknown: boolean,
): ValidationIssue[] =>
  loadCore().enter(
    (core) => core.validate(index, pathArguments, body, sendUnknown),
    throwCrash,
  );

/** @internal What is wrong with a request, and its body as it was read. */
export const check = (
  { index }: Operation,
  pathArguments: unknown[],
  body: unknown,
): Checked =>
  loadCore().enter(
    (core) => core.check(index, pathArguments, body),
    throwCrash,
  );

function throwCrash(cause: unknown): never {
  throw new CareCycleError({ ...crashReport(false), cause });
}
