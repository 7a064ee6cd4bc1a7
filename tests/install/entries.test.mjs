/** Which entry of the package a bundler takes, by its conditions. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const here = (/** @type {string} */ path) =>
  fileURLToPath(new URL(path, import.meta.url));
const project = mkdtempSync(join(tmpdir(), "entries-"));
mkdirSync(join(project, "node_modules"));
const installed = join(project, "node_modules/carecycle-custom-fields");
symlinkSync(here("../../pkg"), installed);
after(() => rmSync(project, { recursive: true }));

const esbuild = here("../../xtask/node_modules/esbuild/bin/esbuild");

/**
 * What esbuild takes of the package.
 *
 * @param {string} conditions
 * @param {string} [name]
 * @param {string} [source]
 */
async function entryFor(
  conditions,
  name = "carecycle-custom-fields",
  source = `import ${JSON.stringify(name)};`,
) {
  const args =
    "--bundle --format=esm --platform=neutral --metafile=meta.json --external:*.wasm --external:*.wasm?module --outfile=out.js --ignore-annotations";
  const options = [...args.split(" "), `--conditions=${conditions}`];
  const bundling = run("node", [esbuild, ...options], { cwd: project });
  bundling.child.stdin?.end(source);
  await bundling;
  const read = `console.log(JSON.stringify(Object.keys(require("./meta.json").inputs)))`;
  const { stdout } = await run("node", ["--eval", read], { cwd: project });
  /** @type {string[]} */
  const inputs = JSON.parse(stdout);
  return inputs
    .map((path) => basename(path))
    .filter((path) => path !== "<stdin>");
}

describe("the entry", () => {
  for (const [who, conditions, file] of /** @type {const} */ ([
    ["a browser's bundler", "browser,module", "index.js"],
    ["a worker's that knows of no runtime", "worker,browser", "index.js"],
    ["Node's", "node", "index.js"],
    ["wrangler's", "workerd,worker,browser", "index.workerd.js"],
    ["Node's for workerd", "workerd,node", "index.workerd.js"],
    ["Next.js' edge", "edge-light,worker,browser", "index.edge.js"],
    [
      "Nitro's for any edge",
      "workerd,edge-light,worker,browser,deno",
      "index.workerd.js",
    ],
    [
      "Nitro's for any edge, with WebAssembly",
      "unwasm,wasm,workerd,edge-light,worker,browser,deno",
      "index.edge.js",
    ],
    ["Nitro's for Node, with WebAssembly", "unwasm,wasm,node", "index.js"],
  ]))
    it(`is ${file} for ${who}`, async () => {
      assert.deepEqual(await entryFor(conditions), [file]);
    });
  for (const [subpath, file] of Object.entries({
    workerd: "index.workerd.js",
    edge: "index.edge.js",
  }))
    it(`can be chosen by its name: ${subpath}`, async () => {
      const name = `carecycle-custom-fields/${subpath}`;
      assert.deepEqual(await entryFor("browser", name), [file]);
    });
  it("can be the module itself", async () => {
    const script = `console.log(import.meta.resolve("carecycle-custom-fields/core.wasm"));`;
    const args = ["--input-type=module", "--eval", script];
    const { stdout } = await run("node", args, { cwd: project });
    assert.equal(basename(stdout.trim()), "core.wasm");
  });
});
