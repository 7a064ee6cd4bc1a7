import { ConfigurationError } from "./errors.js";
import makeGlue from "./glue.js";
import { compile } from "./module.js";

type Glue = ReturnType<typeof makeGlue>;

/** @internal No connection, or one that was lost: `settle` in src/js/host.rs says what the numbers are. */
export const NOT_SENT = 4;
export const LOST = 5;

/** @internal The platform's clocks, which tests replace, and chance. */
export function moment(): [number, number, number] {
  try {
    return [performance.now(), Date.now(), Math.random()];
  } catch {
    return [0, 0, 0];
  }
}

/** @internal */
export const CRASH =
  "The WebAssembly core stopped: a bug of this package. The next call starts it anew";

let core: Core | undefined;

/** What the core knows by a number. */
interface Call {
  /** See `perform` in src/js/host.rs. */
  perform(action: number, ms: number, leastMs: number, parts: string[]): number;
  /** What a call failed with. */
  cause: unknown;
  /** Called with what ended the instance. */
  crash(cause: unknown): void;
}

/** @internal One instance of the core, and the calls that wait for it. */
export class Core {
  readonly #calls: (Call | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #tasks: ((glue: Glue) => void)[] = [];
  readonly #glue: Glue;
  #dead = false;

  /**
   * Compiled synchronously, since `validate` answers synchronously; engines allow that for a module
   * this small.
   */
  constructor() {
    try {
      this.#glue = makeGlue(compile(), (id, action, ms, leastMs, parts) => {
        const call = this.#calls[id]!;
        try {
          return call.perform(action, ms, leastMs, parts);
        } catch (cause) {
          call.cause = cause;
          // Without timers nothing can wait.
          return action < 3 ? NOT_SENT : LOST;
        }
      });
    } catch (cause) {
      throw new ConfigurationError(
        `WebAssembly could not be started (${String(cause)}). A Content-Security-Policy must allow script-src 'wasm-unsafe-eval'`,
        { cause },
      );
    }
  }

  /** The call's number, which is its own until it leaves. */
  join(call: Call): number {
    const id = this.#free.pop() ?? this.#calls.length;
    this.#calls[id] = call;
    return id;
  }

  leave(id: number): void {
    this.#calls[id] = undefined;
    this.#free.push(id);
  }

  /**
   * Does what may make the core call hooks. These may call the client in turn: that waits, so that no
   * chain of calls exhausts the stack.
   */
  run(task: (glue: Glue) => void): void {
    if (this.#tasks.push(task) > 1) return;
    for (const task of this.#tasks) this.enter(task);
    this.#tasks.length = 0;
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
      for (const call of this.#calls) call?.crash(cause);
      return undefined;
    }
  }
}

/** @internal The core, made at its first use: importing the package does nothing. */
export const load = (): Core => (core ??= new Core());
