/** `node run.mjs [NAME]`: runs every row, or those with NAME in theirs, and prints the table. */
import { readdir } from "node:fs/promises";
import { argv } from "node:process";
import { Unavailable, openContext } from "./context.mjs";
import { checkReport } from "./scenario.mjs";

/**
 * @typedef {import("./context.mjs").Row} Row
 * @typedef {import("./context.mjs").Context} Context
 * @typedef {{ name: string, result: "passed" | "failed" | "unavailable", seconds: number, note: string }} Line
 */

const AT_A_TIME = 2;
const LIMIT_MS = 120_000;

const filter = (argv[2] ?? "").toLowerCase();
const rows = (await loadRows()).filter(({ name }) =>
  name.toLowerCase().includes(filter),
);
if (!rows.length) throw new Error(`No row has ${filter} in its name`);
const context = await openContext();
const lines = await runAll(context, rows).finally(context.close);
console.log(`\n${rows.map(({ name }) => toText(lines, name)).join("\n")}`);
const count = (/** @type {Line["result"]} */ wanted) =>
  lines.filter(({ result }) => result === wanted).length;
console.log(
  `\n${count("passed")} passed, ${count("failed")} failed, ${count("unavailable")} unavailable`,
);
// What a row over its limit still does must not keep the process.
process.exit(count("failed") ? 1 : 0);

/** @returns {Promise<Row[]>} */
async function loadRows() {
  const folder = new URL("rows/", import.meta.url);
  const files = (await readdir(folder)).filter((file) => file.endsWith(".mjs"));
  const modules = files
    .sort()
    .map((file) => import(new URL(file, folder).href));
  return (await Promise.all(modules)).flatMap(({ rows }) => rows);
}

/**
 * @param {Context} context
 * @param {Row[]} rows
 */
async function runAll(context, rows) {
  /** @type {Line[]} */
  const lines = [];
  const lane = async (/** @type {Row[]} */ waiting) => {
    for (let row = waiting.shift(); row; row = waiting.shift()) {
      lines.push(await runRow(context, row));
    }
  };
  const shared = rows.filter(({ serial }) => !serial);
  await Promise.all(Array.from({ length: AT_A_TIME }, () => lane(shared)));
  await lane(rows.filter(({ serial }) => serial));
  return lines;
}

/**
 * @param {Context} context
 * @param {Row} row
 * @returns {Promise<Line>}
 */
async function runRow(context, { name, limitMs = LIMIT_MS, run }) {
  const start = performance.now();
  const since = () => (performance.now() - start) / 1000;
  try {
    const report = await withLimit(run(context), limitMs);
    await checkReport(report, context);
    console.error(`passed       ${name}`);
    return {
      name,
      result: "passed",
      seconds: since(),
      note: report.version ?? "",
    };
  } catch (error) {
    const result = error instanceof Unavailable ? "unavailable" : "failed";
    const told = error instanceof Error ? error.message : String(error);
    console.error(`${result.padEnd(12)} ${name}: ${told}`);
    const [note = ""] = told.split("\n");
    return { name, result, seconds: since(), note };
  }
}

/**
 * @template T
 * @param {Promise<T>} promise
 * @param {number} ms
 * @returns {Promise<T>}
 */
async function withLimit(promise, ms) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const limit = new Promise((_resolve, reject) => {
    timer = setTimeout(reject, ms, new Error(`took over ${ms} ms`));
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

/**
 * @param {Line[]} lines
 * @param {string} wanted
 */
function toText(lines, wanted) {
  const { result, seconds, note } =
    lines.find(({ name }) => name === wanted) ?? {};
  const width = Math.max(...rows.map(({ name }) => name.length));
  return `${wanted.padEnd(width)}  ${result?.padEnd(11)}  ${seconds?.toFixed(1).padStart(5)} s  ${note}`;
}
