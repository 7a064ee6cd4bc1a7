/** What Rust defines is also said in the documentation of options and in package.json. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";

const read = (/** @type {string} */ file) =>
  readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
const generated = read("pkg-template/generated.ts");
const types = read("pkg/index.d.ts");

/** The value of a generated constant. @param {string} name */
function constant(name) {
  const [, text] =
    new RegExp(`export const ${name} = ([^;]+) as const;`).exec(generated) ??
    [];
  assert.ok(text, `generated.ts has ${name}`);
  return Function(`return ${text}`)();
}

/** What the d.ts says before `name?:`. @param {string} name */
function documentation(name) {
  const [before] = types.split(`    ${name}?: `);
  return before.slice(before.lastIndexOf("/**"));
}

describe("the documented options", () => {
  for (const [name, option] of Object.entries(constant("callOptions"))) {
    if (option.default !== null)
      it(`say the default of ${name}`, () => {
        const text = new RegExp(`@default ${option.default}\\b`);
        assert.match(documentation(name), text);
      });
    if (option.takes.type === "milliseconds")
      it(`say how long ${name} may be`, () =>
        assert.match(documentation(name), new RegExp(`${option.takes.max}`)));
  }
  it("say the default of rateLimit", () => {
    const { requests, perMs } = constant("DEFAULT_RATE_LIMIT");
    const text = `@default { requests: ${requests}, perMs: ${perMs} }`;
    assert.ok(documentation("rateLimit").includes(text));
  });
  it("say the default and the most of concurrency", () => {
    const text = documentation("concurrency");
    assert.match(text, new RegExp(`up to ${constant("CONCURRENCY").max}\\b`));
    assert.match(
      text,
      new RegExp(`@default ${constant("DEFAULT_CONCURRENCY")}\\b`),
    );
  });
  it("say where the API is", () =>
    assert.ok(documentation("baseUrl").includes(constant("BASE_URL"))));
});

it("the package exports every error class of the core", async () => {
  const exported = Object.keys(await import("../../pkg/index.js"));
  for (const name of Object.keys(constant("errorCodes")))
    assert.ok(exported.includes(name), name);
});

it("package.json has the version of the crate", () =>
  assert.equal(
    JSON.parse(read("pkg-template/package.json")).version,
    constant("VERSION"),
  ));
