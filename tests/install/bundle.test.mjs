/** A page's bundle has nothing of what runs in a backend or in users' own tests. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, it } from "node:test";
import ts from "typescript";
import { esbuild, here, linkInto, pkg, readPkg, useFolder } from "./packed.mjs";

const folder = useFolder("bundle");
linkInto(folder);

/**
 * Bundles a page that imports all of a module; its text, and the files of the package in it.
 *
 * @param {string} specifier
 */
async function bundle(specifier) {
  const source = `import * as all from "${specifier}"; globalThis.all = all;`;
  writeFileSync(join(folder, "page.js"), source);
  await esbuild(
    folder,
    "page.js --bundle --format=esm --platform=browser --outfile=out.js --metafile=meta.json",
  );
  const read = (/** @type {string} */ file) =>
    readFileSync(join(folder, file), "utf8");
  const files = Object.keys(JSON.parse(read("meta.json")).inputs)
    .filter((file) => file !== "page.js")
    .map((file) => relative(pkg, join(folder, file)));
  return { text: read("out.js"), files };
}

/**
 * What a module has as texts, and no other source of the package.
 *
 * @param {string} entry
 */
function markers(entry) {
  const others = ["pkg-template/client", "pkg-template/core", "src"]
    .map((layer) => here(`../../${layer}/`))
    .flatMap((layer) =>
      readdirSync(layer, { recursive: true, encoding: "utf8" })
        .filter((file) => /\.(ts|rs)$/.test(file))
        .map((file) => readFileSync(join(layer, file), "utf8")),
    )
    .concat(readFileSync(here("../../pkg-template/generated.ts"), "utf8"))
    .join("\n");
  const text = readPkg(`${entry}.js`);
  /** @type {Set<string>} */
  const found = new Set();
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node))
      found.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(entry, text, ts.ScriptTarget.Latest));
  return [...found].filter(
    (text) =>
      text.length >= 12 && /^[ -~]+$/.test(text) && !others.includes(text),
  );
}

const has = (/** @type {string} */ text, /** @type {string[]} */ marks) =>
  marks.filter((mark) => text.includes(mark));

describe("a page's bundle", () => {
  for (const entry of ["server", "testing"]) {
    const marks = markers(entry);
    assert.ok(marks.length >= 10, `${marks.length} texts of ${entry}`);
    it(`contains nothing of ${entry}`, async () => {
      const { text, files } = await bundle("carecycle-custom-fields");
      assert.deepEqual(files, ["index.js"]);
      assert.deepEqual(has(text, marks), []);
    });
    it(`would be recognised to contain ${entry} by at least ten texts`, async () => {
      const { text, files } = await bundle(`carecycle-custom-fields/${entry}`);
      assert.ok(files.includes(`${entry}.js`), files.join());
      const found = has(text, marks);
      assert.ok(found.length >= 10, found.join("\n"));
    });
    for (const file of [
      "index.js",
      "index.cjs",
      "index.edge.js",
      "index.workerd.js",
    ])
      it(`contains nothing of ${entry} if it is built from ${file}`, () => {
        const text = readPkg(file);
        assert.deepEqual(has(text, marks), []);
      });
  }
});
