import text from "./wasm/bytes.js";

/**
 * Compiles the core from text within this package, so that no bundler needs to know about a file. Each
 * character is a byte.
 */
export function compile(): WebAssembly.Module {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = text.charCodeAt(at);
  return new WebAssembly.Module(bytes);
}
