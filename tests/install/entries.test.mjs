/** Which entry of the package a bundler chooses, by its conditions. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, it } from "node:test";
import { NAME, esbuild, linkInto, run, useFolder } from "./packed.mjs";

const project = useFolder("entries");
linkInto(project);

/** What esbuild bundles from the package. @param {string} conditions */
async function entryFor(conditions, name = NAME) {
  writeFileSync(join(project, "in.js"), `import ${JSON.stringify(name)};`);
  await esbuild(
    project,
    "in.js --bundle --format=esm --platform=neutral --metafile=meta.json --external:*.wasm --external:*.wasm?module --outfile=out.js --ignore-annotations",
    `--conditions=${conditions}`,
  );
  const meta = readFileSync(join(project, "meta.json"), "utf8");
  return Object.keys(JSON.parse(meta).inputs)
    .map((path) => basename(path))
    .filter((path) => path !== "in.js");
}

describe("the package's entry", () => {
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
      const name = `${NAME}/${subpath}`;
      assert.deepEqual(await entryFor("browser", name), [file]);
    });
  it("can be the module itself", async () => {
    const script = `console.log(import.meta.resolve("carecycle-custom-fields/core.wasm"));`;
    const args = ["--input-type=module", "--eval", script];
    const { stdout } = await run("node", args, { cwd: project });
    assert.equal(basename(stdout.trim()), "core.wasm");
  });
});
