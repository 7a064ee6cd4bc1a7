/** The README's tables and lists name what the package has: options with their defaults, errors, the command's options and exit codes. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import ts from "typescript";
import { generated } from "../node/generated.mjs";
import { here, pkg, readPkg, run } from "./packed.mjs";

const readme = readFileSync(here("../../README.md"), "utf8");

/** A section's text, without the headline. @param {string} title */
function sectionOf(title) {
  const [, text] = readme.split(`\n## ${title}\n`);
  assert.ok(text, `the README has the section ${title}`);
  return text.split(/^## /m)[0];
}
/** The first two cells of a section's rows, without the header. @param {string} title */
const rowsOf = (title) =>
  [...sectionOf(title).matchAll(/^\| ([^|]*) \|([^|]*)\|/gm)]
    .map(([, first = "", second = ""]) => ({ first, second: second.trim() }))
    // A table's header is above the line of dashes.
    .filter(({ first }, index, all) =>
      [first, all[index + 1]?.first].every((cell) => !cell?.startsWith("---")),
    );
/** What is in backquotes. @param {string} text */
const codeIn = (text) =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);

const types = ts.createSourceFile(
  "index.d.ts",
  readPkg("index.d.ts"),
  ts.ScriptTarget.Latest,
);
/** The members of an interface that the type definitions declare. @param {string} name */
function membersOf(name) {
  const found = types.statements.find(
    (statement) =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  );
  assert.ok(found && ts.isInterfaceDeclaration(found), name);
  return found.members.flatMap(({ name }) =>
    name && ts.isIdentifier(name) ? [name.text] : [],
  );
}

describe("the README's table of options", () => {
  const rows = rowsOf("Options");
  const names = rows.flatMap(({ first }) => codeIn(first));
  const defaultOf = (/** @type {string} */ name) =>
    rows.find(({ first }) => codeIn(first).includes(name))?.second ?? "";

  it("has every option of the client and of a call, and no other", () => {
    const options = ["CareCycleOptions", "CallSettings", "Hooks"];
    const members = [...options, "CreateOptions"].flatMap(membersOf);
    // An option of `validate` as well.
    const expected = [...members, "unknownFields"];
    assert.deepEqual(names.toSorted(), expected.toSorted());
  });
  it("marks with a dot those that a call may set", () => {
    const marked = rows.filter(({ first }) => first.includes("•"));
    const expected = [
      ...["CallSettings", "Hooks", "CreateOptions"].flatMap(membersOf),
      "unknownFields",
    ];
    assert.deepEqual(
      marked.flatMap(({ first }) => codeIn(first)).toSorted(),
      expected.toSorted(),
    );
  });
  it("has the defaults of the package", () => {
    const { timeoutMs, maxRetries, retryUnknown } = generated.callOptions;
    assert.equal(defaultOf("maxRetries"), String(maxRetries.default));
    assert.equal(defaultOf("retryUnknown"), `\`${retryUnknown.default}\``);
    const inWords = (/** @type {number} */ ms) => ms.toLocaleString("en");
    assert.equal(defaultOf("timeoutMs"), inWords(timeoutMs.default));
    const { requests, perMs } = generated.DEFAULT_RATE_LIMIT;
    assert.equal(
      defaultOf("rateLimit"),
      `\`{ requests: ${requests}, perMs: ${perMs} }\``,
    );
    const deadlineMs = timeoutMs.default + 2 * perMs;
    assert.equal(
      defaultOf("deadlineMs"),
      `\`timeoutMs\` + 2 windows of at least a minute: ${inWords(deadlineMs)}`,
    );
    assert.match(
      sectionOf("Many values"),
      new RegExp(
        `\`concurrency\`, ${generated.DEFAULT_CONCURRENCY} by default`,
      ),
    );
  });
});

it("the README's table of errors has every class of the package", () => {
  const named = rowsOf("Errors").flatMap(({ first }) => codeIn(first));
  const classes = named.filter((name) => /^[A-Z]\w+Error$/.test(name));
  // The table is about what extends the base.
  const expected = generated.ERROR_CLASSES.filter(
    (/** @type {string} */ name) => name !== "CareCycleError",
  );
  assert.deepEqual(
    classes.filter((name) => name !== "AbortError").toSorted(),
    expected.toSorted(),
  );
});

describe("the README's section about the import", async () => {
  const section = sectionOf("Importing a spreadsheet");
  const { stdout: help } = await run("node", [`${pkg}/cli.js`, "--help"]);

  it("names only options that the help has", () => {
    const named = new Set(section.match(/(?<![\w-])--[a-z][a-z-]+/g));
    assert.ok(named.size > 15, [...named].join());
    assert.deepEqual(
      [...named].filter((name) => !help.includes(`${name} `)),
      [],
    );
  });
  it("has the exit codes of the help", () => {
    const [, listed = ""] = help.split("\nExit codes\n");
    const codes = [...listed.matchAll(/^ {2}(\d+) /gm)].map(([, code]) => code);
    assert.deepEqual(
      rowsOf("Importing a spreadsheet").map(({ first }) => first),
      codes,
    );
  });
});
