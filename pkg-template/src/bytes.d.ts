/** The WebAssembly module, as `decode` in wasm.ts reads it. Made by the build. */
declare const bytes: string;
export default bytes;
