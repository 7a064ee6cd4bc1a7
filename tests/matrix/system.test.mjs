import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { notice, reasonAgainst } from "./system.mjs";

/** The programs that rows name. */
const programs = ["node.mjs", "runtimes.mjs", "web-workers.mjs"].flatMap(
  (file) =>
    readFileSync(new URL(`rows/${file}`, import.meta.url), "utf8").match(
      /(?<=["`])[^"`\s]*(linux-x64|node\$\{major\}\/bin)[^"`\s]*/g,
    ) ?? [],
);

describe("the matrix", () => {
  it("leaves out the rows whose programs are for another system, and says why", () => {
    assert.ok(programs.length >= 4, programs.join());
    for (const program of programs) {
      const path = program.replace("${major}", "22");
      assert.equal(reasonAgainst(path, "linux-x64"), undefined, path);
      assert.equal(
        reasonAgainst(path, "darwin-arm64"),
        "its program is for linux-x64, and this is darwin-arm64",
        path,
      );
    }
  });

  it("runs the rows whose programs are JavaScript on every system", () => {
    for (const path of ["vite/bin/vite.js", "webpack", "next/dist/bin/next"])
      assert.equal(reasonAgainst(path, "win32-x64"), undefined, path);
  });

  it("says before its first row what it leaves out, and says nothing on linux-x64", () => {
    assert.equal(notice("linux-x64"), undefined);
    assert.match(notice("win32-x64") ?? "", /^This is win32-x64\. .* left out/);
  });
});
