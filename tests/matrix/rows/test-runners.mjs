/** Vitest and Jest, with the globals of Node and with those of jsdom. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { customerId } from "../../emulator/fixtures.mjs";
import { scenarioSource } from "../scenario.mjs";

/** @typedef {import("../context.mjs").Context} Context */
/** @typedef {"node" | "jsdom"} Environment */

const FILE = "report.json";
const TEST = `test("creates a value and reads errors", async () => {
  writeFileSync("${FILE}", JSON.stringify(await makeReport()));
});`;

/**
 * A call waits for a slot by timers of the test runner that are faked without `performance`: it is
 * sent when the test has advanced them past the wait.
 *
 * @param {string} client the text of the client's options
 * @param {{ use: string, advance: string, restore: string }} timers statements that fake them
 */
const fakeTimersTest = (client, { use, advance, restore }) => `
test("sends a call when the fake time that it waits for has passed", async () => {
  const { setTimeout } = globalThis;
  const turn = () => new Promise((resolve) => setTimeout(resolve, 20));
  ${use};
  try {
    const value = { ...body, id: "${customerId}", recordId: "${customerId}", recordType: "customers",
      createdAt: null, updatedAt: null, textValue: null, booleanValue: null, dateValue: null,
      selectValue: null, multiSelectValue: null };
    let sent = 0;
    const fake = new CareCycle({
      ...${client || "{}"},
      baseUrl: "https://fake-timers.example",
      rateLimit: { requests: 1, perMs: 60_000 },
      fetch: async () => (sent++, new Response(JSON.stringify(value))),
    }).customers.customFields;
    await fake.create("${customerId}", body);
    const waiting = fake.create("${customerId}", body);
    waiting.catch(() => {});
    await turn();
    expect(sent).toBe(1);
    ${advance};
    await turn();
    expect(sent).toBe(2);
    expect(await waiting).toEqual(value);
  } finally {
    ${restore};
  }
});`;

/**
 * The fake API answers when the fake time of its latency has passed.
 *
 * @param {string} client the text of the client's options
 * @param {{ use: string, advance: string, restore: string }} timers statements that fake them
 * @param {"import" | "require"} load
 */
const fakeApiTest = (client, { use, advance, restore }, load) => `
test("calls a fake API whose latency passes in fake time", async () => {
  const { errors, fakeApi, resetRateLimits } =
    ${load === "import" ? "await import" : "require"}("carecycle-custom-fields/testing");
  const { setTimeout } = globalThis;
  const turn = () => new Promise((resolve) => setTimeout(resolve, 20));
  const api = fakeApi({ latencyMs: 60_000 });
  const fake = new CareCycle({
    ...${client || "{}"},
    apiKey: "cc_test",
    baseUrl: "https://api.carecycle.ai",
    fetch: api.fetch,
    timeoutMs: 120_000,
  }).customers.customFields;
  ${use};
  try {
    const calls = [];
    for (const fault of [undefined, "lost", "refused"]) {
      if (fault) api.next(fault);
      const call = { outcome: undefined };
      calls.push(call);
      fake.create("${customerId}", body, { maxRetries: 0 }).then(
        () => (call.outcome = "created"),
        (error) => (call.outcome = error.outcome));
    }
    await turn();
    expect(calls[0].outcome).toBe(undefined);
    ${advance};
    await turn();
    expect(calls.map(({ outcome }) => outcome)).toEqual(["created", "unknown", "notSent"]);
    expect(api.values.length).toBe(2);
    expect(errors.notFound() instanceof NotFoundError).toBe(true);
  } finally {
    ${restore};
    resetRateLimits();
  }
});`;

const VITEST_TIMERS = {
  use: 'vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })',
  advance: "vi.advanceTimersByTime(61_000)",
  restore: "vi.useRealTimers()",
};
const JEST_TIMERS = {
  use: 'jest.useFakeTimers({ doNotFake: ["performance", "nextTick", "queueMicrotask", "setImmediate"] })',
  advance: "jest.advanceTimersByTime(61_000)",
  restore: "jest.useRealTimers()",
};

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
import { expect, test, vi } from "vitest";
${scenarioSource({ client, end: TEST })}
${fakeTimersTest(client, VITEST_TIMERS)}
${fakeApiTest(client, VITEST_TIMERS, "import")}`,
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
    "create.test.js": `${fs}
${isModule ? "const { jest } = import.meta;" : ""}
${scenarioSource({ client, load, end: TEST })}
${fakeTimersTest(client, JEST_TIMERS)}
${fakeApiTest(client, JEST_TIMERS, load)}`,
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
