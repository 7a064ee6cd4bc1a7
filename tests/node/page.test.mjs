/** Where a key is refused: each runtime's marks are put on the global scope of a new context. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import vm from "node:vm";

const bundle = readFileSync(
  new URL("../../pkg/index.cjs", import.meta.url),
  "utf8",
);

/** Whether a client accepts a key if the global scope has this. @param {object} scope */
function takesKey(scope) {
  const module = { exports: {} };
  const context = vm.createContext({
    module,
    exports: module.exports,
    URL,
    ...scope,
  });
  const make = 'new module.exports.CareCycle({ apiKey: "cc_x" })';
  try {
    vm.runInContext(`${bundle}\n;${make}`, context);
    return true;
  } catch (error) {
    const { name, message } = /** @type {Error} */ (error);
    assert.equal(name, "ConfigurationError");
    assert.match(message, /web page/);
    return false;
  }
}

class WorkerGlobalScope {}
const worker = { WorkerGlobalScope, importScripts: () => {} };

describe("a key", () => {
  for (const [where, scope] of /** @type {[string, object][]} */ ([
    ["a page", { window: {}, document: {} }],
    ["a page's worker", worker],
    [
      "a page's worker with a polyfilled process",
      { ...worker, process: { versions: {}, env: {} } },
    ],
  ]))
    it(`is refused in ${where}`, () => assert.equal(takesKey(scope), false));
  for (const [where, scope] of /** @type {[string, object][]} */ ([
    ["a bare context", {}],
    ["workerd", { WorkerGlobalScope, WebSocketPair: class {} }],
    [
      "a server's worker with importScripts",
      { ...worker, WebSocketPair: class {} },
    ],
    ["a worker of Deno", { ...worker, Deno: {} }],
    ["a worker of Bun", { ...worker, Bun: {} }],
    ["an edge runtime", { ...worker, EdgeRuntime: "edge-runtime" }],
    [
      "a worker of Node",
      { ...worker, process: { versions: { node: "20.0.0" }, env: {} } },
    ],
  ]))
    it(`is accepted in ${where}`, () => assert.equal(takesKey(scope), true));
});
