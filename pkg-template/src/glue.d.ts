type Core = typeof import("./core.js");

/**
 * What wasm-bindgen makes of the core, as a function of the module: each instance has its own.
 * `perform` is what src/js/host.rs imports.
 */
export default function glue(
  module: WebAssembly.Module,
  perform: (
    id: number,
    action: number,
    ms: number,
    leastMs: number,
    parts: string[],
  ) => number,
): Pick<Core, "create" | "settle" | "uuid" | "validate">;
