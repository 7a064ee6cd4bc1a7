/** Frameworks that render on a server, each built for Node and for Cloudflare Workers. */
import { scenarioSource } from "../scenario.mjs";
import { askServer } from "../servers.mjs";
import { dryRun, fromWorker, versionOf } from "../workers.mjs";

/**
 * @typedef {import("../context.mjs").Context} Context
 * @typedef {"node" | "cloudflare"} Target
 *
 * @typedef {object} Framework
 * @property {string} name
 * @property {string} npmName
 * @property {string[]} build a program among the npm packages, and its arguments
 * @property {string} server what Node runs
 * @property {string} worker what Cloudflare runs, of what is uploaded
 * @property {(target: Target, client: string) => Record<string, string>} files
 */

const WRANGLER = {
  name: "worker",
  compatibility_date: "2026-04-01",
  compatibility_flags: ["nodejs_compat"],
};
const GET = "export const GET = async () => Response.json(await makeReport());";

/** @type {Framework} */
const svelteKit = {
  name: "SvelteKit 2",
  npmName: "@sveltejs/kit",
  build: ["vite/bin/vite.js", "build"],
  server: "build/index.js",
  worker: "_worker.js",
  files: (target, client) => ({
    "svelte.config.js": `import adapter from "@sveltejs/adapter-${target}";
export default { kit: { adapter: adapter() } };
`,
    "vite.config.js": `import { sveltekit } from "@sveltejs/kit/vite";
export default { plugins: [sveltekit()] };
`,
    "wrangler.json": JSON.stringify({
      ...WRANGLER,
      main: ".svelte-kit/cloudflare/_worker.js",
      assets: { binding: "ASSETS", directory: ".svelte-kit/cloudflare" },
    }),
    "src/app.html": "<!doctype html>%sveltekit.head%%sveltekit.body%",
    "src/routes/page/+page.svelte": "<p>page</p>",
    "src/routes/+server.js": scenarioSource({ client, end: GET }),
  }),
};

/** @type {Framework} */
const astro = {
  name: "Astro 7",
  npmName: "astro",
  build: ["astro/bin/astro.mjs", "build"],
  server: "dist/server/entry.mjs",
  worker: "entry.mjs",
  files: (target, client) => ({
    "astro.config.mjs": `import adapter from "@astrojs/${target}";
export default { output: "server", adapter: adapter(${
      target === "node"
        ? '{ mode: "standalone" }'
        : '{ imageService: "passthrough" }'
    }) };
`,
    "src/pages/index.ts": scenarioSource({ client, end: GET }),
  }),
};

/** Its own server is one of Express's: this is the least that serves its handler. */
const REACT_ROUTER_SERVER = `import { createServer } from "node:http";
import { createRequestHandler } from "react-router";
import * as build from "./build/server/index.js";
const handle = createRequestHandler(build);
const server = createServer(async (request, response) => {
  const answer = await handle(new Request(new URL(request.url, "http://server")));
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
}).listen(0, "127.0.0.1", () => console.log("http://127.0.0.1:" + server.address().port));
`;

/** @type {Framework} */
const reactRouter = {
  name: "React Router 7",
  npmName: "@react-router/dev",
  build: ["@react-router/dev/bin.js", "build"],
  server: "server.mjs",
  worker: "index.js",
  files: (target, client) => ({
    "react-router.config.js":
      "export default { ssr: true, future: { v8_viteEnvironmentApi: true } };",
    "vite.config.js": `import { reactRouter } from "@react-router/dev/vite";
${
  target === "node"
    ? "const plugins = [];"
    : `import { cloudflare } from "@cloudflare/vite-plugin";
const plugins = [cloudflare({ viteEnvironment: { name: "ssr" } })];`
}
export default { plugins: [...plugins, reactRouter()] };
`,
    "app/root.jsx": `import { Outlet } from "react-router";
export default () => <html lang="en"><body><Outlet /></body></html>;
`,
    "app/entry.server.jsx": `import { ServerRouter } from "react-router";
import { renderToString } from "react-dom/server";
export default (request, status, headers, context) =>
  new Response(renderToString(<ServerRouter context={context} url={request.url} />), { status, headers });
`,
    "app/routes.js": `import { index } from "@react-router/dev/routes";
export default [index("report.js")];
`,
    "app/report.js": scenarioSource({
      client,
      end: "export const loader = async () => Response.json(await makeReport());",
    }),
    "server.mjs": REACT_ROUTER_SERVER,
    "wrangler.json": JSON.stringify({ ...WRANGLER, main: "./worker.js" }),
    "worker.js": `import { createRequestHandler } from "react-router";
const handle = createRequestHandler(() => import("virtual:react-router/server-build"));
export default { fetch: (request) => handle(request) };
`,
  }),
};

const targets = /** @type {const} */ (["node", "cloudflare"]);

/** @type {import("../context.mjs").Row[]} */
export const rows = [svelteKit, astro, reactRouter].flatMap((framework) =>
  targets.map((target) => ({
    name: `${framework.name}, ${target}`,
    run: (/** @type {Context} */ context) => run(context, framework, target),
  })),
);

/**
 * @param {Context} context
 * @param {Framework} framework
 * @param {Target} target
 */
async function run(context, framework, target) {
  const { apiKey, baseUrl, bin } = context;
  const { name, npmName, build, server, worker, files } = framework;
  const client = target === "node" ? "" : JSON.stringify({ apiKey, baseUrl });
  const cwd = await context.project(
    `${name.replace(/\W/g, "-")}-${target}`.toLowerCase(),
    {
      "package.json": '{ "private": true, "type": "module" }',
      ...files(target, client),
    },
  );
  const node = bin("node24/bin/node");
  const [program = "", ...args] = build;
  const env = { ASTRO_TELEMETRY_DISABLED: "1", CI: "1" };
  await context.run(node, [bin(program), ...args], { cwd, env });
  const report =
    target === "node"
      ? await askServer(context, node, [server], {
          cwd,
          env: { HOST: "127.0.0.1", PORT: "0" },
        })
      : await askWorker(await dryRun(context, cwd), worker);
  return { ...report, version: versionOf(npmName) };
}

/**
 * @param {string} folder
 * @param {string} file
 */
async function askWorker(folder, file) {
  const compatibilityFlags = ["nodejs_compat"];
  const [report] = await fromWorker(folder, file, { compatibilityFlags });
  return report;
}
