/** The package as npm installs it from its tarball. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const run = promisify(execFile);
export const here = (/** @type {string} */ path) =>
  fileURLToPath(new URL(path, import.meta.url));

/**
 * An empty project for a group of tests, in which the packed package is installed.
 *
 * @returns {{ folder: string, files: string[] }} the files of the package, once it is
 */
export function usePackedProject() {
  const folder = mkdtempSync(join(tmpdir(), "project-"));
  const project = { folder, files: /** @type {string[]} */ ([]) };
  before(async () => {
    const pack = ["pack", "--json", "--pack-destination", folder];
    const { stdout } = await run("npm", pack, { cwd: here("../../pkg/") });
    const [packed] = JSON.parse(stdout);
    project.files = packed.files
      .map((/** @type {{ path: string }} */ { path }) => path)
      .sort();
    writeFileSync(join(folder, "package.json"), "{}");
    const quiet = ["install", "--offline", "--no-audit", "--no-fund"];
    await run("npm", [...quiet, join(folder, packed.filename)], {
      cwd: folder,
    });
  });
  after(() => rmSync(folder, { recursive: true }));
  return project;
}
