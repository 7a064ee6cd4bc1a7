import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import {
  checkPackage,
  createPackageFromTarballData,
} from "@arethetypeswrong/core";
import { publint } from "publint";

const run = promisify(execFile);
const pkg = new URL("../../pkg/", import.meta.url);
const read = (/** @type {string} */ file) =>
  readFileSync(new URL(file, pkg), "utf8");

describe("the packed package", () => {
  const folder = mkdtempSync(join(tmpdir(), "packed-"));
  /** @type {Uint8Array<ArrayBuffer>} */
  let tarball;
  before(async () => {
    const args = ["pack", "--json", "--pack-destination", folder];
    const { stdout } = await run("npm", args, { cwd: fileURLToPath(pkg) });
    const [{ filename }] = JSON.parse(stdout);
    tarball = new Uint8Array(readFileSync(join(folder, filename)));
  });
  after(() => rmSync(folder, { recursive: true }));

  it("gives publint nothing to say", async () => {
    const { messages } = await publint({
      pack: { tarball: tarball.buffer },
      strict: true,
    });
    assert.deepEqual(messages, []);
  });
  it("has types that are not wrong", async () => {
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
      JSON.parse(read("package.json"));
    assert.deepEqual(
      [scripts, dependencies, peerDependencies, optionalDependencies],
      [undefined, undefined, undefined, undefined],
    );
  });
  it("refers to no source map", () => {
    for (const file of [
      "cli.js",
      "index.js",
      "index.edge.js",
      "index.workerd.js",
      "index.cjs",
      "index.d.ts",
      "index.d.cts",
      "testing.js",
      "testing.cjs",
      "testing.d.ts",
      "testing.d.cts",
    ])
      assert.ok(!read(file).includes("sourceMappingURL"), file);
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
      await import(${JSON.stringify(new URL("index.js", pkg).href)});
      console.log(before === state());`;
    const args = ["--input-type=module", "--eval", script];
    const { stdout } = await run(process.execPath, args);
    assert.equal(stdout, "true\n");
    assert.equal(JSON.parse(read("package.json")).sideEffects, false);
  });
});
