import { VERSION } from "../generated.js";
import { compile } from "core-module";
import { whyNotCompiled } from "./forbidden.js";
import {
  __wbg_reset_state,
  aborted,
  check,
  failed,
  initSync,
  read,
  readDefinition,
  resetRateLimits,
  responded,
  start,
  timedOut,
  uuid,
  validate,
  woken,
} from "./wasm/core.js";

/** What the core exports. */
const exported = {
  aborted,
  check,
  failed,
  read,
  readDefinition,
  resetRateLimits,
  responded,
  start,
  timedOut,
  uuid,
  validate,
  woken,
};

export type Exports = typeof exported;

/** A call in progress, as other calls see it. */
export interface CallInProgress {
  /** Makes it stop waiting for its timer. */
  wake(): void;
  /** Informs it that its instance has ended. */
  crash(cause: unknown): void;
}

/** The core: an instance, and a new one after a trap. */
export interface Core {
  /**
   * The only entry into the core. An exception that it throws is a trap, after which nothing in the instance can
   * be relied on: all its calls crash, and the next use starts a new instance.
   */
  enter<Result>(
    work: (core: Exports) => Result,
    crashed: (cause: unknown) => Result,
  ): Result;
  /** Calls in progress by their numbers. */
  readonly calls: Map<number, CallInProgress>;
  /** The number of a key and server, so that neither is in the core's memory. */
  scopeOf(keyAndServer: string): number;
}

/** The core cannot run here. */
export class CoreUnavailable extends Error {}

function createCore(): Core {
  initSync({ module: compileModule() });
  const calls = new Map<number, CallInProgress>();
  const scopes = new Map<string, number>();
  /** How many calls of `enter` are on the stack: a user's getter may call the client. */
  let depth = 0;
  let crash: { cause: unknown } | undefined;
  const currentCrash = () => crash;

  return {
    calls,
    scopeOf: (scope) =>
      scopes.get(scope) ?? scopes.set(scope, scopes.size).size - 1,
    enter: (work, crashed) => {
      if (crash && depth === 0) {
        // No frame of the old instance is left.
        __wbg_reset_state();
        crash = undefined;
      }
      if (crash) return crashed(crash.cause);
      depth++;
      try {
        const result = work(exported);
        // A call that was made meanwhile may have crashed the instance.
        const meanwhile = currentCrash();
        return meanwhile ? crashed(meanwhile.cause) : result;
      } catch (cause) {
        crash ??= { cause };
        const all = [...calls.values()];
        calls.clear();
        for (const call of all) call.crash(cause);
        return crashed(cause);
      } finally {
        depth--;
      }
    },
  };
}

/** Synchronous, since `validate` is; engines allow that for a module this small. */
function compileModule(): WebAssembly.Module {
  if (typeof WebAssembly !== "object")
    throw new CoreUnavailable(
      "This runtime has no WebAssembly, which the package needs",
    );
  try {
    return compile();
  } catch (cause) {
    throw new CoreUnavailable(whyNotCompiled(String(cause)), { cause });
  }
}

/**
 * The ES module and the CommonJS copy of this version share a core and so its queue. Each thread
 * has its own.
 */
const KEY = Symbol.for(`carecycle-custom-fields@${VERSION}`);

let own: Core | undefined;

/** The core, created at its first use: importing the package does nothing. */
export function load(): Core {
  if (own) return own;
  const shared = globalThis as { [KEY]?: Core };
  own = shared[KEY] ?? createCore();
  try {
    Object.defineProperty(shared, KEY, { value: own, configurable: true });
  } catch {
    // The global object is frozen: this copy keeps its own core.
  }
  return own;
}
