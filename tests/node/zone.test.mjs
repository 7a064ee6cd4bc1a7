/** With zone.js, as in Angular: what rejects is handled, and zone.js must not report it. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { answer, customerId, minimal } from "./setup.mjs";

const run = promisify(execFile);
const here = (/** @type {string} */ path) =>
  fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "zone-"));
after(() => rmSync(folder, { recursive: true }));

/** Rejections of the platform, of a function of the caller's, of ours, and none. */
const calls = {
  "no connection": 'create({ baseUrl: "http://127.0.0.1:1" })',
  "no connection, twice":
    'create({ baseUrl: "http://127.0.0.1:1", maxRetries: 1 })',
  "a fetch that rejects at once":
    'create({ fetch: () => Promise.reject(new TypeError("lost")) })',
  "a fetch that throws":
    'create({ fetch: () => { throw new TypeError("lost"); } })',
  "a fetch that is aborted": `create({
    timeoutMs: 20,
    fetch: (url, { signal }) => new Promise((resolve, reject) =>
      signal.addEventListener("abort", () => reject(signal.reason))),
  })`,
  "a text that rejects": `create({
    fetch: () => Promise.resolve({
      status: 201, headers: new Headers(), body: null, text: () => Promise.reject(new TypeError("lost")),
    }),
  })`,
  "hooks that reject": `create({
    fetch: () => Promise.resolve(Response.json(answer)),
    onRequest: () => Promise.reject(new Error("hook")),
    onResponse: () => Promise.reject(new Error("hook")),
  })`,
  "headers that reject": `create({
    apiKey: undefined, baseUrl: "/api", headers: () => Promise.reject(new Error("headers")),
  })`,
  "an invalid request": "create({}, {})",
  "rows that reject": `many({ fetch: () => Promise.reject(new TypeError("lost")) })`,
};

const source = `import "zone.js";
import { CareCycle } from ${JSON.stringify(here("../../pkg/index.js"))};
const { answer, customerId, minimal } = ${JSON.stringify({ answer, customerId, minimal })};
const reported = [];
process.on("unhandledRejection", ({ message }) => reported.push(message));
const zone = Zone.current.fork({
  name: "application",
  onHandleError: (delegate, current, target, { message }) => (reported.push(message), false),
});
const client = (options) =>
  new CareCycle({ apiKey: "cc_test", maxRetries: 0, rateLimit: false, ...options }).customers.customFields;
const create = (options, body = minimal) => client(options).create(customerId, body);
const many = async (options) => {
  const rows = [{ customerId, body: minimal }, { customerId, body: {} }];
  for await (const { error } of client(options).createMany(rows)) if (!error) throw new Error("created");
};
const calls = { ${Object.entries(calls)
  .map(([name, call]) => `${JSON.stringify(name)}: () => ${call}`)
  .join(
    ", ",
  )}, control: async () => { Promise.reject(new Error("control")); } };
(async () => {
  const found = {};
  for (const [name, call] of Object.entries(calls)) {
    await zone.run(() => call().then(() => {}, () => {}));
    // zone.js reports when its microtasks are done.
    await new Promise((resolve) => setTimeout(resolve, 20));
    found[name] = reported.splice(0);
  }
  console.log(JSON.stringify(found));
})();`;

/** Nothing but what nobody handles. */
const expected = {
  ...Object.fromEntries(Object.keys(calls).map((name) => [name, []])),
  control: ["control"],
};

describe("in a zone of zone.js nothing that is handled is reported", () => {
  for (const [how, args] of Object.entries({
    "async functions are the engine's": [],
    // Angular's builder does so, since zone.js cannot patch the engine's.
    "async functions are lowered": [
      "--supported:async-await=false",
      "--supported:async-generator=false",
      "--supported:for-await=false",
    ],
  }))
    it(`if ${how}`, async () => {
      const [entry, out] = ["main.mjs", `out-${args.length}.mjs`].map((name) =>
        join(folder, name),
      );
      writeFileSync(entry, source);
      const esbuild = here("../../xtask/node_modules/esbuild/bin/esbuild");
      const shape = `--bundle --format=esm --platform=node --outfile=${out}`;
      const alias = `--alias:zone.js=${here("../node_modules/zone.js")}`;
      const all = [esbuild, entry, ...shape.split(" "), alias, ...args];
      await run("node", all);
      const { stdout } = await run("node", [out]);
      assert.deepEqual(JSON.parse(stdout), expected);
    });
});
