/** Vitest and Jest, with the globals of Node and with those of jsdom. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { scenarioSource } from "../scenario.mjs";

/** @typedef {import("../context.mjs").Context} Context */
/** @typedef {"node" | "jsdom"} Environment */

const FILE = "report.json";
const TEST = `test("creates a value and reads errors", async () => {
  writeFileSync("${FILE}", JSON.stringify(await makeReport()));
});`;

/** With jsdom a client counts as one in a page, where a key must be allowed. */
const CLIENTS = { node: "", jsdom: "{ dangerouslyAllowBrowser: true }" };

/**
 * What jsdom lacks and pages have, from Node; its own AbortSignal is none to Node's fetch. The npm
 * package jest-fixed-jsdom is such an environment.
 */
const JSDOM = `const { TestEnvironment } = require("jest-environment-jsdom");
module.exports = class extends TestEnvironment {
  constructor(...given) {
    super(...given);
    Object.assign(this.global, {
      fetch, Headers, Request, Response, ReadableStream, TextDecoder, TextEncoder,
      AbortController, AbortSignal,
    });
  }
};
`;

/** @type {import("../context.mjs").Row[]} */
export const rows = /** @type {Environment[]} */ (["node", "jsdom"]).flatMap(
  (environment) => [
    {
      name: `Vitest 5, ${environment}`,
      run: (context) => withVitest(context, environment),
    },
    {
      name: `Jest 30, ES module, ${environment}`,
      run: (context) => withJest(context, environment, "import"),
    },
    {
      name: `Jest 30, CommonJS, ${environment}`,
      run: (context) => withJest(context, environment, "require"),
    },
  ],
);

/**
 * @param {Context} context
 * @param {Environment} environment
 */
async function withVitest(context, environment) {
  const client = CLIENTS[environment];
  const cwd = await context.project(`vitest-${environment}`, {
    "create.test.js": `import { writeFileSync } from "node:fs";
import { test } from "vitest";
${scenarioSource({ client, end: TEST })}`,
  });
  const vitest = context.bin("vitest/vitest.mjs");
  const args = ["run", "--root", cwd, `--environment=${environment}`];
  return runTests(context, cwd, [vitest], args);
}

/**
 * @param {Context} context
 * @param {Environment} environment
 * @param {"import" | "require"} load
 */
async function withJest(context, environment, load) {
  const client = CLIENTS[environment];
  const isModule = load === "import";
  const fs = isModule
    ? 'import { writeFileSync } from "node:fs";'
    : 'const { writeFileSync } = require("node:fs");';
  const cwd = await context.project(`jest-${environment}-${load}`, {
    "package.json": JSON.stringify({
      private: true,
      type: isModule ? "module" : "commonjs",
      jest: {
        testEnvironment: environment === "node" ? "node" : "./jsdom.cjs",
        cacheDirectory: "cache",
        ...(isModule && { transform: {} }),
      },
    }),
    "jsdom.cjs": JSDOM,
    "create.test.js": `${fs}\n${scenarioSource({ client, load, end: TEST })}`,
  });
  const jest = context.bin("jest/bin/jest.js");
  const command = isModule ? ["--experimental-vm-modules", jest] : [jest];
  return runTests(context, cwd, command, []);
}

/**
 * The report that a test has written.
 *
 * @param {Context} context
 * @param {string} cwd
 * @param {string[]} command
 * @param {string[]} args
 */
async function runTests({ run, bin }, cwd, command, args) {
  const node = bin("node24/bin/node");
  const { stdout } = await run(node, [...command, "--version"], { cwd });
  await run(node, [...command, ...args], { cwd });
  const report = JSON.parse(await readFile(join(cwd, FILE), "utf8"));
  return { ...report, version: stdout.trim().split(" ")[0] };
}
