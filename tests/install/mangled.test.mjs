/** The package in the bundle of somebody whose bundler mangles properties that begin with an underscore. */
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { answer, customerId, minimal } from "../node/setup.mjs";
import { esbuild, pkg, run, useFolder } from "./packed.mjs";

const folder = useFolder("mangled");

/**
 * Bundles with all that a user may set, and gives the names that esbuild mangled.
 *
 * @param {string} entry
 */
async function bundle(entry) {
  const [file, cache] = ["out.mjs", "mangled.json"].map((name) =>
    join(folder, name),
  );
  rmSync(cache, { force: true });
  await esbuild(
    folder,
    "--bundle --minify --format=esm --platform=node --mangle-props=^_ --mangle-quoted --external:carecycle-custom-fields --external:*.wasm --external:*.wasm?module",
    ...[entry, `--mangle-cache=${cache}`, `--outfile=${file}`],
  );
  return { file, names: Object.keys(JSON.parse(readFileSync(cache, "utf8"))) };
}

describe("a bundler that mangles properties with an underscore", () => {
  for (const entry of [
    ...["index.js", "index.cjs", "index.edge.js", "index.workerd.js"],
    ...["server.js", "server.cjs", "testing.js", "testing.cjs"],
  ])
    it(`finds none in ${entry}`, async () => {
      const { names } = await bundle(join(pkg, entry));
      // Read by esbuild's own helper for a default export, which the package has not.
      const crossing = names.filter((name) => name !== "__esModule");
      assert.deepEqual(crossing, []);
    });

  it("makes a bundle that checks, creates and rejects", async () => {
    const entry = join(folder, "main.mjs");
    writeFileSync(
      entry,
      `import { CareCycle } from ${JSON.stringify(join(pkg, "index.js"))};
      const [answer, customerId, body] = ${JSON.stringify([answer, customerId, minimal])};
      const fetch = async () => Response.json(answer);
      const { create, validate } = new CareCycle({ apiKey: "cc_test", fetch }).customers.customFields;
      const error = await create("x", { ...body, größe: 1 }).catch((error) => error);
      console.log(JSON.stringify([
        validate(customerId, {}).length, await create(customerId, body), error.errors.map(({ path }) => path),
      ]));`,
    );
    const { file } = await bundle(entry);
    const { stdout } = await run("node", [file]);
    assert.deepEqual(JSON.parse(stdout), [1, answer, [["id"], ["größe"]]]);
  });
});
