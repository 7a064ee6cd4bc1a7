import module from "./core.wasm?module";

/**
 * Takes the place of module.ts on the edge of Vercel and Next.js, which forbids compiling at run time
 * too, and provides a module for a file that is imported like this.
 */
export function compile(): WebAssembly.Module {
  // Next.js' development server provides one of another realm, which the glue would try to compile.
  if (!((module as unknown) instanceof WebAssembly.Module))
    Object.setPrototypeOf(module, WebAssembly.Module.prototype);
  return module;
}
