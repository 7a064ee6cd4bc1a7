/** Bundlers, in production mode with their own minifiers, for Node and for a page in Chromium. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { IN_PAGE, readReport, scenarioSource } from "../scenario.mjs";
import { PAGE_CLIENT, pageSource, runPage } from "../site.mjs";

/** @typedef {import("../context.mjs").Context} Context */

const CLASSIC = 'defer src="./main.js"';
const MODULE = 'type="module" src="./main.js"';

/** Each name, its program in builds/, its npm package, and the script tag of a page it does not write. */
const bundlers = /** @type {const} */ ([
  ["webpack 5", "webpack", "webpack", CLASSIC],
  ["Rspack", "rspack", "@rspack/core", CLASSIC],
  ["Rollup", "rollup", "@rollup/wasm-node", MODULE],
  ["rolldown", "rolldown", "rolldown", MODULE],
  ["esbuild", "esbuild", "esbuild", MODULE],
  ["Parcel", "parcel", "parcel", ""],
  ["Vite 8 build", "vite", "vite", ""],
  ["bun build", "bun", "bun", MODULE],
]);
const targets = /** @type {const} */ ([
  ["Node, ES module", "esm"],
  ["Node, CommonJS", "cjs"],
  ["Chromium", "page"],
]);

/** @type {import("../context.mjs").Row[]} */
export const rows = bundlers.flatMap(([name, program, npmName, script]) =>
  targets.map(([where, target]) => ({
    name: `${name}, for ${where}`,
    async run(context) {
      const cwd = await context.project(
        `${program}-${target}`,
        sources(target),
      );
      const main = fileURLToPath(
        new URL("../builds/main.mjs", import.meta.url),
      );
      await context.run("node", [main, program, target], { cwd });
      const out = join(cwd, "out");
      if (target === "page" && script) {
        await writeFile(join(out, "index.html"), pageSource(script));
      }
      const report =
        target === "page"
          ? await runPage(context, out)
          : await runAlone(context, cwd, target);
      return { ...report, version: await versionOf(context, npmName) };
    },
  })),
);

/** @param {"esm" | "cjs" | "page"} target @returns {Record<string, string>} */
function sources(target) {
  const page = { client: PAGE_CLIENT, end: IN_PAGE };
  return {
    "main.mjs": scenarioSource(target === "page" ? page : {}),
    "main.cjs": scenarioSource({ load: "require" }),
    "index.html": pageSource('type="module" src="./main.mjs"'),
  };
}

/**
 * Runs what was bundled where no package is found.
 *
 * @param {Context} context
 * @param {string} cwd
 * @param {"esm" | "cjs"} target
 */
async function runAlone({ run }, cwd, target) {
  await rm(join(cwd, "node_modules"), { recursive: true });
  const file = target === "esm" ? "main.mjs" : "main.cjs";
  return readReport(await run("node", [join("out", file)], { cwd }));
}

/** @param {Context} context @param {string} npmName */
async function versionOf({ bin }, npmName) {
  const text = await readFile(bin(`${npmName}/package.json`), "utf8");
  return JSON.parse(text).version;
}
