import bytes from "./bytes.js";
import { ConfigurationError } from "./errors.js";
import makeGlue from "./glue.js";

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
      this.#glue = makeGlue(new WebAssembly.Module(decode(bytes)), (task) =>
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

/** The bytes that `bytes_module` in xtask/src/package.rs wrote as text. */
function decode(text: string): Uint8Array<ArrayBuffer> {
  const decoded = new Uint8Array(text.length);
  let size = 0;
  let first = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // "!" stands for the backslash.
    const digit = code === 33 ? 57 : code - 35;
    if (!first && digit > 89) first = 90 + (digit - 90) * 92;
    else {
      decoded[size++] = first + digit;
      first = 0;
    }
  }
  return decoded.subarray(0, size);
}

/** @internal The core, made at its first use: importing the package does nothing. */
export const load = (): Core => (core ??= new Core());
