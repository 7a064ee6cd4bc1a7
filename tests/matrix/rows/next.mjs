/** Next.js: one build, and three places in it where the package runs. */
import { SESSION, checkBackend, recipe } from "../backend.mjs";
import { scenarioSource } from "../scenario.mjs";
import { startServer } from "../servers.mjs";
import { PAGE_CLIENT } from "../site.mjs";
import { visit } from "../visit.mjs";

/** @typedef {import("../context.mjs").Context} Context */

const ENVIRONMENT = { NEXT_TELEMETRY_DISABLED: "1" };
// The packages of the matrix are outside of the project, which is not so in a user's.
const CONFIG = `import { resolve } from "node:path";
const root = resolve("../..");
export default { turbopack: { root }, outputFileTracingRoot: root };
`;
const LAYOUT = `export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>;
}
`;
const RECIPE = await recipe("app/api/carecycle/[...path]/route.js");
const SERVER_COMPONENT = `import { connection } from "next/server";
${scenarioSource({
  end: `export default async function Page() {
  await connection();
  return <pre>{JSON.stringify(await makeReport())}</pre>;
}`,
})}`;
/** Rendered on the server too, where the client is made and not used. @param {string} client */
const clientComponent = (client) => `"use client";
import { useEffect, useState } from "react";
${scenarioSource({
  client,
  end: `export default function Page() {
  const [report, setReport] = useState("");
  useEffect(() => void makeReport().then(JSON.stringify, String).then(setReport), []);
  return <pre>{report}</pre>;
}`,
})}`;
/** Vercel compiles no WebAssembly at run time, unlike Next's own server. */
const FORBID = `const { Module } = WebAssembly;
WebAssembly.Module = class extends Module {
  constructor() {
    throw new WebAssembly.CompileError("Wasm code generation disallowed by embedder");
  }
};
`;
const EDGE_ROUTE = `import "./forbid.js";
${scenarioSource({
  end: `export const runtime = "edge";
export const GET = () => makeReport().then(Response.json, (error) => new Response(error.stack, { status: 500 }));`,
})}`;

const SHARED_FILES = {
  "package.json": '{ "private": true, "type": "module" }',
  "next.config.mjs": CONFIG,
  "app/layout.js": LAYOUT,
  "app/api/carecycle/[...path]/route.js": RECIPE,
  "app/api/carecycle/[...path]/session.mjs": SESSION,
};
const PROJECTS = {
  next: {
    ...SHARED_FILES,
    "app/server/page.js": SERVER_COMPONENT,
    "app/client/page.js": clientComponent(
      `typeof window === "undefined" ? undefined : ${PAGE_CLIENT}`,
    ),
    "app/edge/route.js": EDGE_ROUTE,
    "app/edge/forbid.js": FORBID,
    "app/recipe/api/carecycle/[...path]/route.js": `import "../../../../edge/forbid.js";
${RECIPE}export const runtime = "edge";
`,
    "app/recipe/api/carecycle/[...path]/session.mjs": SESSION,
  },
  "next-path": {
    ...SHARED_FILES,
    "app/client/page.js": clientComponent(PAGE_CLIENT),
  },
};
/** The report that a component renders. */
const RENDERED = `(() => {
  const text = document.querySelector("pre")?.textContent;
  return text && (text[0] === "{" ? JSON.parse(text) : Promise.reject(new Error(text)));
})()`;

/** @type {import("../context.mjs").Row[]} */
export const rows = [
  {
    name: "Next.js 16, server component",
    run: (context) => inPage(context, "next", "server"),
  },
  {
    name: "Next.js 16, client component",
    run: (context) => inPage(context, "next", "client"),
  },
  {
    name: "Next.js 16, client component, its path on the server too",
    run: (context) => inPage(context, "next-path", "client"),
  },
  { name: "Next.js 16, edge route", run: inRoute },
  {
    name: "Next.js 16, the README's recipe",
    run: (context) => asBackend(context, ""),
  },
  {
    name: "Next.js 16, the README's recipe as an edge route",
    run: (context) => asBackend(context, "/recipe"),
  },
];

/**
 * @param {Context} context
 * @param {keyof typeof PROJECTS} project
 * @param {string} path
 */
const inPage = (context, project, path) =>
  withServer(context, project, (url) =>
    visit(context, `${url}/${path}`, RENDERED),
  );

/** @param {Context} context */
async function inRoute(context) {
  return withServer(context, "next", async (url) => {
    const answer = await fetch(`${url}/edge`);
    if (answer.ok) return answer.json();
    throw new Error(await answer.text());
  });
}

/** @type {Map<string, Promise<string>>} */
const built = new Map();

/**
 * @param {Context} context
 * @param {keyof typeof PROJECTS} project
 */
async function build(context, project) {
  const cwd = await context.project(project, PROJECTS[project]);
  const next = context.bin("next/dist/bin/next");
  await context.run("node", [next, "build"], { cwd, env: ENVIRONMENT });
  return cwd;
}

/**
 * Serves a project, which is built once.
 *
 * @param {Context} context
 * @param {keyof typeof PROJECTS} project
 */
async function serve(context, project) {
  const building = built.get(project) ?? build(context, project);
  built.set(project, building);
  const cwd = await building;
  const next = context.bin("next/dist/bin/next");
  const args = [next, "start", "--hostname", "127.0.0.1", "--port", "0"];
  return startServer(context, "node", args, { cwd, env: ENVIRONMENT });
}

/** @param {Context} context */
async function versionOf({ run, bin }) {
  const args = [bin("next/dist/bin/next"), "--version"];
  const { stdout } = await run("node", args);
  return stdout.trim();
}

/**
 * @param {Context} context
 * @param {keyof typeof PROJECTS} project
 * @param {(url: string) => Promise<any>} use
 */
async function withServer(context, project, use) {
  const server = await serve(context, project);
  const report = await use(server.url).finally(server.stop);
  return { ...report, version: await versionOf(context) };
}

/**
 * @param {Context} context
 * @param {string} mount
 */
async function asBackend(context, mount) {
  const cwd = await context.project(`next-visitor${mount.replace("/", "-")}`);
  const start = async (/** @type {string} */ baseUrl) => {
    const server = await serve({ ...context, baseUrl }, "next");
    return { ...server, url: server.url + mount };
  };
  const report = await checkBackend(context, cwd, start);
  return { ...report, version: await versionOf(context) };
}
