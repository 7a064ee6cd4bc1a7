/** Runtimes that lack a part of the platform, each in a process of its own. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { before, describe, it } from "node:test";
import { promisify } from "node:util";
import { answer, apiKey, customerId, minimal } from "./setup.mjs";

const pkg = new URL("../../pkg/index.js", import.meta.url).href;
/** Node's own fetch needs it and is loaded at its first use: before its lack. */
const LOADED = 'await new Response("").text();';
const names = [
  "textValue",
  "numberValue",
  "dateValue",
  "selectValue",
  "fieldDefinitionId",
];

/**
 * What `source` passes to `report`, in a new process. `lacks` runs before the package is imported.
 *
 * @param {{ lacks?: string, source: string, flags?: string[] }} script
 * @returns {Promise<any>}
 */
async function run({ lacks = "", source, flags = [] }) {
  const script = `
    // JSON has a lone surrogate as an escape, so that it comes through as it is.
    const report = (value) => console.log(JSON.stringify(value));
    const reported = (error) => ({
      name: error.name, code: error.code, outcome: error.outcome, message: error.message,
    });
    const { apiKey, customerId, minimal, answer } = ${JSON.stringify({ apiKey, customerId, minimal, answer })};
    ${lacks}
    const { CareCycle, CareCycleError } = await import(${JSON.stringify(pkg)});
    ${source}`;
  const args = [...flags, "--input-type=module", "--eval", script];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    timeout: 30_000,
  });
  return JSON.parse(stdout);
}

describe("without fetch", () => {
  for (const [when, lacks, then] of [
    ["from the start", "delete globalThis.fetch;", ""],
    ["since a client was made", "", "delete globalThis.fetch;"],
  ]) {
    it(`rejects a call as wrongly configured, ${when}, and says what to do`, async () => {
      const source = `
        const events = [];
        const client = new CareCycle({ apiKey, onRequest: () => events.push("request") });
        ${then}
        const { create } = client.customers.customFields;
        const error = await create(customerId, minimal).catch((error) => error);
        report({ ...reported(error), attempts: error.attempts, events });`;
      const { message, ...error } = await run({ lacks, source });
      assert.deepEqual(error, {
        ...{ name: "ConfigurationError", code: "CONFIGURATION" },
        ...{ outcome: "notSent", attempts: [], events: [] },
      });
      assert.match(message, /\bfetch\b/);
      assert.match(message, /\bpass\b/i);
    });
  }
  it("creates with the fetch that is passed", async () => {
    const source = `
      const fetch = async () => Response.json(answer);
      const { create } = new CareCycle({ apiKey, fetch }).customers.customFields;
      report(await create(customerId, minimal));`;
    const lacks = "delete globalThis.fetch;";
    assert.deepEqual(await run({ lacks, source }), answer);
  });
  it("checks a request", async () => {
    const source = `
      const { validate } = new CareCycle({ apiKey }).customers.customFields;
      report([validate(customerId, minimal).length, validate("x", {}).length]);`;
    const lacks = "delete globalThis.fetch;";
    assert.deepEqual(await run({ lacks, source }), [0, 2]);
  });
  it("uses no slot for a request that was not sent", async () => {
    const source = `
      const { fetch } = globalThis;
      const rateLimit = { requests: 1, perMs: 60_000 };
      const { create } = new CareCycle({ apiKey, rateLimit, deadlineMs: 1000 }).customers.customFields;
      delete globalThis.fetch;
      const errors = [];
      for (let call = 0; call < 3; call++)
        errors.push(await create(customerId, minimal).catch(({ code }) => code));
      globalThis.fetch = async () => Response.json(answer);
      const last = await create(customerId, minimal).catch(({ code }) => code);
      report([...errors, last.id ?? last]);`;
    const codes = Array(3).fill("CONFIGURATION");
    assert.deepEqual(await run({ source }), [...codes, answer.id]);
  });
});

describe("without WebAssembly", () => {
  const source = `
    const { create, validate } = new CareCycle({ apiKey, fetch: () => process.exit(1) })
      .customers.customFields;
    const errors = [await create(customerId, minimal).catch((error) => error)];
    try {
      validate(customerId, minimal);
    } catch (error) {
      errors.push(error);
    }
    report(errors.map((error) => reported(error)));`;
  // Node's own fetch fails, unhandled, when it is loaded without WebAssembly.
  const spared = 'process.on("unhandledRejection", () => {});';
  for (const [what, script] of Object.entries({
    "since there is no JIT": { lacks: spared, flags: ["--jitless"] },
    "since it was removed": {
      lacks: `${spared} delete globalThis.WebAssembly;`,
    },
  })) {
    it(`${what} says that, and nothing of a Content-Security-Policy`, async () => {
      const errors = await run({ source, ...script });
      assert.equal(errors.length, 2);
      for (const { message, ...error } of errors) {
        assert.deepEqual(error, {
          ...{ name: "ConfigurationError", code: "CONFIGURATION" },
          outcome: "notSent",
        });
        assert.match(message, /\bno WebAssembly\b/);
        assert.doesNotMatch(message, /Content-Security-Policy|CSP|unsafe-eval/);
      }
    });
  }
  it("does not load Node's own fetch, which would end the process", async () => {
    const errors = await run({ source, flags: ["--jitless"] });
    assert.deepEqual(
      errors.map((/** @type {Error} */ { name }) => name),
      ["ConfigurationError", "ConfigurationError"],
    );
  });
});

describe("if WebAssembly exists but may not be compiled", () => {
  const source = `
    const { readFileSync } = process.getBuiltinModule("node:fs");
    const vm = process.getBuiltinModule("node:vm");
    const found = {};
    for (const [name, more] of Object.entries({ runtime: {}, page: { window: {}, document: {} } })) {
      const context = vm.createContext(
        { module: { exports: {} }, URL, performance, crypto, setTimeout, clearTimeout, AbortController, ...more },
        { codeGeneration: { wasm: false } },
      );
      vm.runInContext(readFileSync(new URL("index.cjs", pkg), "utf8"), context);
      const options = { apiKey, dangerouslyAllowBrowser: true, fetch: () => process.exit(1) };
      const { create, validate } = new context.module.exports.CareCycle(options).customers.customFields;
      const errors = [await create(customerId, minimal).catch((error) => error)];
      try { validate(customerId, minimal); } catch (error) { errors.push(error); }
      found[name] = errors.map(reported);
    }
    report(found);`;
  /** @type {Record<string, { name: string, code: string, outcome: string, message: string }[]>} */
  let found;
  before(async () => {
    found = await run({
      source: `const pkg = ${JSON.stringify(pkg)}; ${source}`,
    });
  });
  for (const [place, names, not] of /** @type {const} */ ([
    [
      "runtime",
      /forbids compiling.*"workerd".*"edge-light".*carecycle-custom-fields\/workerd.*\/edge/,
      /Content-Security-Policy|no WebAssembly/,
    ],
    [
      "page",
      /Content-Security-Policy.*'wasm-unsafe-eval'/,
      /workerd|no WebAssembly/,
    ],
  ]))
    it(`says what to do in a ${place}`, () => {
      assert.equal(found[place].length, 2);
      for (const { message, ...error } of found[place]) {
        assert.deepEqual(error, {
          ...{ name: "ConfigurationError", code: "CONFIGURATION" },
          outcome: "notSent",
        });
        assert.match(message, /Wasm code generation disallowed/);
        assert.match(message, names);
        assert.doesNotMatch(message, not);
      }
    });
  it("does not mention a policy if memory or something else is the reason", async () => {
    const lacks = `
      WebAssembly.Module = class {
        constructor() {
          throw new RangeError("Out of memory");
        }
      };`;
    const source = `
      const { create } = new CareCycle({ apiKey }).customers.customFields;
      report(reported(await create(customerId, minimal).catch((error) => error)));`;
    const { name, message } = await run({ lacks, source });
    assert.equal(name, "ConfigurationError");
    assert.match(
      message,
      /could not be started \(RangeError: Out of memory\)$/,
    );
  });
  it("checks a request even if code from strings is forbidden", async () => {
    const flags = ["--disallow-code-generation-from-strings"];
    const source = `
      const { validate } = new CareCycle({ apiKey }).customers.customFields;
      report(validate(customerId, minimal));`;
    assert.deepEqual(await run({ source, flags }), []);
  });
});

describe("without TextDecoder and TextEncoder", () => {
  const lacks = `${LOADED}
    delete globalThis.TextDecoder;
    delete globalThis.TextEncoder;`;
  it("is imported and checks a request", async () => {
    const source = `
      const { validate } = new CareCycle({ apiKey }).customers.customFields;
      report([validate(customerId, minimal), validate("x", { ...minimal, textValue: 1 })]);`;
    const [none, issues] = await run({ lacks, source });
    assert.deepEqual(none, []);
    assert.deepEqual(
      issues.map((/** @type {{ path: string[] }} */ { path }) => path),
      [["id"], ["textValue"]],
    );
  });
  for (const [what, keys] of Object.entries({
    ASCII: ["color", 'a"b\\c', "tab\there"],
    "non-ASCII": ["größe", "色", "\u{1f600}", "\u0000", "\u2028", "\ufffd"],
    "lone surrogates": ["\ud800", "a\udfffb", "\ud83d\ud83d\ude00"],
  })) {
    it(`names unknown keys of ${what} as they are`, async () => {
      const source = `
        const keys = ${JSON.stringify(keys)};
        const body = { ...minimal, ...Object.fromEntries(keys.map((key) => [key, 1])) };
        const issues = new CareCycle({ apiKey }).customers.customFields.validate(customerId, body);
        report(issues.map((/** @type {{ path: string[] }} */ { path }) => path));`;
      assert.deepEqual(
        await run({ lacks, source }),
        keys.map((key) => [key]),
      );
    });
  }
  it("names a wrong value's text as it is", async () => {
    const source = `
      const check = (body) =>
        new CareCycle({ apiKey }).customers.customFields.validate(customerId, body);
      report([check({ ...minimal, textValue: "größe 😀" }), check({ fieldDefinitionId: "größe 😀" })]);`;
    const [none, [issue]] = await run({ lacks, source });
    assert.deepEqual(none, []);
    assert.deepEqual(issue.path, ["fieldDefinitionId"]);
  });
});

describe("with TextDecoder and TextEncoder", () => {
  it("names unknown keys with lone surrogates as they are", async () => {
    const keys = ["größe", "\ud800", "a\udfffb"];
    const source = `
      const keys = ${JSON.stringify(keys)};
      const body = { ...minimal, ...Object.fromEntries(keys.map((key) => [key, 1])) };
      const issues = new CareCycle({ apiKey }).customers.customFields.validate(customerId, body);
      report(issues.map((/** @type {{ path: string[] }} */ { path }) => path));`;
    assert.deepEqual(
      await run({ source }),
      keys.map((key) => [key]),
    );
  });
});

describe("without String.prototype.isWellFormed", () => {
  const lacks = `
    delete String.prototype.isWellFormed;
    delete String.prototype.toWellFormed;`;
  for (const [what, bad] of Object.entries({
    "a high surrogate": "a\ud800b",
    "a low surrogate": "\udc00",
    "a pair in the wrong order": "\ude00\ud83d",
    "a high surrogate before a pair": "\ud83d\ud83d\ude00",
  })) {
    it(`refuses ${what} that stands alone, in every text, and sends nothing`, async () => {
      const source = `
        const bad = ${JSON.stringify(bad)};
        let sent = 0;
        const fetch = async () => (sent++, Response.json(answer));
        const { create, validate } = new CareCycle({ apiKey, fetch }).customers.customFields;
        const bodies = [
          ...${JSON.stringify(names)}.map((name) => ({ ...minimal, [name]: bad })),
          { ...minimal, multiSelectValue: ["a", bad] },
        ];
        const codes = [];
        for (const body of bodies) codes.push(await create(customerId, body).catch(({ code }) => code));
        codes.push(await create(bad, minimal).catch(({ code }) => code));
        report({
          sent, codes,
          paths: bodies.map((body) => validate(customerId, body).map(({ path }) => path.join())),
        });`;
      const { sent, codes, paths } = await run({ lacks, source });
      assert.equal(sent, 0);
      assert.deepEqual(codes, Array(names.length + 2).fill("VALIDATION_ERROR"));
      const lists = [...names, "multiSelectValue,1"].map((name) => [name]);
      assert.deepEqual(paths, lists);
    });
  }
  it("accepts surrogates in pairs", async () => {
    const source = `
      const { validate } = new CareCycle({ apiKey }).customers.customFields;
      const text = "😀 größe \ud83d\ude00";
      report(validate(customerId, { ...minimal, textValue: text, multiSelectValue: [text] }));`;
    assert.deepEqual(await run({ lacks, source }), []);
  });
});
