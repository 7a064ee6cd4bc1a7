import { ConfigurationError } from "./errors.js";
import makeGlue from "./glue.js";
import { compile } from "./module.js";

type Glue = ReturnType<typeof makeGlue>;

/** @internal */
export const CRASH =
  "The WebAssembly core stopped: a bug of this package. The next call starts it anew";

let core: Core | undefined;

/** @internal One instance of the core, and the calls that wait for it. */
export class Core {
  /** Called with what ended the instance. */
  readonly calls = new Set<{ crash(cause: unknown): void }>();
  readonly #glue: Glue;
  #dead = false;

  /**
   * Compiled synchronously, since `validate` answers synchronously; engines allow that for a module
   * this small.
   */
  constructor() {
    try {
      this.#glue = makeGlue(compile(), (task) =>
        queueMicrotask(() => this.enter(task)),
      );
    } catch (cause) {
      throw new ConfigurationError(
        "WebAssembly could not be started. A Content-Security-Policy must allow script-src 'wasm-unsafe-eval'",
        { cause },
      );
    }
  }

  /**
   * The only way in. What comes out as an exception is a trap, after which nothing in the instance
   * can be relied on: its calls are rejected, and the next one starts a new instance.
   */
  enter<T>(work: (glue: Glue) => T): T | undefined {
    if (this.#dead) return undefined;
    try {
      return work(this.#glue);
    } catch (cause) {
      this.#dead = true;
      if (core === this) core = undefined;
      for (const call of this.calls) call.crash(cause);
      return undefined;
    }
  }
}

/** @internal The core, made at its first use: importing the package does nothing. */
export const load = (): Core => (core ??= new Core());
