/** The WebAssembly module, as `decode` in module.ts reads it. Made by the build. */
declare const bytes: string;
export default bytes;
