import module from "./core.wasm";

/**
 * Takes the place of module.ts in Cloudflare Workers, which forbid compiling at run time and provide a
 * module for the file.
 */
export const compile = (): WebAssembly.Module => module;
