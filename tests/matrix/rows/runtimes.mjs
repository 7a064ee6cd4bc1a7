/** Runtimes beside Node: Bun, Deno and Cloudflare's workerd. */
import { join } from "node:path";
import { customerId } from "../../emulator/fixtures.mjs";
import { typedScenarioSource } from "../scenario-typed.mjs";
import { readReport, scenarioSource } from "../scenario.mjs";
import { startWorker } from "../worker.mjs";
import { versionOf } from "../workers.mjs";

/**
 * @typedef {import("../context.mjs").Row} Row
 * @typedef {import("../context.mjs").Context} Context
 */

const bunPath = "@oven/bun-linux-x64/bin/bun";
const denoPath = "@deno/linux-x64-glibc/deno";
/** Of no fault, 429, "lost", "cutAnswer" and "refused"; and the number of values in the end. */
const FAKE_API_OUTCOMES =
  "value, RateLimitError rejected, APIConnectionError unknown, APIConnectionError created, APIConnectionError notSent, 3";
// What is not in node_modules is an error, not a download.
const denoArgs = ["run", "--node-modules-dir=manual", "--cached-only"];

/** A program that first calls a fake API, and fails if that does not respond as elsewhere. */
const fakeApiSource = () =>
  scenarioSource({
    end: `import { errors, fakeApi, resetRateLimits } from "carecycle-custom-fields/testing";
const checkFakeApi = async () => {
  const api = fakeApi({ latencyMs: 1 });
  const installed = api.install();
  const { customFields } = new CareCycle({
    apiKey: "cc_test", baseUrl: "https://api.carecycle.ai", maxRetries: 0,
  }).customers;
  const outcomes = [];
  for (const fault of [undefined, 429, "lost", "cutAnswer", "refused"]) {
    if (fault) api.next(fault);
    outcomes.push(await customFields.create("${customerId}", body).then(
      () => "value", ({ name, outcome }) => name + " " + outcome));
    resetRateLimits();
  }
  installed.restore();
  const found = outcomes.join(", ") + ", " + api.values.length;
  if (found !== "${FAKE_API_OUTCOMES}") throw new Error(found);
  if (!(errors.notFound() instanceof NotFoundError)) throw new Error("another class");
};
checkFakeApi().then(makeReport).then((report) => console.log(JSON.stringify(report)));`,
  });

/** @type {Row[]} */
const bun = /** @type {const} */ ([
  ["ES module", "main.mjs", () => scenarioSource()],
  ["CommonJS", "main.cjs", () => scenarioSource({ load: "require" })],
  ["TypeScript", "main.ts", typedScenarioSource],
  ["fake API", "main.mjs", fakeApiSource],
]).map(([kind, file, source]) => ({
  name: `Bun, ${kind}`,
  async run({ project, run, bin }) {
    const cwd = await project(`bun-${kind.replace(/\W+/g, "-")}`, {
      [file]: source(),
    });
    const { stdout: version } = await run(bin(bunPath), ["--version"]);
    const args = ["run", "--no-install", file];
    const report = readReport(await run(bin(bunPath), args, { cwd }));
    return { ...report, version: version.trim() };
  },
}));

/** @type {Row[]} */
const deno = /** @type {const} */ ([
  ["ES module", "main.mjs", () => scenarioSource(), []],
  [
    "npm: specifier",
    "main.mjs",
    () => scenarioSource({ from: "npm:carecycle-custom-fields" }),
    [],
  ],
  ["CommonJS", "main.cjs", () => scenarioSource({ load: "require" }), []],
  ["TypeScript, checked", "main.ts", typedScenarioSource, ["--check"]],
  ["fake API", "main.mjs", fakeApiSource, []],
]).map(([kind, file, source, more]) => ({
  name: `Deno, ${kind}`,
  async run({ project, run, bin }) {
    const dependencies = { "carecycle-custom-fields": "*" };
    const cwd = await project(`deno-${kind.replace(/\W+/g, "-")}`, {
      "package.json": JSON.stringify({ private: true, dependencies }),
      [file]: source(),
    });
    const env = { DENO_DIR: join(cwd, "deno"), DENO_NO_UPDATE_CHECK: "1" };
    const { stdout: version } = await run(bin(denoPath), ["--version"], {
      env,
    });
    const allowed = ["--allow-net=127.0.0.1", "--allow-env"];
    const args = [...denoArgs, ...allowed, ...more, file];
    const report = readReport(await run(bin(denoPath), args, { cwd, env }));
    return { ...report, version: version.split(" ")[1] };
  },
}));

/** @type {Row[]} */
const workerd = /** @type {const} */ ([
  ["module worker", []],
  // It has a `process`, as Node has, with the worker's own variables.
  ["module worker with nodejs_compat", ["nodejs_compat"]],
]).map(([kind, flags]) => ({
  name: `Cloudflare workerd, ${kind}`,
  async run(context) {
    const { apiKey, baseUrl } = context;
    const client = flags.length ? "" : JSON.stringify({ apiKey, baseUrl });
    const end =
      "export default { fetch: async () => Response.json(await makeReport()) };";
    const cwd = await context.project(`workerd-${flags.length}`, {
      "main.mjs": scenarioSource({ client, end }),
    });
    const worker = await startWorker(context, cwd, {
      compatibilityFlags: [...flags],
      bindings: { CARECYCLE_API_KEY: apiKey, CARECYCLE_BASE_URL: baseUrl },
    });
    try {
      const answer = await fetch(worker.url);
      if (!answer.ok) throw new Error(await answer.text());
      const report = await answer.json();
      return { ...report, version: versionOf("workerd") };
    } finally {
      await worker.stop();
    }
  },
}));

export const rows = [...bun, ...deno, ...workerd];
