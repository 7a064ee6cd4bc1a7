/** How the package comes to its user: by other package managers, and inside of one file. */
import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { readReport, scenarioSource } from "../scenario.mjs";
import { versionOf } from "../workers.mjs";

/** @typedef {import("../context.mjs").Context} Context */

/** @type {import("../context.mjs").Row[]} */
export const rows = [
  { name: "pnpm", run: withPnpm },
  { name: "Yarn, Plug'n'Play", run: withYarn },
  {
    name: "Lambda, one CommonJS file",
    run: (context) => asLambda(context, "cjs"),
  },
  {
    name: "Lambda, one ES module",
    run: (context) => asLambda(context, "esm"),
  },
  { name: "Node single executable", run: asExecutable },
];

/** A project that has the package's tarball as its dependency. */
const DEPENDENT = (/** @type {string} */ tarball) =>
  JSON.stringify({
    private: true,
    dependencies: { "carecycle-custom-fields": `file:${tarball}` },
  });

/** @param {Context} context */
async function withPnpm(context) {
  const cwd = await context.project("pnpm", {
    "package.json": DEPENDENT(context.tarball),
    "pnpm-workspace.yaml": "packages: []\n",
    "main.mjs": scenarioSource(),
  });
  await rm(join(cwd, "node_modules"), { recursive: true });
  const pnpm = context.bin("@pnpm/exe.linux-x64/pnpm");
  const args = ["install", "--offline", "--store-dir", join(cwd, "store")];
  await context.run(pnpm, args, { cwd });
  const report = readReport(await context.run("node", ["main.mjs"], { cwd }));
  return { ...report, version: versionOf("@pnpm/exe.linux-x64") };
}

/** @param {Context} context */
async function withYarn(context) {
  const cwd = await context.project("yarn", {
    "package.json": DEPENDENT(context.tarball),
    "yarn.lock": "",
    ".yarnrc.yml": "enableTelemetry: false\nenableGlobalCache: false\n",
    "main.mjs": scenarioSource(),
  });
  await rm(join(cwd, "node_modules"), { recursive: true });
  const node = context.bin("node24/bin/node");
  const yarn = [node, context.bin("@yarnpkg/cli-dist/bin/yarn.js")];
  const [command = "", ...args] = yarn;
  const env = { YARN_ENABLE_NETWORK: "0", YARN_ENABLE_IMMUTABLE_INSTALLS: "0" };
  await context.run(command, [...args, "install"], { cwd, env });
  const running = [...args, "node", "main.mjs"];
  const report = readReport(await context.run(command, running, { cwd, env }));
  return { ...report, version: versionOf("@yarnpkg/cli-dist") };
}

/**
 * What esbuild makes of a handler, called as the Lambda runtime does.
 *
 * @param {Context} context
 * @param {"cjs" | "esm"} format
 */
async function asLambda({ project, run, bin }, format) {
  const file = format === "cjs" ? "index.js" : "index.mjs";
  const cwd = await project(`lambda-${format}`, {
    "handler.ts": scenarioSource({
      end: "export const handler = async () => ({ statusCode: 200, body: JSON.stringify(await makeReport()) });",
    }),
    "call.mjs": `const { handler } = await import("./out/${file}");
const { body } = await handler({}, {});
console.log(body);
`,
  });
  const args = `handler.ts --bundle --minify --platform=node --target=node20 --format=${format} --outfile=out/${file}`;
  await run("node", [bin("esbuild/bin/esbuild"), ...args.split(" ")], { cwd });
  await rm(join(cwd, "node_modules"), { recursive: true });
  const report = readReport(await run("node", ["call.mjs"], { cwd }));
  return { ...report, version: versionOf("esbuild") };
}

const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

/** @param {Context} context */
async function asExecutable({ project, run, bin }) {
  const cwd = await project("executable", {
    "main.cjs": scenarioSource({ load: "require" }),
    "sea.json": JSON.stringify({
      main: "out.cjs",
      output: "blob",
      disableExperimentalSEAWarning: true,
    }),
  });
  const bundling = "main.cjs --bundle --platform=node --outfile=out.cjs";
  await run("node", [bin("esbuild/bin/esbuild"), ...bundling.split(" ")], {
    cwd,
  });
  const node = bin("node24/bin/node");
  await run(node, ["--experimental-sea-config", "sea.json"], { cwd });
  const executable = join(cwd, "program");
  await copyFile(node, executable);
  const args = [executable, "NODE_SEA_BLOB", "blob", "--sentinel-fuse", FUSE];
  await run("node", [bin("postject/dist/cli.js"), ...args], { cwd });
  await rm(join(cwd, "node_modules"), { recursive: true });
  const report = readReport(await run(executable, [], { cwd }));
  const { stdout } = await run(node, ["--version"], { cwd });
  return { ...report, version: stdout.trim() };
}
