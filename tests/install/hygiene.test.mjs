import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import {
  checkPackage,
  createPackageFromTarballData,
} from "@arethetypeswrong/core";
import { publint } from "publint";
import { pkg, readPkg, run, usePacked } from "./packed.mjs";

describe("the packed package", () => {
  const packed = usePacked();
  /** @type {Uint8Array<ArrayBuffer>} */
  let tarball;
  before(() => {
    tarball = new Uint8Array(readFileSync(packed.tarball));
  });

  it("passes publint", async () => {
    const { messages } = await publint({
      pack: { tarball: tarball.buffer },
      strict: true,
    });
    assert.deepEqual(messages, []);
  });
  it("passes arethetypeswrong", async () => {
    const found = await checkPackage(createPackageFromTarballData(tarball), {
      excludeEntrypoints: ["./core.wasm"],
    });
    assert.ok(found.types);
    // Those for a runtime that has ES modules only.
    const modules = ["./workerd", "./edge"];
    const kinds = ["NoResolution", "CJSResolvesToESM"];
    const problems = found.problems.filter(
      (problem) =>
        !("entrypoint" in problem) ||
        !modules.includes(problem.entrypoint) ||
        !kinds.includes(problem.kind),
    );
    assert.deepEqual(problems, []);
  });
  it("runs nothing when it is installed, and depends on nothing", () => {
    const { scripts, dependencies, peerDependencies, optionalDependencies } =
      JSON.parse(readPkg("package.json"));
    assert.deepEqual(
      [scripts, dependencies, peerDependencies, optionalDependencies],
      [undefined, undefined, undefined, undefined],
    );
  });
  it("refers to no source map", () => {
    const texts = packed.files.filter((file) =>
      /\.([cm]?js|d\.c?ts)$/.test(file),
    );
    assert.ok(texts.length >= 15, texts.join());
    for (const file of texts)
      assert.ok(!readPkg(file).includes("sourceMappingURL"), file);
  });
  it("changes nothing when it is imported, as sideEffects: false says", async () => {
    const script = `
      const state = () => JSON.stringify([
        Reflect.ownKeys(globalThis).map(String),
        [Error, Promise, Object, Symbol].map((one) =>
          [one, one.prototype].map((part) => Reflect.ownKeys(part).map(String))),
        process.getActiveResourcesInfo().filter((kind) => kind === "Timeout"),
      ]);
      // What the import itself makes.
      await import("data:text/javascript,0");
      const before = state();
      await import(${JSON.stringify(pathToFileURL(`${pkg}index.js`).href)});
      console.log(before === state());`;
    const args = ["--input-type=module", "--eval", script];
    const { stdout } = await run(process.execPath, args);
    assert.equal(stdout, "true\n");
    assert.equal(JSON.parse(readPkg("package.json")).sideEffects, false);
  });
});
