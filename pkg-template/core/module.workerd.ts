import module from "./core.wasm";
import { provided } from "./provided.js";

/**
 * Replaces module.ts in Cloudflare Workers, which forbid compiling at run time and provide a module
 * for the file.
 */
export const compile = (): WebAssembly.Module => provided(module);
