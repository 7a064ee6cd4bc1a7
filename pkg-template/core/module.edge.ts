import module from "./core.wasm?module";

/**
 * Takes the place of module.ts on the edge of Vercel and Next.js, which forbids compiling at run time
 * too, and provides a module for a file that is imported like this.
 */
export const compile = (): WebAssembly.Module => module;
