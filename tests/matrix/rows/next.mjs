/** Next.js: one build, and three places in it where the package runs. */
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
/** A backend that adds the key. */
const API = `export async function POST(request, { params }) {
  const { path } = await params;
  const answer = await fetch([process.env.CARECYCLE_BASE_URL, ...path].join("/"), {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": process.env.CARECYCLE_API_KEY },
    body: await request.text(),
  });
  return new Response(answer.body, { status: answer.status, headers: { "content-type": "application/json" } });
}
`;
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
  "app/api/carecycle/[...path]/route.js": API,
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
 * @param {Context} context
 * @param {keyof typeof PROJECTS} project
 * @param {(url: string) => Promise<any>} use
 */
async function withServer(context, project, use) {
  const building = built.get(project) ?? build(context, project);
  built.set(project, building);
  const cwd = await building;
  const next = context.bin("next/dist/bin/next");
  const { stdout } = await context.run("node", [next, "--version"]);
  const args = [next, "start", "--hostname", "127.0.0.1", "--port", "0"];
  const options = { cwd, env: ENVIRONMENT };
  const server = await startServer(context, "node", args, options);
  const report = await use(server.url).finally(server.stop);
  return { ...report, version: stdout.trim() };
}
