import text from "./wasm/bytes.js";

/**
 * Compiles the core from a string in this package, so bundlers need not know about a file. Each
 * character is a byte.
 */
export function compile(): WebAssembly.Module {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = text.charCodeAt(at);
  return new WebAssembly.Module(bytes);
}
