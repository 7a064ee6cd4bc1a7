/** Runs rows, each within its limit, and reports how they ended. */
import { Unavailable } from "./context.mjs";
import { checkReport } from "./scenario.mjs";

/**
 * @typedef {import("./context.mjs").Row} Row
 * @typedef {import("./context.mjs").Context} Context
 * @typedef {{ name: string, result: "passed" | "failed" | "unavailable", seconds: number, note: string }} Line
 */

const AT_A_TIME = 2;
const LIMIT_MS = 120_000;

/**
 * Runs two rows at a time, and those that are `serial` one at a time after the others.
 *
 * @param {Context} context
 * @param {Row[]} rows
 * @param {number} totalMs what is not done by then fails
 * @param {(line: Line, text: string) => void} report called as each row ends
 * @returns {Promise<Line[]>} in the order of the rows
 */
export async function runAll(context, rows, totalMs, report) {
  /** @type {Map<Row, Line>} */
  const lines = new Map();
  const end = performance.now() + totalMs;
  const lane = async (/** @type {Row[]} */ waiting) => {
    for (let row = waiting.shift(); row; row = waiting.shift()) {
      lines.set(row, await runRow(context, row, end, report));
    }
  };
  const shared = rows.filter(({ serial }) => !serial);
  await Promise.all(Array.from({ length: AT_A_TIME }, () => lane(shared)));
  await lane(rows.filter(({ serial }) => serial));
  return rows.flatMap((row) => lines.get(row) ?? []);
}

/**
 * @param {Context} context
 * @param {Row} row
 * @param {number} end
 * @param {(line: Line, text: string) => void} report
 */
async function runRow(context, row, end, report) {
  const start = performance.now();
  const limitMs = Math.min(row.limitMs ?? LIMIT_MS, end - start);
  const [result, text] = await resultOf(context, row, Math.max(0, limitMs));
  const seconds = (performance.now() - start) / 1000;
  const [note = ""] = text.split("\n");
  /** @type {Line} */
  const line = { name: row.name, result, seconds, note };
  report(line, text);
  return line;
}

/**
 * @param {Context} context
 * @param {Row} row
 * @param {number} limitMs
 * @returns {Promise<[Line["result"], string]>}
 */
async function resultOf(context, row, limitMs) {
  try {
    const report = await withLimit(() => row.run(context), limitMs);
    await checkReport(report, context);
    return ["passed", report.version ?? ""];
  } catch (error) {
    const result = error instanceof Unavailable ? "unavailable" : "failed";
    return [result, error instanceof Error ? error.message : String(error)];
  }
}

/**
 * @template T
 * @param {() => Promise<T>} work
 * @param {number} ms
 * @returns {Promise<T>}
 */
async function withLimit(work, ms) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const limit = new Promise((_resolve, reject) => {
    const late = new Error(`took over ${Math.round(ms)} ms`);
    if (ms > 0) timer = setTimeout(reject, ms, late);
    else reject(new Error("no time was left"));
  });
  try {
    return await Promise.race(ms > 0 ? [work(), limit] : [limit]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The table and its closing line.
 *
 * @param {Line[]} lines
 */
export function toTable(lines) {
  const width = Math.max(...lines.map(({ name }) => name.length));
  const rows = lines.map(({ name, result, seconds, note }) => {
    const time = `${seconds.toFixed(1).padStart(5)} s`;
    return `${name.padEnd(width)}  ${result.padEnd(11)}  ${time}  ${note}`;
  });
  const counts = ["passed", "failed", "unavailable"].map((wanted) => {
    const some = lines.filter(({ result }) => result === wanted);
    return `${some.length} ${wanted}`;
  });
  return `${rows.join("\n").replace(/ +$/gm, "")}\n\n${counts.join(", ")}`;
}
