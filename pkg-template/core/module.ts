import { escaped, length, standIns, text } from "./wasm/bytes.js";

/**
 * Compiles the core from text within this package, so that no bundler needs to know about a file. Each
 * character is a byte, modulo 256; some stand for bytes that the text would hold only as escapes.
 */
export function compile(): WebAssembly.Module {
  if (text.length !== length || /[^\0-\u01ff]/.test(text))
    throw new Error(
      "the package's JavaScript is UTF-8, but was read in another character set",
    );
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at++) {
    const place = standIns.indexOf(text[at]!);
    bytes[at] = (place < 0 ? text : escaped).charCodeAt(place < 0 ? at : place);
  }
  return new WebAssembly.Module(bytes);
}
