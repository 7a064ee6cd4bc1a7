/** `node run.mjs [NAME]`: runs every row, or those with NAME in theirs, and prints the table. */
import { readdir } from "node:fs/promises";
import { argv } from "node:process";
import { openContext } from "./context.mjs";
import { runAll, toTable } from "./runner.mjs";
import { notice } from "./system.mjs";

/** Not longer, or nobody would run it. */
const TOTAL_MS = 15 * 60_000;

/** @returns {Promise<import("./context.mjs").Row[]>} */
async function loadRows() {
  const folder = new URL("rows/", import.meta.url);
  const files = (await readdir(folder)).filter((file) => file.endsWith(".mjs"));
  const modules = files
    .sort()
    .map((file) => import(new URL(file, folder).href));
  return (await Promise.all(modules)).flatMap(({ rows }) => rows);
}

const filter = (argv[2] ?? "").toLowerCase();
const rows = (await loadRows()).filter(({ name }) =>
  name.toLowerCase().includes(filter),
);
if (!rows.length) throw new Error(`No row has ${filter} in its name`);
const leftOut = notice();
if (leftOut) console.error(leftOut);
const context = await openContext();
const lines = await runAll(context, rows, TOTAL_MS, ({ name, result }, text) =>
  console.error(
    result === "passed" ? `passed ${name}` : `${result} ${name}: ${text}`,
  ),
).finally(context.close);
console.log(`\n${toTable(lines)}`);
// Ends by itself no sooner than what a row over its limit still does.
process.exit(lines.some(({ result }) => result === "failed") ? 1 : 0);
