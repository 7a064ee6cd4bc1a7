import module from "./core.wasm";

/**
 * @internal Takes the place of module.ts in Cloudflare Workers, which forbid compiling at run time and
 * give a module for the file.
 */
export const compile = (): WebAssembly.Module => module;
