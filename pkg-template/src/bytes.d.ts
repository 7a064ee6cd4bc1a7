/** The WebAssembly module, one code unit a byte. Made by the build. */
declare const bytes: string;
export default bytes;
