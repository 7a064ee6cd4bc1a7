/** A server that renders pages imports what is meant for them: that must not do what only a page can. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { NAME, esbuild, linkInto, run, useFolder } from "./packed.mjs";

const inPages = ["window", "document", "navigator", "location", "self"];
const costly = [
  ...["Module", "Instance", "Memory", "Table", "Global", "validate"],
  ...["compile", "compileStreaming", "instantiate", "instantiateStreaming"],
];

/** Prints what an import uses, and what a client and its first call use after it. @param {string} file */
const spy = (file) => `
  import { createRequire } from "node:module";
  let used = [];
  for (const name of ${JSON.stringify(inPages)})
    Object.defineProperty(globalThis, name, { get: () => void used.push(name) });
  const record = (owner, name) => {
    const record = (how) => (...args) => {
      used.push(name);
      return Reflect[how](...args);
    };
    const traps = { apply: record("apply"), construct: record("construct") };
    owner[name] = new Proxy(owner[name], traps);
  };
  record(globalThis, "fetch");
  for (const name of ${JSON.stringify(costly)}) record(WebAssembly, name);
  // What the first import of all uses is Node's own.
  await import("data:text/javascript,0");
  used = [];
  const { CareCycle } = ${
    file.endsWith("cjs")
      ? `createRequire(import.meta.url)("./${file}")`
      : `await import("./${file}")`
  };
  const atImport = used;
  used = [];
  const { customFields } = new CareCycle({
    // Nothing is sent: fetch refuses this port.
    ...{ apiKey: "cc_key", baseUrl: "http://127.0.0.1:1", maxRetries: 0 },
  }).customers;
  await customFields.create("497f6eca-6276-4993-bfeb-53cbbbba6f08", {
    fieldDefinitionId: "079f459a-0b19-4274-98b0-427a624178ff",
  }).catch(() => {});
  console.log(JSON.stringify({ atImport, afterwards: used }));`;

describe("the package, imported by a server that renders pages", () => {
  const project = useFolder("server");
  before(() => {
    linkInto(project);
    writeFileSync(join(project, "plain.mjs"), `export * from "${NAME}";`);
    writeFileSync(
      join(project, "plain.cjs"),
      `module.exports = require("${NAME}");`,
    );
  });

  /**
   * Bundles as frameworks do what is for a browser.
   *
   * @param {string} from
   * @param {string} to
   * @param {"esm" | "cjs"} format
   */
  const bundle = (from, to, format) =>
    esbuild(
      project,
      `${from} --bundle --platform=browser --conditions=browser --format=${format} --outfile=${to}`,
    );
  const look = async (/** @type {string} */ file) => {
    writeFileSync(join(project, `spy-${file}.mjs`), spy(file));
    const { stdout } = await run("node", [`spy-${file}.mjs`], { cwd: project });
    return JSON.parse(stdout);
  };

  for (const [kind, file = "", from] of [
    ["as an ES module", "plain.mjs"],
    ["as CommonJS", "plain.cjs"],
    ["bundled for a browser", "bundled.mjs", "plain.mjs"],
    ["bundled for a browser as CommonJS", "bundled.cjs", "plain.cjs"],
  ]) {
    describe(kind, () => {
      /** @type {{ atImport: string[], afterwards: string[] }} */
      let found;
      before(async () => {
        if (from)
          await bundle(from, file, file.endsWith("cjs") ? "cjs" : "esm");
        found = await look(file);
      });
      it("looks for nothing that only a page has", () =>
        assert.deepEqual(
          found.atImport.filter((name) => inPages.includes(name)),
          [],
        ));
      it("neither fetches nor compiles", () =>
        assert.deepEqual(
          found.atImport.filter((name) => !inPages.includes(name)),
          [],
        ));
      it("does all of it at its first use, which shows that this test would notice it", () => {
        const seen = (/** @type {string[]} */ names) =>
          names.some((name) => found.afterwards.includes(name));
        assert.deepEqual(
          [seen(inPages), seen(costly), seen(["fetch"])],
          [true, true, true],
        );
      });
    });
  }
});
