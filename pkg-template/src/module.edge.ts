import module from "./core.wasm?module";

/**
 * @internal Takes the place of module.ts on the edge of Vercel and Next.js, which forbids compiling at
 * run time too, and gives a module for a file that is asked for so.
 */
export const compile = (): WebAssembly.Module => module;
