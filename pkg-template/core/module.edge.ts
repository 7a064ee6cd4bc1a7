import imported from "./core.wasm?module";
import { provided } from "./provided.js";

/**
 * Replaces module.ts on the edge of Vercel and Next.js, which also forbids compiling at run time
 * and provides a module for a file that is imported like this. Nitro and wrangler do so too.
 */
export function compile(): WebAssembly.Module {
  const module = provided(imported);
  // Next.js' development server provides one from another realm, which the glue would try to
  // compile.
  if (!((module as unknown) instanceof WebAssembly.Module))
    Object.setPrototypeOf(module, WebAssembly.Module.prototype);
  return module;
}
