/** The backend half of a page: the README's recipes, and the handler as runtimes take it. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SAY_ADDRESS, SESSION, checkBackend, recipe } from "../backend.mjs";
import { fetchHttp2 } from "../fetch-http2.mjs";
import { fetchReset } from "../fetch-reset.mjs";
import { startServer } from "../servers.mjs";
import { startWorker } from "../worker.mjs";

/**
 * @typedef {import("../context.mjs").Context} Context
 * @typedef {import("../context.mjs").Row} Row
 */

const HANDLER = `import { createHandler } from "carecycle-custom-fields/server";
import { mayWrite } from "./session.mjs";
const handler = createHandler({ authorize: mayWrite });
`;
const WITH_NODE = `import { createServer } from "node:SERVER";
import { toNodeHandler } from "carecycle-custom-fields/server";
${HANDLER}createServer(toNodeHandler(handler)).listen(process.env.PORT);
`;
const HONO_IN_NODE = `import { serve } from "@hono/node-server";
import app from "./app.mjs";
serve({ fetch: app.fetch, port: Number(process.env.PORT) });
`;

const NODE = { command: "node", args: ["--import", "./say-address.mjs"] };
const BUN = { command: "@oven/bun-linux-x64/bin/bun", args: ["run"] };
const DENO = {
  command: "@deno/linux-x64-glibc/deno",
  args: ["run", "--node-modules-dir=manual", "--cached-only", "--allow-net"],
};

/**
 * A row whose server is a process that says its address.
 *
 * @param {string} name
 * @param {object} server
 * @param {{ command: string, args: string[] }} server.runtime
 * @param {() => Promise<Record<string, string>>} server.files the last one is run
 * @param {import("../backend.mjs").Visitor} [server.visitor]
 * @param {(context: Context) => Promise<string>} server.version
 * @returns {Row}
 */
const processRow = (name, { runtime, files, visitor, version }) => ({
  name,
  async run(context) {
    const own = await files();
    const cwd = await context.project(name.replace(/\W+/g, "-"), {
      "package.json": JSON.stringify({
        private: true,
        type: "module",
        dependencies: { "carecycle-custom-fields": "*" },
      }),
      "session.mjs": SESSION,
      "say-address.mjs": SAY_ADDRESS,
      "fetch-http2.mjs": String(
        await readFile(new URL("../fetch-http2.mjs", import.meta.url)),
      ),
      ...own,
    });
    const file = Object.keys(own).at(-1) ?? "";
    const { command, args } = runtime;
    const start = (/** @type {string} */ baseUrl) =>
      startServer(
        { ...context, baseUrl },
        command === "node" ? command : context.bin(command),
        [...args, file],
        { cwd, env: { PORT: "0", DENO_DIR: join(cwd, "deno") } },
      );
    const report = await checkBackend(context, cwd, start, visitor);
    return { ...report, version: await version(context) };
  },
});

const versionOf =
  (/** @type {string} */ name) =>
  async (/** @type {Context} */ { bin }) =>
    JSON.parse(await readFile(bin(`${name}/package.json`), "utf8")).version;
const nodeVersion = async () => process.version;
const versionBy =
  (/** @type {{ command: string }} */ { command }) =>
  async (/** @type {Context} */ { run, bin }) => {
    const { stdout } = await run(bin(command), ["--version"]);
    return stdout.replace(/^deno /, "").split(/\s/)[0] ?? "";
  };

const EXPRESS = "const app = express();\n";

/** @type {Row[]} */
export const rows = [
  processRow("Express, the README's recipe", {
    runtime: NODE,
    files: async () => ({ "server.mjs": await recipe("server.mjs") }),
    version: versionOf("express"),
  }),
  processRow("Express, the README's recipe after express.json()", {
    runtime: NODE,
    files: async () => {
      const code = await recipe("server.mjs");
      const parsed = code.replace(
        EXPRESS,
        `${EXPRESS}app.use(express.json());\n`,
      );
      if (parsed === code) throw new Error("The recipe has no app of Express");
      return { "server.mjs": parsed };
    },
    version: versionOf("express"),
  }),
  processRow("Hono, the README's recipe in Node", {
    runtime: NODE,
    files: async () => ({
      "app.mjs": await recipe("app.mjs"),
      "serve.mjs": HONO_IN_NODE,
    }),
    version: versionOf("hono"),
  }),
  processRow("Hono, the README's recipe in Bun", {
    runtime: BUN,
    files: async () => ({
      "app.mjs": await recipe("app.mjs"),
    }),
    version: versionOf("hono"),
  }),
  processRow("node:http with toNodeHandler", {
    runtime: NODE,
    files: async () => ({ "main.mjs": WITH_NODE.replace("SERVER", "http") }),
    version: nodeVersion,
  }),
  processRow("node:http2 with toNodeHandler", {
    runtime: NODE,
    files: async () => ({ "main.mjs": WITH_NODE.replace("SERVER", "http2") }),
    visitor: {
      fetch: fetchHttp2,
      client: `{ fetch: (await import("./fetch-http2.mjs")).fetchHttp2 }`,
    },
    version: nodeVersion,
  }),
  processRow("Deno.serve with the handler", {
    runtime: { ...DENO, args: [...DENO.args, "--allow-env"] },
    files: async () => ({
      "main.mjs": `${HANDLER}Deno.serve({ port: 0, hostname: "127.0.0.1" }, handler);\n`,
    }),
    version: versionBy(DENO),
  }),
  processRow("Bun.serve with the handler", {
    runtime: BUN,
    files: async () => ({
      "main.mjs": `${HANDLER}const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: handler });
console.log(\`http://127.0.0.1:\${server.port}\`);\n`,
    }),
    version: versionBy(BUN),
  }),
  ...[[], ["enable_request_signal"]].map((flags) => ({
    name: ["Cloudflare workerd, the README's recipe", ...flags].join(" with "),
    async run(/** @type {Context} */ context) {
      const cwd = await context.project(`recipe-workerd-${flags.length}`, {
        "session.mjs": SESSION,
        "main.mjs": await recipe("worker.mjs"),
      });
      const start = (/** @type {string} */ baseUrl) =>
        startWorker(context, cwd, {
          // The address is the test's, and comes by `process.env`.
          compatibilityFlags: ["nodejs_compat", ...flags],
          bindings: {
            CARECYCLE_API_KEY: context.apiKey,
            CARECYCLE_BASE_URL: baseUrl,
          },
        });
      const report = await checkBackend(context, cwd, start, {
        fetch: fetchReset,
      });
      return { ...report, version: await versionOf("workerd")(context) };
    },
  })),
];
