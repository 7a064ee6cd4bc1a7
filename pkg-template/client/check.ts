import { CoreUnavailable, type Core, load } from "../core/instance.js";
import { crashReport } from "../core/crash.js";
import type { Checked } from "../core/wasm/core.js";
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

/** @internal What is wrong with a request, and its body as it was read. */
export function check(
  { index }: { readonly index: number },
  pathArguments: unknown[],
  body: unknown,
  sendUnknown: boolean,
): Checked {
  return loadCore().enter(
    (core) => core.check(index, pathArguments, body, sendUnknown),
    (cause) => {
      throw new CareCycleError({ ...crashReport(false), cause });
    },
  );
}
