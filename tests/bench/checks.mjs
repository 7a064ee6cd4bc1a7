/** The check of a spreadsheet: the command's dry run beside csv-parse and zod. */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { definitions } from "../emulator/fixtures.mjs";
import { child } from "./processes.mjs";
import { interleave } from "./rounds.mjs";
import { median, verdict } from "./stats.mjs";
import { print } from "./table.mjs";

const ROWS = 100_000;
const OURS = "the command's dry run";
const AGAINST = "the same with --definitions";
const PEER = "csv-parse + zod";
const command = fileURLToPath(new URL("../../pkg/cli.js", import.meta.url));

/**
 * A file of as many customers as rows, with letters of several bytes and cells in quotes; of texts, numbers, dates
 * and options, so that each caution has something to look at.
 */
function content() {
  const [text, number, , date, select] = definitions.map(({ id }) => id);
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const cells = [
      `${text},${index % 40 ? `value ${index}` : `"Größe, ${index}"`},,,`,
      `${number},,${index}.50,,`,
      `${date},,,2026-12-${10 + (index % 20)},`,
      `${select},,,,Gold`,
    ];
    return `${randomUUID()},${cells[index % 4]}\n`;
  });
  return `customerId,fieldDefinitionId,textValue,numberValue,dateValue,selectValue\n${rows.join("")}`;
}

/** How long a process takes, and the most memory that it has. @param {string[]} args */
async function processOf(...args) {
  const started = performance.now();
  const process = spawn(globalThis.process.execPath, [
    ...["--import", new URL("children/usage.mjs", import.meta.url).href],
    ...args,
  ]);
  const output = { stdout: "", stderr: "" };
  for (const name of /** @type {const} */ (["stdout", "stderr"]))
    process[name].setEncoding("utf8").on("data", (text) => {
      output[name] += text;
    });
  await new Promise((resolve) => process.on("close", resolve));
  const ms = performance.now() - started;
  if (!output.stdout.includes(`${ROWS.toLocaleString("en-US")} valid`))
    throw new Error(`${args}: ${output.stdout}${output.stderr}`);
  return { ms, peak: JSON.parse(output.stderr).peak };
}

/** Prints the table. */
export async function checks() {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const file = join(folder, "rows.csv");
  writeFileSync(file, content());
  const known = join(folder, "definitions.json");
  writeFileSync(known, JSON.stringify(definitions));
  /** @type {Record<string, string[]>} */
  const args = {
    [OURS]: [command, "import", file, "--dry-run"],
    [AGAINST]: [command, "import", file, "--dry-run", "--definitions", known],
    [PEER]: [child("check-csv"), file],
  };
  /** @type {Map<string, number[]>} */
  const peaks = new Map([OURS, AGAINST, PEER].map((name) => [name, []]));
  const times = await interleave(
    [OURS, AGAINST, PEER],
    { warmUp: 1, rounds: 9 },
    async (name) => {
      const { ms, peak } = await processOf(...args[name]);
      peaks.get(name)?.push(peak);
      return ms;
    },
  );
  rmSync(folder, { recursive: true });
  const of = (
    /** @type {Map<string, number[]>} */ samples,
    /** @type {string} */ name,
  ) => median(samples.get(name));
  const rows = [OURS, AGAINST, PEER].map((name) => ({
    check: name,
    ms: of(times, name).toFixed(0),
    "time / peer": (of(times, name) / of(times, PEER)).toFixed(2),
    "peak, MB": (of(peaks, name) / 2 ** 20).toFixed(0),
    "peak / peer": (of(peaks, name) / of(peaks, PEER)).toFixed(2),
  }));
  const title = `Check of ${ROWS.toLocaleString("en-US")} rows of CSV, a process each`;
  print(title, rows, verdict(times), `csv-parse ${version()}.`);
}

const version = () =>
  JSON.parse(
    readFileSync(
      new URL(
        "../../xtask/node_modules/csv-parse/package.json",
        import.meta.url,
      ),
      "utf8",
    ),
  ).version;
