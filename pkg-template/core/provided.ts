/**
 * What a bundler made of an import of core.wasm, if it is a module. A module of another realm has
 * another class, but the same tag.
 */
export function provided(module: unknown): WebAssembly.Module {
  const tag = Object.prototype.toString.call(module);
  if (tag === "[object WebAssembly.Module]")
    return module as WebAssembly.Module;
  throw new TypeError(
    `the bundler made ${tag} of the import of core.wasm, where a WebAssembly.Module is needed`,
  );
}
