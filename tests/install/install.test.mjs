import assert from "node:assert/strict";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import openapiTS, { astToString } from "openapi-typescript";
import { apiKey } from "../emulator/fixtures.mjs";
import {
  customerId,
  definitions,
  fieldDefinitionId,
  useEmulator,
} from "../node/setup.mjs";
import { here, run, usePackedProject } from "./packed.mjs";

describe("the packed package in an empty project", () => {
  const api = useEmulator();
  const packed = usePackedProject();
  const project = packed.folder;
  const env = () => ({
    ...process.env,
    CARECYCLE_API_KEY: apiKey,
    CARECYCLE_BASE_URL: api.emulator.url,
  });
  const node = (/** @type {string} */ file) =>
    run("node", [file], { cwd: project, env: env() });
  it("has the expected files and none besides", () => {
    assert.deepEqual(packed.files, [
      "LICENSE",
      "README.md",
      "cli.js",
      "core.wasm",
      "index.cjs",
      "index.d.cts",
      "index.d.ts",
      "index.edge.js",
      "index.js",
      "index.workerd.js",
      "package.json",
      "server.cjs",
      "server.d.cts",
      "server.d.ts",
      "server.js",
      "testing.cjs",
      "testing.d.cts",
      "testing.d.ts",
      "testing.js",
    ]);
  });
  for (const [kind, file, load] of [
    [
      "an ES module",
      "a.mjs",
      'import { CareCycle, ValidationError } from "carecycle-custom-fields";',
    ],
    [
      "CommonJS",
      "a.cjs",
      'const { CareCycle, ValidationError } = require("carecycle-custom-fields");',
    ],
  ]) {
    it(`creates a value and gives a structured error as ${kind}, and ends by itself`, async () => {
      writeFileSync(
        join(project, file),
        `${load}
        const { customFields } = new CareCycle().customers;
        const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
        const body = { fieldDefinitionId: "079f459a-0b19-4274-98b0-427a624178ff", numberValue: "12.50" };
        customFields.create(id, body).then(async (value) => {
          const error = await customFields.create("x", body).catch((error) => error);
          console.log(value.numberValue, error instanceof ValidationError, error.errors[0].path[0]);
        });`,
      );
      const { stdout, stderr } = await node(file);
      assert.deepEqual([stdout, stderr], ["12.50 true id\n", ""]);
    });
  }
  it("does nothing when it is imported", async () => {
    writeFileSync(
      join(project, "idle.mjs"),
      `for (const name of ["Module", "Instance"]) {
        WebAssembly[name] = new Proxy(WebAssembly[name], {
          construct(...args) { console.log(name); return Reflect.construct(...args) },
        });
      }
      const before = Object.keys(globalThis).length;
      const { CareCycle } = await import("carecycle-custom-fields");
      const client = new CareCycle();
      console.log("imported", Object.keys(globalThis).length - before);
      client.customers.customFields.validate("x", {});`,
    );
    const { stdout } = await node("idle.mjs");
    assert.match(stdout, /^imported 0\n(Module|Instance)/);
  });
  it("runs the README's example for Node", async () => {
    const readme = readFileSync(here("../../README.md"), "utf8");
    const [, code] = /```js\n(\/\/ create\.mjs[\s\S]*?)```/.exec(readme) ?? [];
    assert.ok(code, "the README has an example");
    writeFileSync(join(project, "create.mjs"), code);
    const { stdout, stderr } = await node("create.mjs");
    assert.deepEqual([stdout, stderr], ["created 12.50\n", ""]);
  });
  it("runs the README's example of many values", async () => {
    const readme = readFileSync(here("../../README.md"), "utf8");
    const [, code] =
      /```js\n(const rows = readRows[\s\S]*?)```/.exec(readme) ?? [];
    assert.ok(code, "the README has an example");
    const body = JSON.stringify({ fieldDefinitionId });
    const source = `import { CareCycle } from "carecycle-custom-fields";
      const careCycle = new CareCycle();
      const readRows = () => ["${customerId}", "x"]
        .map((customerId) => ({ customerId, body: ${body} }));
      ${code}`;
    writeFileSync(join(project, "many.mjs"), source);
    const { stdout, stderr } = await node("many.mjs");
    assert.equal(stderr, "row 1 invalid VALIDATION_ERROR\n");
    assert.match(stdout, /^\d of 2 left: [\d.]+ ms\n/);
    assert.match(stdout, /taken: 2,\s+created: 1,[^]*invalid: 1,/);
  });
  it("runs the README's example of hooks", async () => {
    const readme = readFileSync(here("../../README.md"), "utf8");
    const [, code] = /```js\n(const careCycle =[\s\S]*?)```/.exec(readme) ?? [];
    assert.ok(code, "the README has an example");
    const body = JSON.stringify({ fieldDefinitionId });
    const source = `import { CareCycle } from "carecycle-custom-fields";
      ${code}
      await careCycle.customers.customFields.create("${customerId}", ${body});`;
    writeFileSync(join(project, "hooks.mjs"), source);
    api.emulator.faultQueue.push("429:retryAfter=0.01");
    const { stdout, stderr } = await node("hooks.mjs");
    assert.equal(stderr, "");
    const [first] = stdout.split(" ");
    assert.deepEqual(
      stdout
        .replaceAll(first, "ID")
        .replace(/[\d.]+$/gm, "N")
        .split("\n"),
      [
        "ID attempt N",
        "ID 429 N",
        "ID waits for rateLimit N",
        "ID attempt N",
        "ID 200 N",
        "",
      ],
    );
  });
  it("has a command, which npx finds", async () => {
    const header = "customerId,fieldDefinitionId,textValue";
    const [{ id }] = definitions;
    writeFileSync(
      join(project, "rows.csv"),
      `${header}\n${customerId},${id},a\n`,
    );
    const args = ["--offline", "carecycle-custom-fields", "import", "rows.csv"];
    const { stdout } = await run("npx", args, { cwd: project, env: env() });
    assert.equal(stdout, "1 row: 1 created\n");
    assert.equal(api.emulator.values[0].textValue, "a");
  });
  it("has the reader of spreadsheets in the command only", () => {
    const has = (/** @type {string} */ file) =>
      readFileSync(here(`../../pkg/${file}`), "utf8").includes("CSV UTF-8");
    const scripts = packed.files.filter((file) => /\.c?js$/.test(file));
    assert.deepEqual(scripts.filter(has), ["cli.js"]);
  });
  it("has no path of a machine in it", () => {
    for (const file of [
      "cli.js",
      "index.js",
      "index.cjs",
      "index.workerd.js",
      "core.wasm",
      "index.d.ts",
      "index.edge.js",
      "server.js",
      "server.cjs",
      "testing.js",
      "testing.cjs",
    ]) {
      const text = readFileSync(here(`../../pkg/${file}`), "latin1");
      for (const path of ["/root/", "/home/", ".cargo/registry", "/Users/"])
        assert.ok(!text.includes(path), `${file}: ${path}`);
    }
  });

  describe("for TypeScript", () => {
    before(async () => {
      const yaml = readFileSync(here("../types/openapi.yaml"));
      writeFileSync(
        join(project, "openapi.ts"),
        astToString(await openapiTS(yaml)),
      );
      for (const file of ["usage.ts", "names.ts", "misuse.ts", "consumer.cts"])
        copyFileSync(here(`../types/${file}`), join(project, file));
      copyFileSync(here("../types/misuse.ts"), join(project, "misuse.cts"));
      const spec = join(project, "node_modules/@standard-schema");
      mkdirSync(spec, { recursive: true });
      await run("cp", [
        "-r",
        here("../node_modules/@standard-schema/spec"),
        spec,
      ]);
    });
    for (const [module, resolution] of [
      ["nodenext", "nodenext"],
      ["node16", "node16"],
      ["esnext", "bundler"],
    ]) {
      it(`compiles right use and refuses wrong use with ${resolution}`, async () => {
        writeFileSync(join(project, "package.json"), '{ "type": "module" }');
        const compilerOptions = {
          target: "es2022",
          lib: ["es2023", "dom"],
          module,
          moduleResolution: resolution,
          strict: true,
          exactOptionalPropertyTypes: true,
          skipLibCheck: false,
          noEmit: true,
          types: [],
        };
        const sources = [
          "usage.ts",
          "names.ts",
          "misuse.ts",
          "misuse.cts",
          "consumer.cts",
        ];
        writeFileSync(
          join(project, "tsconfig.json"),
          JSON.stringify({
            compilerOptions,
            files: resolution === "bundler" ? sources.slice(0, 3) : sources,
          }),
        );
        const found = await run("node", [
          here("../node_modules/typescript/bin/tsc"),
          "-p",
          project,
        ]).catch(({ stdout }) => ({ stdout }));
        assert.equal(found.stdout, "");
      });
    }
    for (const [what, lib, types, file] of [
      ["neither DOM nor Node", ["es2022"], [], "bare.ts"],
      ["the DOM", ["es2022", "dom"], [], "bare.ts"],
      ["Node and undici's fetch", ["es2022"], ["node"], "fetches.ts"],
      ["Node and the DOM", ["es2023", "dom"], ["node"], "fetches.ts"],
      ["Node's servers", ["es2022"], ["node"], "server-node.ts"],
      [
        "Node's servers and the DOM",
        ["es2023", "dom"],
        ["node"],
        "server-node.ts",
      ],
    ]) {
      it(`compiles with the types of ${what}`, async () => {
        const modules = join(project, "node_modules");
        for (const name of ["undici", "undici-types", "@types/node"])
          cpSync(here(`../node_modules/${name}`), join(modules, name), {
            recursive: true,
          });
        copyFileSync(here(`../types/${file}`), join(project, String(file)));
        writeFileSync(join(project, "package.json"), '{ "type": "module" }');
        const compilerOptions = {
          target: "es2022",
          lib,
          types,
          module: "nodenext",
          strict: true,
          exactOptionalPropertyTypes: true,
          skipLibCheck: false,
          noEmit: true,
        };
        writeFileSync(
          join(project, "tsconfig.json"),
          JSON.stringify({ compilerOptions, files: [file] }),
        );
        const found = await run("node", [
          here("../node_modules/typescript/bin/tsc"),
          "-p",
          project,
        ]).catch(({ stdout }) => ({ stdout }));
        assert.equal(found.stdout, "");
      });
    }
    for (const [module, resolution, types] of /** @type {const} */ ([
      ["nodenext", "nodenext", "module"],
      ["nodenext", "nodenext", "commonjs"],
      ["node16", "node16", "module"],
      ["node16", "node16", "commonjs"],
      ["esnext", "bundler", "module"],
    ])) {
      it(`compiles the use of /testing with ${resolution}, ${types}, and no library but es2022`, async () => {
        const files = ["testing.ts", "disposable.ts"];
        for (const file of files)
          copyFileSync(here(`../types/${file}`), join(project, file));
        const text = JSON.stringify({ type: types });
        writeFileSync(join(project, "package.json"), text);
        const compilerOptions = {
          ...{ target: "es2022", lib: ["es2022"], types: [] },
          ...{ module, moduleResolution: resolution },
          ...{ strict: true, exactOptionalPropertyTypes: true },
          ...{ skipLibCheck: false, noEmit: true },
        };
        const config = JSON.stringify({ compilerOptions, files });
        writeFileSync(join(project, "tsconfig.json"), config);
        const found = await run("node", [
          here("../node_modules/typescript/bin/tsc"),
          "-p",
          project,
        ]).catch(({ stdout }) => ({ stdout }));
        assert.equal(found.stdout, "");
      });
    }
    it("keeps the contract's own copy of the operation", () => {
      const contract =
        process.env.CONTRACT_DIR ?? here("../../../shared/contract");
      const shared = join(contract, "openapi.yaml");
      if (existsSync(shared))
        assert.equal(
          readFileSync(here("../types/openapi.yaml"), "utf8"),
          readFileSync(shared, "utf8"),
        );
      assert.match(
        readFileSync(here("../types/openapi.yaml"), "utf8"),
        /createCustomerCustomFieldValue/,
      );
    });
  });
});
