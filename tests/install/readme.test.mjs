/** What a reader of the README does, from an empty folder on: each of its code blocks is run by a test. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import {
  apiKey,
  customerId,
  definitions,
  otherCustomerId,
} from "../emulator/fixtures.mjs";
import { fieldDefinitionId, minimal, useEmulator } from "../node/setup.mjs";
import { here, pkg, run, useFolder, usePackedProject } from "./packed.mjs";

const readme = readFileSync(here("../../README.md"), "utf8");
const blocks = [...readme.matchAll(/^```\w+\n([^]*?)^```/gm)].map(
  ([, code]) => code,
);

/** Those that other folders run: how a block begins, the test's file, and what it says of the block. */
const ELSEWHERE = [
  ["// app/api/carecycle/[...path]/route.js", "matrix/rows/next.mjs"],
  ["// server.mjs", "page/readme.test.mjs"],
  ["// session.mjs", "page/readme.test.mjs"],
  ["<!doctype html>", "page/readme.test.mjs"],
  ["// app.mjs", "matrix/rows/recipes.mjs"],
  ["// worker.mjs", "matrix/rows/recipes.mjs"],
];

/** @type {Set<string>} */
const seen = new Set();
/** The only block that begins so. @param {string} start */
function blockOf(start) {
  const [block, ...more] = blocks.filter((code) => code.startsWith(start));
  assert.ok(block, `the README has a block that begins with ${start}`);
  assert.equal(more.length, 0, `one block begins with ${start}`);
  seen.add(block);
  return block;
}

describe("the README, followed in an empty folder", () => {
  const api = useEmulator();
  const { folder } = usePackedProject();
  const environment = () => {
    // A test of the user's own reports to no other runner.
    const { NODE_TEST_CONTEXT: _, ...rest } = process.env;
    return {
      ...rest,
      CARECYCLE_API_KEY: apiKey,
      CARECYCLE_BASE_URL: api.emulator.url,
      npm_config_offline: "true",
    };
  };
  const write = (/** @type {string} */ name, /** @type {string} */ text) =>
    writeFileSync(join(folder, name), text);
  /** Runs a module. @param {string} name @param {string} source */
  function node(name, source) {
    write(name, source);
    return run("node", [name], { cwd: folder, env: environment() });
  }
  /** Runs commands. @param {string} commands */
  const shell = (commands, cwd = folder) =>
    run("bash", ["-euo", "pipefail", "-c", commands], {
      cwd,
      env: environment(),
    });

  const intro = blockOf('import { CareCycle } from "carecycle-custom-fields"');
  it("creates a value by its first example", async () => {
    const source = `import { fakeApi } from "carecycle-custom-fields/testing";
      // Any customer and definition are known there.
      const fake = fakeApi();
      fake.install();
      delete process.env.CARECYCLE_BASE_URL;
      const customerId = "${customerId}";
      ${intro}
      console.log(value.selectValue, fake.values.length);`;
    const { stdout, stderr } = await node("intro.mjs", source);
    assert.deepEqual([stdout, stderr], ["Gold 1\n", ""]);
  });

  const install = blockOf("cargo xtask build");
  const create = blockOf("// create.mjs");
  it("creates a value with Node", async () => {
    const { stdout, stderr } = await node("create.mjs", create);
    assert.deepEqual([stdout, stderr], ["created 12.50\n", ""]);
  });
  const own = useFolder("installed");
  it("installs the folder of the package, which then creates a value", async () => {
    const [, command = ""] = /^(npm install) \S+$/m.exec(install) ?? [];
    await shell(`${command} "${pkg}"`, own);
    writeFileSync(join(own, "create.mjs"), create);
    const { stdout } = await shell("node create.mjs", own);
    assert.equal(stdout, "created 12.50\n");
  });

  const fake = blockOf("npx carecycle-custom-fields fake");
  const trying = blockOf("export CARECYCLE_API_KEY=");
  const fault = blockOf("curl ");
  it("creates a value with the fake, and fails after a fault was queued", async () => {
    const [program = "", ...args] = fake.trim().split(" ");
    const child = spawn(program, [...args.slice(0, -1), "0"], {
      cwd: folder,
      env: environment(),
      // npx does not pass signals on to what it runs.
      detached: true,
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const [said] = await once(child.stdout, "data");
      const url = String(said).trim();
      const at = (/** @type {string} */ commands) =>
        commands.replace("http://127.0.0.1:4010", url);
      assert.notEqual(at(trying), trying);
      const { stdout } = await shell(at(trying));
      assert.equal(stdout, "created 12.50\n");
      // The client waits as the 429 says, and retries.
      await shell(at(fault));
      await shell(at(trying));
      const arrived = await fetch(`${url}/__fake/requests`);
      const statuses = (await arrived.json()).map(
        (/** @type {{ status: number }} */ { status }) => status,
      );
      assert.deepEqual(statuses, [200, 429, 200]);
    } finally {
      if (child.pid) process.kill(-child.pid, "SIGTERM");
      await once(child, "close");
    }
  });

  const validating = blockOf("const issues = careCycle");
  it("finds what is wrong with a body", async () => {
    const source = `import { CareCycle } from "carecycle-custom-fields";
      const careCycle = new CareCycle();
      const customerId = "${customerId}", fieldDefinitionId = "${fieldDefinitionId}";
      ${validating}`;
    const { stdout } = await node("validate.mjs", source);
    const [, expected] = /\n\/\/ (.*)\n$/.exec(validating) ?? [];
    assert.equal(stdout, `${expected}\n`);
    assert.deepEqual(api.emulator.requests, []);
  });

  const hooks = blockOf("const careCycle = new CareCycle({");
  it("logs the requests of a call by its hooks", async () => {
    const body = JSON.stringify({ fieldDefinitionId });
    const source = `import { CareCycle } from "carecycle-custom-fields";
      ${hooks}
      await careCycle.customers.customFields.create("${customerId}", ${body});`;
    api.emulator.faultQueue.push("429:retryAfter=0.01");
    const { stdout, stderr } = await node("hooks.mjs", source);
    assert.equal(stderr, "");
    const [first] = stdout.split(" ");
    const lines = stdout.replaceAll(first, "ID").replace(/[\d.]+$/gm, "N");
    assert.deepEqual(lines.trimEnd().split("\n"), [
      ...["ID attempt N", "ID 429 N", "ID waits for rateLimit N"],
      ...["ID attempt N", "ID 200 N"],
    ]);
  });

  const many = blockOf("const rows = readRows()");
  it("creates many values with createMany", async () => {
    const body = JSON.stringify({ fieldDefinitionId });
    const source = `import { CareCycle } from "carecycle-custom-fields";
      const careCycle = new CareCycle();
      const readRows = () => ["${customerId}", "x"]
        .map((customerId) => ({ customerId, body: ${body} }));
      ${many}`;
    const { stdout, stderr } = await node("many.mjs", source);
    assert.equal(stderr, "row 1 invalid VALIDATION_ERROR\n");
    assert.match(stdout, /^\d of 2 left: [\d.]+ ms\n/);
    assert.match(stdout, /taken: 2,\s+created: 1,[^]*invalid: 1,/);
  });

  /** The customers and the values that were created, in the order of their customers. */
  const created = () =>
    api.emulator.values
      .map((value) => `${value.recordId} ${value.selectValue}`)
      .toSorted();
  const CREATED = [`${otherCustomerId} Silver`, `${customerId} Gold`];

  const plain = blockOf("customerId,fieldDefinitionId,selectValue");
  const importing = blockOf("npx carecycle-custom-fields import rows.csv");
  it("checks a file with --dry-run, imports it, and sends nothing twice", async () => {
    write("rows.csv", plain);
    const { stdout } = await shell(importing);
    assert.match(
      stdout,
      /^2 rows: 2 valid, 0 invalid\n[^]*\n2 rows: 2 created\n$/,
    );
    const again = await shell(importing);
    assert.match(again.stdout, /\n2 rows: 0 created, 2 created before\n$/);
    assert.deepEqual(created(), CREATED);
    assert.equal(api.emulator.requests.length, 2);
  });

  const sheet = blockOf("Customer,Name,Renewal tier");
  const mapping = blockOf("npx carecycle-custom-fields import customers.csv");
  const german = blockOf("Kunde;Name;Stufe");
  const weekly = blockOf("echo '{");
  for (const [what, file, text, commands] of [
    ["whose columns are mapped", "customers.csv", sheet, mapping],
    ["with semicolons and a file of columns", "kunden.csv", german, weekly],
  ])
    it(`checks a spreadsheet ${what}, and imports it`, async () => {
      write(file, text);
      const { stdout } = await shell(commands);
      assert.match(stdout, /^2 rows: 2 valid, 0 invalid\n/);
      assert.deepEqual(api.emulator.requests, []);
      await shell(commands.replace("--dry-run", ""));
      assert.deepEqual(created(), CREATED);
    });
  it("checks a spreadsheet against definitions", async () => {
    write("kunden.csv", german.replace("Gold", "Gld"));
    write("definitions.json", JSON.stringify({ items: definitions }));
    const all = weekly.trimEnd().concat(" --definitions definitions.json\n");
    const { code, stderr } = await shell(all).catch((error) => error);
    assert.equal(code, 1);
    assert.match(stderr, /^line 2, Stufe: Invalid option: .*"Gold"/m);
  });

  const testing = blockOf("import { errors, fakeApi, resetRateLimits }");
  it("tests a user's own code against the fake", async () => {
    const source = `import assert from "node:assert/strict";
      import { afterEach, it } from "node:test";
      import { CareCycle, RateLimitError } from "carecycle-custom-fields";
      ${testing}
      it("is rejected by a 429", async () => {
        const call = careCycle.customers.customFields.create(
          "${customerId}", ${JSON.stringify(minimal)}, { maxRetries: 0 });
        const error = await call.catch((error) => error);
        assert.deepEqual([error.retryAfter, api.values.length], [3, 0]);
        assert.ok(error instanceof RateLimitError && errors.rateLimit() instanceof RateLimitError);
      });`;
    const { stdout } = await node("own.test.mjs", source);
    assert.match(stdout, /pass 1\b/);
  });

  for (const [start, file] of ELSEWHERE) {
    const block = blockOf(start);
    it(`has its block ${start} run by tests/${file}`, () => {
      const name = start.replace(/^\/\/ /, "");
      const test = readFileSync(here(`../${file}`), "utf8");
      assert.ok(block && test.includes(name), `${file} names ${name}`);
    });
  }
  it("has no code block that no test runs", () => {
    assert.ok(blocks.length > 10, `${blocks.length} blocks`);
    assert.deepEqual(
      blocks.filter((block) => !seen.has(block)),
      [],
    );
  });
});
