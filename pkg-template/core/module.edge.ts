import imported from "./core.wasm?module";
import { provided } from "./provided.js";

/**
 * Takes the place of module.ts on the edge of Vercel and Next.js, which forbids compiling at run time
 * too, and provides a module for a file that is imported like this, as Nitro and wrangler do.
 */
export function compile(): WebAssembly.Module {
  const module = provided(imported);
  // Next.js' development server provides one of another realm, which the glue would try to compile.
  if (!((module as unknown) instanceof WebAssembly.Module))
    Object.setPrototypeOf(module, WebAssembly.Module.prototype);
  return module;
}
