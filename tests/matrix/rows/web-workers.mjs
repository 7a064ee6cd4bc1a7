/** Workers of a page, classic and module, which have no `window` and no `document`. */
import { scenarioSource } from "../scenario.mjs";
import { PAGE_CLIENT, pageSource, runPage } from "../site.mjs";

/** @typedef {import("../context.mjs").Context} Context */

/** Answers each message through the port that came with it. */
const ANSWER = `addEventListener("message", ({ ports: [port] }) => void makeReport()
  .then((report) => port.postMessage(report), (error) => port.postMessage({ error: String(error) })));`;

/** What a worker's file has, and what else it needs; a classic one cannot import. */
const kinds = /** @type {const} */ ({
  classic: {
    options: "{}",
    source: `importScripts("./carecycle.js");\nconst require = () => carecycle;\n${scenarioSource({ load: "require", client: PAGE_CLIENT, end: ANSWER })}`,
  },
  module: {
    options: '{ type: "module" }',
    source: scenarioSource({
      from: "./node_modules/carecycle-custom-fields/index.js",
      client: PAGE_CLIENT,
      end: ANSWER,
    }),
  },
});

/** How a page comes to each kind of worker, its options given. */
const starts = {
  "Web Worker": (/** @type {string} */ options) =>
    `const worker = new Worker("./worker.js", ${options});`,
  "Service Worker": (/** @type {string} */ options) =>
    `await navigator.serviceWorker.register("./worker.js", ${options});
  const { active: worker } = await navigator.serviceWorker.ready;`,
};

/** @param {string} start */
const pageScript = (start) => `globalThis.report = (async () => {
  ${start}
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve, reject) => {
    worker.onerror = ({ message }) => reject(new Error(message));
    port1.onmessage = ({ data }) => data.error ? reject(new Error(data.error)) : resolve(data);
    worker.postMessage("create", [port2]);
  });
})();`;

/** @type {import("../context.mjs").Row[]} */
export const rows = Object.entries(starts).flatMap(([place, start]) =>
  Object.entries(kinds).map(([kind, { options, source }]) => ({
    name: `${place}, ${kind}`,
    run: async (/** @type {Context} */ context) => {
      const name = `${place}-${kind}`.toLowerCase().replace(" ", "-");
      const folder = await context.project(name, {
        "index.html": pageSource(),
        "main.js": pageScript(start(options)),
        "worker.js": source,
      });
      if (kind === "classic") await bundle(context, folder);
      return runPage(context, folder);
    },
  })),
);

/**
 * The package as a script with one global, as `importScripts` needs it.
 *
 * @param {Context} context
 * @param {string} cwd
 */
async function bundle({ run, bin }, cwd) {
  const entry = "node_modules/carecycle-custom-fields/index.js";
  const shape = ["--bundle", "--format=iife", "--global-name=carecycle"];
  const args = [entry, ...shape, "--outfile=carecycle.js"];
  await run(bin("@esbuild/linux-x64/bin/esbuild"), args, { cwd });
}
