import bytes from "./bytes.js";

/** @internal Compiles the core from text within this package, so that no bundler need know of a file. */
export const compile = (): WebAssembly.Module =>
  new WebAssembly.Module(decode(bytes));

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
