/** What the command and the Import tab take a file for, in one form. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { start as startCommand } from "../cli/setup.mjs";
import { apiKey } from "../emulator/fixtures.mjs";
import { choose, figures, outlook, problems } from "./import-harness.mjs";

/**
 * What a file is taken for.
 * @typedef {object} Verdict
 * @property {string} [refused] why no row of it can be taken
 * @property {[valid: number, invalid: number]} [rows]
 * @property {string[][]} [issues] line, path and message of each
 * @property {Awaited<ReturnType<typeof outlook>>} [toSend]
 */

/** How the page shows the summary of the command. @param {any} toSend */
const shownBy = ({ rows, duplicates, definitions, first }) => ({
  toSend: rows === 1 ? "1 row" : `${rows} rows`,
  duplicates: duplicates
    ? `${duplicates} ${duplicates === 1 ? "row" : "rows"} with the same customer and definition as an earlier row`
    : "none",
  definitions: definitions.map((/** @type {any} */ of) => [
    of.fieldDefinitionId,
    `${of.rows}`,
    [
      ...Object.entries(of.fields).map(([field, count]) => `${count} ${field}`),
      ...(of.empty ? [`${of.empty} without a value`] : []),
    ].join(", "),
  ]),
  first: first.map((/** @type {any} */ row) => [
    `Line ${row.line}`,
    ...Object.entries({
      fieldDefinitionId: row.fieldDefinitionId,
      ...row.masked,
    }).map((pair) => pair.join(" ")),
  ]),
});

/**
 * The command in a folder of its own, for a file's tests.
 *
 * @param {{ all: { emulator: { url: string } } }} started by `usePage`
 */
export function useImportCommand(started) {
  const folder = mkdtempSync(join(tmpdir(), "import-"));
  const path = (/** @type {string} */ name) => join(folder, name);
  after(() => rmSync(folder, { recursive: true }));

  /** @param {string | Buffer} content @param {string[]} args */
  const run = (content, ...args) => {
    writeFileSync(path("rows.csv"), content);
    const command = ["import", "rows.csv", "--no-journal", "--rate-limit=off"];
    const env = {
      CARECYCLE_API_KEY: apiKey,
      CARECYCLE_BASE_URL: started.all.emulator.url,
    };
    return startCommand([...command, ...args], { cwd: folder, env }).ended;
  };
  return {
    run,
    write: (/** @type {string} */ name, /** @type {string} */ content) =>
      writeFileSync(path(name), content),
    read: (/** @type {string} */ name) => readFileSync(path(name), "utf8"),
    /** @param {string | Buffer} content @param {string[]} args @returns {Promise<Verdict>} */
    async verdict(content, ...args) {
      const given = ["--dry-run", "--json", ...args];
      const { code, stdout, stderr } = await run(content, ...given);
      return code === 2 ? { refused: stderr } : verdictIn(stdout);
    },
  };
}

/** @param {string} stdout of a dry run with --json @returns {Verdict} */
function verdictIn(stdout) {
  const lines = stdout.trim().split("\n");
  const rows = lines.map((line) => JSON.parse(line));
  const { summary } = rows.pop();
  assert.equal(summary.rows, summary.valid + summary.invalid);
  return {
    rows: [summary.valid, summary.invalid],
    issues: rows.flatMap(({ line, issues }) =>
      issues.map((/** @type {any} */ { column = "", path = [], message }) => [
        `${line}`,
        [column, ...path.slice(1)].join("."),
        message
          .replace(/, or set --separator$/, ", or set a separator")
          .replace(/(, or leave out) --separator/, "$1 the separator"),
      ]),
    ),
    toSend: shownBy(summary.toSend),
  };
}

/**
 * How the page judges a file with the boxes that are ticked.
 *
 * @param {import("playwright-core").Page} page
 * @param {string | Buffer} content
 * @returns {Promise<Verdict>}
 */
export async function verdictOfPage(page, content) {
  await choose(page, content);
  const refused = await page.locator("#file-issues p").allInnerTexts();
  if (refused.length) return { refused: refused.join("\n") };
  return verdictShown(page);
}

/**
 * What the page shows of the file that it has checked.
 *
 * @param {import("playwright-core").Page} page
 * @returns {Promise<Verdict>}
 */
export async function verdictShown(page) {
  const counts = await figures(page, "#check");
  const issues = await problems(page, "found");
  return {
    rows: [counts["Valid rows"], counts["Invalid rows"]],
    issues: issues.map(([line, column, , message]) => [line, column, message]),
    toSend: await outlook(page),
  };
}
