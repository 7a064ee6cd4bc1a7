/** The memories of the WebAssembly instances that are made after this is loaded. */

/** @type {WebAssembly.Memory[]} */
export const memories = [];

WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, [module, imports]) {
    const instance = new target(module, imports);
    for (const exported of Object.values(instance.exports))
      if (exported instanceof WebAssembly.Memory) memories.push(exported);
    return instance;
  },
});
