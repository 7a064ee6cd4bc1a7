import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import openapiTS, { astToString } from "openapi-typescript";
import { apiKey } from "../emulator/fixtures.mjs";
import { customerId, definitions, useEmulator } from "../node/setup.mjs";
import {
  compile,
  copyModules,
  here,
  readPkg,
  run,
  usePackedProject,
} from "./packed.mjs";

describe("the packed package in an empty project", () => {
  const api = useEmulator();
  const { folder: project, packed } = usePackedProject();
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
    it(`creates a value, rejects with a structured error and lets the process end as ${kind}`, async () => {
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
  it("has a command that npx finds", async () => {
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
  it("contains the reader of spreadsheets in the command only", () => {
    const has = (/** @type {string} */ file) =>
      readPkg(file).includes("CSV UTF-8");
    const scripts = packed.files.filter((file) => /\.c?js$/.test(file));
    assert.deepEqual(scripts.filter(has), ["cli.js"]);
  });
  it("has no path of a machine in it", () => {
    const built = packed.files.filter((file) =>
      /\.([cm]?[jt]s|wasm)$/.test(file),
    );
    assert.ok(built.length >= 15, built.join());
    for (const file of built) {
      const text = readPkg(file, "latin1");
      for (const path of ["/root/", "/home/", ".cargo/registry", "/Users/"])
        assert.ok(!text.includes(path), `${file}: ${path}`);
    }
  });

  describe("with TypeScript", () => {
    before(async () => {
      const yaml = readFileSync(here("../types/openapi.yaml"));
      writeFileSync(
        join(project, "openapi.ts"),
        astToString(await openapiTS(yaml)),
      );
      const misuse = readFileSync(here("../types/misuse.ts"));
      writeFileSync(join(project, "misuse.cts"), misuse);
      copyModules(project, "@standard-schema/spec");
    });
    for (const [module, resolution] of [
      ["nodenext", "nodenext"],
      ["node16", "node16"],
      ["esnext", "bundler"],
    ]) {
      it(`compiles correct use and rejects incorrect use with ${resolution}`, async () => {
        const sources = ["usage.ts", "names.ts", "misuse.ts"];
        if (resolution !== "bundler")
          sources.push("./misuse.cts", "consumer.cts");
        const options = { lib: ["es2023", "dom"], module };
        const found = await compile(project, {
          files: sources,
          options: { ...options, moduleResolution: resolution },
        });
        assert.equal(found, "");
      });
    }
    for (const [what, lib, types, file] of /** @type {const} */ ([
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
    ])) {
      it(`compiles with the types of ${what}`, async () => {
        copyModules(project, "undici", "undici-types", "@types/node");
        const options = { lib, types, module: "nodenext" };
        assert.equal(await compile(project, { files: [file], options }), "");
      });
    }
    for (const [module, resolution, type] of /** @type {const} */ ([
      ["nodenext", "nodenext", "module"],
      ["nodenext", "nodenext", "commonjs"],
      ["node16", "node16", "module"],
      ["node16", "node16", "commonjs"],
      ["esnext", "bundler", "module"],
    ])) {
      it(`compiles the use of /testing with ${resolution}, ${type}, and no library but es2022`, async () => {
        const files = ["testing.ts", "disposable.ts"];
        const options = {
          ...{ lib: ["es2022"], module, moduleResolution: resolution },
        };
        assert.equal(await compile(project, { files, options, type }), "");
      });
    }
    const contract =
      process.env.CONTRACT_DIR ?? here("../../../shared/contract");
    const original = join(contract, "openapi.yaml");
    it(
      "has the operation of the API's own contract, which is outside of this repository",
      {
        skip:
          !existsSync(original) &&
          "not compared: neither CONTRACT_DIR nor ../shared/contract has openapi.yaml",
      },
      (t) => {
        t.diagnostic("compared with the contract outside of this repository");
        const copy = readFileSync(here("../types/openapi.yaml"), "utf8");
        assert.equal(copy, readFileSync(original, "utf8"));
      },
    );
    it("has the operation in its copy of the API's contract", () => {
      const copy = readFileSync(here("../types/openapi.yaml"), "utf8");
      assert.match(copy, /createCustomerCustomFieldValue/);
    });
  });
});
