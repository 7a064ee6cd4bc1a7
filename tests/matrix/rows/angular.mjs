/** Angular's builder, with zone.js: a page in Chromium, and its server in Node. */
import { readdir, rename, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readReport, scenarioSource } from "../scenario.mjs";
import { PAGE_CLIENT, runPage } from "../site.mjs";
import { versionOf } from "../workers.mjs";

/** @typedef {import("../context.mjs").Context} Context */

const installed = fileURLToPath(
  new URL("../angular/node_modules/", import.meta.url),
);

const version = versionOf("@angular/core", installed);

const WORKSPACE = {
  version: 1,
  cli: { analytics: false, cache: { enabled: false } },
  projects: {
    app: {
      projectType: "application",
      root: "",
      architect: {
        build: {
          builder: "@angular/build:application",
          options: {
            ...{ browser: "src/main.ts", index: "src/index.html" },
            ...{ server: "src/main.server.ts", outputMode: "server" },
            ...{ tsConfig: "tsconfig.json", polyfills: ["zone.js"] },
            ssr: { entry: "src/server.ts" },
            security: { allowedHosts: ["localhost"] },
            ...{ outputPath: "dist", progress: false },
          },
        },
      },
    },
  },
};

const files = {
  "package.json": '{ "private": true, "type": "module" }',
  "angular.json": JSON.stringify(WORKSPACE),
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      ...{ target: "es2022", lib: ["es2022", "dom"], types: [] },
      ...{ module: "preserve", moduleResolution: "bundler", allowJs: true },
      ...{ experimentalDecorators: true, skipLibCheck: true },
    },
    files: ["src/main.ts", "src/main.server.ts", "src/server.ts"],
  }),
  "src/index.html":
    '<!doctype html><html lang="en"><head><link rel="icon" href="data:,"></head><body><app-root></app-root></body></html>',
  "src/page.js": scenarioSource({
    client: PAGE_CLIENT,
    end: "export { makeReport };",
  }),
  "src/backend.js": scenarioSource({ end: "export { makeReport };" }),
  "src/app.ts": `import { afterNextRender, Component } from "@angular/core";
import { makeReport } from "./page";
declare const Zone: unknown;
@Component({ selector: "app-root", template: "<pre>rendered</pre>" })
export class App {
  constructor() {
    // Only in a browser.
    afterNextRender(() => Object.assign(globalThis, { report: Zone && makeReport() }));
  }
}
`,
  "src/main.ts": `import { provideZoneChangeDetection } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { App } from "./app";
bootstrapApplication(App, { providers: [provideZoneChangeDetection()] });
`,
  "src/main.server.ts": `import { provideZoneChangeDetection } from "@angular/core";
import { bootstrapApplication, type BootstrapContext } from "@angular/platform-browser";
import { provideServerRendering, RenderMode, withRoutes } from "@angular/ssr";
import { App } from "./app";
const routes = withRoutes([{ path: "**", renderMode: RenderMode.Server }]);
const providers = [provideZoneChangeDetection(), provideServerRendering(routes)];
export default (context: BootstrapContext) => bootstrapApplication(App, { providers }, context);
`,
  "src/server.ts": `import { AngularAppEngine, createRequestHandler } from "@angular/ssr";
import { makeReport } from "./backend";
const engine = new AngularAppEngine();
export const reqHandler = createRequestHandler(async (request) =>
  request.url.endsWith("/report") ? Response.json(await makeReport()) : engine.handle(request));
`,
  "main.mjs": `import { reqHandler } from "./dist/server/server.mjs";
const ask = async (path) => (await reqHandler(new Request("http://localhost" + path))).text();
const page = await ask("/");
if (!page.includes("rendered")) throw new Error(page);
console.log(await ask("/report"));
process.exit();
`,
};

/** @type {Promise<string> | undefined} */
let built;

/** @type {import("../context.mjs").Row[]} */
export const rows = [
  { name: "Angular 21, Chromium", run: inPage },
  { name: "Angular 21, server in Node", run: onServer },
];

/** @param {Context} context */
async function build(context) {
  const cwd = await context.project("angular", files);
  for (const name of await readdir(installed))
    if (!name.startsWith("."))
      await symlink(join(installed, name), join(cwd, "node_modules", name));
  const architect = join(installed, "@angular-devkit/architect/bin/cli.js");
  const node = context.bin("node24/bin/node");
  await context.run(node, [architect, "app:build"], { cwd });
  const page = join(cwd, "dist/browser");
  await rename(join(page, "index.csr.html"), join(page, "index.html"));
  return cwd;
}

/** @param {Context} context */
async function inPage(context) {
  const cwd = await (built ??= build(context));
  const report = await runPage(context, join(cwd, "dist/browser"));
  return { ...report, version };
}

/** @param {Context} context */
async function onServer(context) {
  const cwd = await (built ??= build(context));
  const node = context.bin("node24/bin/node");
  const report = readReport(await context.run(node, ["main.mjs"], { cwd }));
  return { ...report, version };
}
