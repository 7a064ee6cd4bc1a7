import { create, initSync, parse, validate } from "./core.js";
import bytes from "./bytes.js";
import { ConfigurationError } from "./errors.js";

const core = { create, parse, validate };

let ready = false;

/**
 * The core, compiled at its first use: importing the package does nothing. Compiled synchronously,
 * since `validate` answers synchronously; engines allow that for a module this small.
 */
export function load(): typeof core {
  if (!ready) {
    const buffer = Uint8Array.from(bytes, (unit) => unit.charCodeAt(0));
    try {
      initSync({ module: buffer });
    } catch (cause) {
      throw new ConfigurationError(
        "WebAssembly could not be started here. In a page with a Content-Security-Policy, allow " +
          "script-src 'wasm-unsafe-eval'.",
        { cause },
      );
    }
    ready = true;
  }
  return core;
}
