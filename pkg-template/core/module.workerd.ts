import module from "./core.wasm";
import { provided } from "./provided.js";

/**
 * Takes the place of module.ts in Cloudflare Workers, which forbid compiling at run time and provide a
 * module for the file.
 */
export const compile = (): WebAssembly.Module => provided(module);
