/** The README says which browsers have all that the package uses. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { esbuild, here, pkg, run } from "./packed.mjs";

const readme = readFileSync(here("../../README.md"), "utf8");
const [, chrome, firefox, safari] =
  /Chrome and Edge (\d+), Firefox (\d+) and Safari ([\d.]+)/.exec(
    readme.replaceAll("\n", " "),
  ) ?? [];

describe(`Chrome ${chrome}, Firefox ${firefox} and Safari ${safari}`, () => {
  /** The package as written for a target. @param {string} target */
  const writtenFor = async (target) => {
    // esbuild thinks of properties of newer Unicode versions.
    const known = "--supported:regexp-unicode-property-escapes=true";
    const options = `index.js --minify --target=${target} ${known}`;
    const { stdout, stderr } = await esbuild(pkg, options);
    assert.equal(stderr, "");
    return stdout;
  };
  it("support all syntax of the package", async () => {
    const targets = `chrome${chrome},firefox${firefox},safari${safari}`;
    const isSame = (await writtenFor(targets)) === (await writtenFor("esnext"));
    assert.ok(isSame, "esbuild writes it in another way for these browsers");
  });
  it("would lack some of it if they were older, which shows that this test would notice it", async () =>
    assert.ok((await writtenFor("chrome83")) !== (await writtenFor("esnext"))));
  it("support all WebAssembly features of the core", async () => {
    // https://webassembly.org/features: the newest of these came with Chrome 96, Firefox 79, Safari 15.
    const features = [
      "bulk-memory",
      "bulk-memory-opt",
      "multivalue",
      "mutable-globals",
      "nontrapping-float-to-int",
      "reference-types",
      "sign-ext",
    ].map((feature) => `--enable-${feature}`);
    const opt = here("../../xtask/node_modules/binaryen/bin/wasm-opt");
    const args = ["core.wasm", "-mvp", ...features, "-o", "/dev/null"];
    await run("node", [opt, ...args], { cwd: pkg });
  });
});
