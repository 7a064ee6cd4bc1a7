import { CoreUnavailable, type Core, load } from "../core/instance.js";
import { crashReport } from "../core/crash.js";
import type {
  Checked,
  DefinitionRead,
  ValidationIssue,
} from "../core/wasm/core.js";
import { BaseError } from "./errors/base.js";
import { ConfigurationError, refuse } from "./errors/configuration.js";

/** @internal The core; throws an error that says why there is none. */
export function loadCore(): Core {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof CoreUnavailable)) throw error;
    throw new ConfigurationError(error.message, { cause: error.cause });
  }
}

/** @internal An operation, by its index in the core's list. */
interface Operation {
  readonly index: number;
}

/** @internal What is wrong with a request. */
export const validate = (
  { index }: Operation,
  pathArguments: unknown[],
  body: unknown,
  sendUnknown: boolean,
  definition?: DefinitionRead,
): ValidationIssue[] =>
  loadCore().enter(
    (core) =>
      core.validate(index, pathArguments, body, sendUnknown, definition),
    throwCrash,
  );

/** @internal What is wrong with a request, and its body as the core read it. */
export const check = (
  { index }: Operation,
  pathArguments: unknown[],
  body: unknown,
  definition?: DefinitionRead,
): Checked =>
  loadCore().enter(
    (core) => core.check(index, pathArguments, body, definition),
    throwCrash,
  );

/** @internal Reads a definition as it is now, and what is wrong with it. */
export const readDefinition = (definition: unknown): DefinitionRead =>
  loadCore().enter((core) => core.readDefinition(definition), throwCrash);

/** Definitions that are frozen, so they are read once and not for each of many values. */
const frozen = new WeakMap<object, DefinitionRead>();

/** @internal The definition that a caller passed; throws if it is not one. */
export function definitionFor(definition: unknown): DefinitionRead {
  const known = frozen.get(definition as object);
  if (known) return known;
  const read = readDefinition(definition);
  const problems = read.issues.map(
    ({ path, message }) => `${["definition", ...path].join(".")}: ${message}`,
  );
  if (problems.length) refuse(problems.join("; "));
  const { options } = definition as { options?: unknown };
  if (Object.isFrozen(definition) && Object.isFrozen(options))
    frozen.set(definition as object, read);
  return read;
}

function throwCrash(cause: unknown): never {
  throw new BaseError({ ...crashReport(false), cause });
}
