/** What the files of this folder share: the built package packed, installed, linked, bundled and compiled. */
import { execFile } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const run = promisify(execFile);
export const here = (/** @type {string} */ path) =>
  fileURLToPath(new URL(path, import.meta.url));

export const NAME = "carecycle-custom-fields";
export const pkg = here("../../pkg/");
export const readPkg = (
  /** @type {string} */ file,
  /** @type {BufferEncoding} */ encoding = "utf8",
) => readFileSync(join(pkg, file), encoding);

/** An empty folder for a file's tests. @param {string} name */
export function useFolder(name) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `${name}-`)));
  after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/**
 * A file of the packed package and their names, packed before a file's tests.
 *
 * @returns {{ tarball: string, files: string[] }}
 */
export function usePacked(folder = useFolder("packed")) {
  const packed = { tarball: "", files: /** @type {string[]} */ ([]) };
  before(async () => {
    const args = ["pack", "--json", "--pack-destination", folder];
    const { stdout } = await run("npm", args, { cwd: pkg });
    const [{ filename, files }] = JSON.parse(stdout);
    packed.tarball = join(folder, filename);
    packed.files = files
      .map((/** @type {{ path: string }} */ { path }) => path)
      .sort();
  });
  return packed;
}

/**
 * An empty project for a group of tests, in which the packed package is installed.
 *
 * @returns {{ folder: string, packed: ReturnType<typeof usePacked> }} the files of the package, once it is
 */
export function usePackedProject() {
  const folder = useFolder("project");
  const packed = usePacked(folder);
  before(async () => {
    writeFileSync(join(folder, "package.json"), "{}");
    const quiet = ["install", "--offline", "--no-audit", "--no-fund"];
    await run("npm", [...quiet, packed.tarball], { cwd: folder });
  });
  return { folder, packed };
}

/** Links the built package into a project, as a module. @param {string} project */
export function linkInto(project) {
  const modules = join(project, "node_modules");
  mkdirSync(modules, { recursive: true });
  symlinkSync(pkg, join(modules, NAME));
}

/**
 * Runs esbuild.
 *
 * @param {string} cwd
 * @param {string} options separated by spaces
 * @param {string[]} more which may have spaces
 */
export const esbuild = (cwd, options, ...more) =>
  run(
    "node",
    [
      here("../../xtask/node_modules/esbuild/bin/esbuild"),
      ...options.split(" "),
      ...more,
    ],
    { cwd, maxBuffer: 1 << 24 },
  );

/** Copies modules of the tests' own into a project. @param {string} project @param {string[]} names */
export function copyModules(project, ...names) {
  for (const name of names)
    cpSync(
      here(`../node_modules/${name}`),
      join(project, "node_modules", name),
      { recursive: true },
    );
}

/**
 * Compiles sources of tests/types in a project, strictly; resolves to what the compiler says.
 *
 * @param {string} project
 * @param {object} how
 * @param {readonly string[]} how.files those that begin with `./` are in the project already
 * @param {object} how.options of the compiler
 * @param {string} [how.type] of the project's modules
 */
export async function compile(project, { files, options, type = "module" }) {
  for (const file of files)
    if (!file.startsWith("./"))
      cpSync(here(`../types/${file}`), join(project, file));
  const compilerOptions = {
    target: "es2022",
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    types: [],
    ...options,
  };
  writeFileSync(join(project, "package.json"), JSON.stringify({ type }));
  writeFileSync(
    join(project, "tsconfig.json"),
    JSON.stringify({ compilerOptions, files }),
  );
  const tsc = here("../node_modules/typescript/bin/tsc");
  const { stdout } = await run("node", [tsc, "-p", project]).catch(
    (error) => error,
  );
  return stdout;
}
