import bytes from "./wasm/bytes.js";

/** Compiles the core from text within this package, so that no bundler needs to know about a file. */
export const compile = (): WebAssembly.Module =>
  // A character for each byte.
  new WebAssembly.Module(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
