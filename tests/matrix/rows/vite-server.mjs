/** Vite's servers, whose proxy is the backend that adds the key. */
import { access } from "node:fs/promises";
import { join } from "node:path";
import { IN_PAGE, scenarioSource } from "../scenario.mjs";
import { startServer } from "../servers.mjs";
import { PAGE_CLIENT, pageSource } from "../site.mjs";
import { visit } from "../visit.mjs";

/** @typedef {import("../context.mjs").Context} Context */

const CONFIG = `const proxy = { "/api/carecycle": {
  target: process.env.CARECYCLE_BASE_URL,
  changeOrigin: true,
  headers: { "x-api-key": process.env.CARECYCLE_API_KEY },
  rewrite: (path) => path.replace("/api/carecycle", ""),
} };
export default { server: { proxy }, preview: { proxy } };`;

/** @type {import("../context.mjs").Row[]} */
export const rows = [
  { name: "Vite 8, dev server", run: develop },
  { name: "Vite 8, preview of a build", run: preview },
];

/**
 * @param {Context} context
 * @param {string} name
 */
const makeProject = ({ project }, name) =>
  project(name, {
    "vite.config.mjs": CONFIG,
    "index.html": pageSource(),
    "main.js": scenarioSource({ client: PAGE_CLIENT, end: IN_PAGE }),
  });

/** @param {Context} context */
async function develop(context) {
  const cwd = await makeProject(context, "vite-dev");
  const report = await serve(context, cwd, ["dev"]);
  // Served as the optimizer has bundled it, and not from its own file.
  await access(join(cwd, "node_modules/.vite/deps/carecycle-custom-fields.js"));
  return report;
}

/** @param {Context} context */
async function preview(context) {
  const cwd = await makeProject(context, "vite-preview");
  const { run, bin } = context;
  await run("node", [bin("vite/bin/vite.js"), "build"], { cwd });
  return serve(context, cwd, ["preview"]);
}

/**
 * @param {Context} context
 * @param {string} cwd
 * @param {string[]} args
 */
async function serve(context, cwd, args) {
  const vite = context.bin("vite/bin/vite.js");
  const { stdout } = await context.run("node", [vite, "--version"]);
  const address = ["--host", "127.0.0.1", "--port", "0"];
  const server = await startServer(
    context,
    "node",
    [vite, ...args, ...address],
    { cwd },
  );
  const report = await visit(context, server.url).finally(server.stop);
  return { ...report, version: stdout.trim().split(" ")[0] };
}
