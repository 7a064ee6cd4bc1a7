/** `node main.mjs BUNDLER TARGET`: bundles the project in the working folder into its `out/`. */
import { argv } from "node:process";

/**
 * @typedef {object} Target
 * @property {string} entry the file to bundle
 * @property {boolean} isPage for a browser, else for Node
 * @property {"esm" | "cjs"} format of the output
 * @property {string} file the output
 */

/** @type {Record<string, Target>} */
const targets = {
  esm: {
    entry: "./main.mjs",
    isPage: false,
    format: "esm",
    file: "main.mjs",
  },
  cjs: {
    entry: "./main.cjs",
    isPage: false,
    format: "cjs",
    file: "main.cjs",
  },
  page: { entry: "./main.mjs", isPage: true, format: "esm", file: "main.js" },
};

const [, , bundler = "", target = ""] = argv;
const wanted = targets[target];
if (!wanted) throw new Error(`No target ${target}`);
/** @type {{ build: (target: Target) => Promise<unknown> }} */
const { build } = await import(`./${bundler}.mjs`);
await build(wanted);
