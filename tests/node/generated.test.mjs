/** What Rust defines is also said in the documentation of options and in package.json. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { generated } from "./generated.mjs";

const read = (/** @type {string} */ file) =>
  readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
const types = read("pkg/index.d.ts");
/** What the d.ts says before `name?:`. @param {string} name */
function documentation(name) {
  const [before] = types.split(`    ${name}?: `);
  return before.slice(before.lastIndexOf("/**"));
}

describe("the documented options", () => {
  it("are those of Rust", () =>
    assert.ok(Object.keys(generated.callOptions).length >= 4));
  for (const [name, option] of Object.entries(generated.callOptions)) {
    if (option.default !== null)
      it(`say the default of ${name}`, () => {
        const text = new RegExp(`@default ${option.default}\\b`);
        assert.match(documentation(name), text);
      });
    if (option.valueType.type === "milliseconds")
      it(`say the maximum of ${name}`, () =>
        assert.match(
          documentation(name),
          new RegExp(`${option.valueType.max}`),
        ));
  }
  it("say the default of rateLimit", () => {
    const { requests, perMs } = generated.DEFAULT_RATE_LIMIT;
    const text = `@default { requests: ${requests}, perMs: ${perMs} }`;
    assert.ok(documentation("rateLimit").includes(text));
  });
  it("say the default and the maximum of concurrency", () => {
    const text = documentation("concurrency");
    assert.match(text, new RegExp(`up to ${generated.CONCURRENCY.max}\\b`));
    assert.match(
      text,
      new RegExp(`@default ${generated.DEFAULT_CONCURRENCY}\\b`),
    );
  });
  it("state the API's URL", () =>
    assert.ok(documentation("baseUrl").includes(generated.BASE_URL)));
});

it("the package exports every error class of the core", async () => {
  const exported = Object.keys(await import("../../pkg/index.js"));
  assert.ok(generated.ERROR_CLASSES.length > 10);
  for (const name of generated.ERROR_CLASSES)
    assert.ok(exported.includes(name), name);
});

it("the package has the version of Cargo.toml", () => {
  const [, version] = /^version = "(.*)"$/m.exec(read("Cargo.toml")) ?? [];
  assert.equal(JSON.parse(read("pkg/package.json")).version, version);
  assert.equal(generated.VERSION, version);
});
