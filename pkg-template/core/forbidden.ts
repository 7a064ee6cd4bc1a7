import { isPage } from "./page.js";

/** How engines say that a page's or a runtime's policy forbids compiling. */
const FORBIDDEN = /allowed|blocked|refused|violates/i;

/** Why the core could not be compiled and what to do, given the engine's message. */
export function whyNotCompiled(engineMessage: string): string {
  const hint = isPage()
    ? "The Content-Security-Policy must allow script-src 'wasm-unsafe-eval'"
    : 'This runtime forbids compiling at run time: bundle with the export condition "workerd" or "edge-light", or import "carecycle-custom-fields/workerd" or "/edge"';
  return `WebAssembly could not be started (${engineMessage})${FORBIDDEN.test(engineMessage) ? `. ${hint}` : ""}`;
}
