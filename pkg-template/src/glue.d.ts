type Core = typeof import("./core.js");

/** What wasm-bindgen makes of the core, as a function of the module: each instance has its own. */
export default function glue(
  module: WebAssembly.Module,
  queueMicrotask: (task: () => void) => void,
): Pick<Core, "create" | "settle" | "uuid" | "validate">;
