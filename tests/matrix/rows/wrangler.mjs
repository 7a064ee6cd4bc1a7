/** Cloudflare Workers as wrangler builds them, with requests that overlap. */
import assert from "node:assert/strict";
import { checkReport, scenarioSource } from "../scenario.mjs";
import { dryRun, fromWorker, versionOf } from "../workers.mjs";

/** @typedef {import("../context.mjs").Context} Context */

const REQUESTS = 4;

/** @type {import("../context.mjs").Row[]} */
export const rows = [
  { name: "wrangler 4, requests that overlap", run: overlapping },
  {
    name: "@hono/vite-build, then wrangler",
    run: afterVite,
  },
];

/** @param {string} main */
const config = (main) =>
  JSON.stringify({ name: "worker", main, compatibility_date: "2026-04-01" });

/** @param {Context} context */
async function overlapping(context) {
  const { apiKey, baseUrl } = context;
  // They wait for each other's slots.
  const rateLimit = { requests: 3, perMs: 200 };
  const cwd = await context.project("wrangler", {
    "wrangler.json": config("main.mjs"),
    "main.mjs": scenarioSource({
      client: JSON.stringify({ apiKey, baseUrl, rateLimit }),
      end: "export default { fetch: async () => Response.json(await makeReport()) };",
    }),
  });
  const out = await dryRun(context, cwd);
  const reports = await fromWorker(out, "main.js", {}, REQUESTS);
  for (const report of reports) await checkReport(report, context);
  assert.equal(new Set(reports.map(({ value }) => value.id)).size, REQUESTS);
  return { ...reports[0], version: versionOf("wrangler") };
}

/** @param {Context} context */
async function afterVite(context) {
  const { apiKey, baseUrl } = context;
  const cwd = await context.project("hono-vite", {
    "package.json": '{ "private": true, "type": "module" }',
    "wrangler.json": config("dist/index.js"),
    "vite.config.mjs": `import build from "@hono/vite-build/cloudflare-workers";
export default { plugins: [build({ external: ["carecycle-custom-fields"] })] };
`,
    "src/index.ts": `import { Hono } from "hono";
${scenarioSource({
  client: JSON.stringify({ apiKey, baseUrl }),
  end: `const app = new Hono();
app.get("/", async (context) => context.json(await makeReport()));
export default app;`,
})}`,
  });
  const vite = context.bin("vite/bin/vite.js");
  await context.run(context.bin("node24/bin/node"), [vite, "build"], { cwd });
  const out = await dryRun(context, cwd);
  const [report] = await fromWorker(out, "index.js");
  return { ...report, version: versionOf("@hono/vite-build") };
}
