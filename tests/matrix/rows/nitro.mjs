/** Nitro, Nuxt's server engine: a route built for Node, for Cloudflare and for Vercel's edge. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { scenarioSource } from "../scenario.mjs";
import { askServer } from "../servers.mjs";
import { fromWorker, versionOf } from "../workers.mjs";

/** @typedef {import("../context.mjs").Context} Context */

/** If nothing may be compiled at run time, Nitro must be configured to bundle .wasm files. */
const WASM = "experimental: { wasm: true },";

/** @type {import("../context.mjs").Row[]} */
export const rows = [
  { name: "Nitro 2, node-server", run: onNode },
  { name: "Nitro 2, cloudflare-module", run: onCloudflare },
  { name: "Nitro 2, vercel-edge, run by workerd", run: onVercel },
];

/**
 * @param {Context} context
 * @param {{ preset: string, config?: string, client?: string }} how
 */
async function build(context, { preset, config = "", client = "" }) {
  const cwd = await context.project(`nitro-${preset}`, {
    "package.json": '{ "private": true, "type": "module" }',
    "nitro.config.ts": `export default defineNitroConfig({ compatibilityDate: "2026-04-01", ${config} });`,
    "routes/index.ts": scenarioSource({
      client,
      end: "export default defineEventHandler(makeReport);",
    }),
  });
  const nitro = context.bin("nitropack/dist/cli/index.mjs");
  const args = [nitro, "build", "--preset", preset];
  await context.run(context.bin("node24/bin/node"), args, { cwd });
  return cwd;
}

/** @param {Context} context */
async function onNode(context) {
  const cwd = await build(context, { preset: "node-server" });
  const node = context.bin("node24/bin/node");
  const env = { NITRO_PORT: "0", NITRO_HOST: "127.0.0.1" };
  const args = [".output/server/index.mjs"];
  const report = await askServer(context, node, args, { cwd, env });
  return { ...report, version: versionOf("nitropack") };
}

/** @param {Context} context */
async function onCloudflare(context) {
  const cwd = await build(context, {
    preset: "cloudflare-module",
    config: WASM,
    client: clientOf(context),
  });
  const [report] = await fromWorker(join(cwd, ".output/server"), "index.mjs");
  return { ...report, version: versionOf("nitropack") };
}

/** @param {Context} context */
async function onVercel(context) {
  const cwd = await build(context, {
    preset: "vercel-edge",
    config: `${WASM} wasm: { esmImport: true, lazy: false },`,
    client: clientOf(context),
  });
  const output = join(cwd, ".vercel/output/functions/__fallback.func");
  const worker = `import handle from "./index.mjs";
export default { fetch: (request, _, context) => handle(request, context) };
`;
  await writeFile(join(output, "worker.mjs"), worker);
  const [report] = await fromWorker(output, "worker.mjs", {
    compatibilityFlags: ["nodejs_compat"],
  });
  return { ...report, version: versionOf("nitropack") };
}

/** @param {Context} context */
const clientOf = ({ apiKey, baseUrl }) => JSON.stringify({ apiKey, baseUrl });
