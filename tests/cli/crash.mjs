/** One import that is killed at random moments and started again, while requests meet faults. */
import assert from "node:assert/strict";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apiKey } from "../emulator/fixtures.mjs";
import { startEmulator } from "../emulator/index.mjs";
import { csvOf, start, until, wait } from "./setup.mjs";

const ROWS = 12;
const MOST_KILLS = 3;
const MOST_STARTS = 12;

const FAULTS = [
  ...Array(12).fill("delay:ms=1"),
  ...["delay:ms=30", "slow-headers:ms=30", "429:retryAfter=0.03"],
  ...["429:retryAfter=0.03", "close-before", "close-after", "500"],
  ...["cut-body", "truncated", "502-html", "400"],
];

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export const randomOf = (/** @type {number} */ seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let bits = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
  return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
};

/**
 * What a journal tells of each row; read here by what the README says of it.
 *
 * @param {string} path
 * @returns {string[]}
 */
function readJournal(path) {
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const entries = whole
    .split("\n")
    .slice(1, -1)
    .map((line) => JSON.parse(line));
  return Array.from({ length: ROWS }, (_, index) => {
    const statuses = entries
      .filter((entry) => entry.index === index)
      .map(({ status }) => status);
    if (statuses.includes("created")) return "created";
    const isLost = (/** @type {string} */ status, /** @type {number} */ at) =>
      status === "unknown" ||
      (status === "sending" &&
        [undefined, "sending"].includes(statuses[at + 1]));
    return statuses.some(isLost) ? "unknown" : (statuses.at(-1) ?? "untouched");
  });
}

/** @param {unknown} value a request's body or a value */
const rowOf = (value) =>
  Number(/** @type {{ textValue: string }} */ (value).textValue.split(" ")[1]);

/**
 * Kills a process some time after so many more requests, or after it was started.
 *
 * @param {import("node:child_process").ChildProcess} child
 * @param {import("../emulator/index.mjs").Emulator} emulator
 * @param {() => number} random
 */
async function killLater(child, emulator, random) {
  let hasEnded = false;
  child.on("exit", () => (hasEnded = true));
  const requests = emulator.requests.length + Math.floor(random() * 6);
  const ms = random() < 0.3 ? random() * 250 : random() * 25;
  await until(() => hasEnded || emulator.requests.length >= requests);
  await wait(ms);
  child.kill("SIGKILL");
}

/**
 * What holds after each start, however it ended.
 *
 * @param {object} start
 * @param {string[]} start.before the status of each row
 * @param {string[]} start.after
 * @param {string} start.mode
 * @param {boolean} start.asks
 * @param {import("../emulator/index.mjs").Emulator["requests"]} start.requests
 * @param {import("../emulator/index.mjs").Emulator["values"]} start.values
 */
function check({ before, after, mode, asks, requests, values }) {
  for (let row = 0; row < ROWS; row++) {
    const sent = requests.filter(({ body }) => rowOf(body) === row);
    const mayCreate = sent.filter(({ fault }) => fault !== "429").length;
    const there = values.filter((value) => rowOf(value) === row).length;
    const told = `row ${row}: ${before[row]} → ${after[row]}, ${mayCreate} requests, ${there} values`;
    assert.ok(mayCreate <= 1, `sent twice by one start; ${told}`);
    const isToSend =
      before[row] !== "created" &&
      (before[row] !== "unknown" || (mode === "retry" && !asks));
    if (!isToSend) assert.equal(sent.length, 0, `sent again; ${told}`);
    if (sent.length) assert.notEqual(after[row], "untouched", told);
    if (there) assert.match(after[row], /created|unknown/, told);
    if (after[row] === "created") assert.ok(there, told);
    if (before[row] === "created") assert.equal(after[row], "created", told);
    if (mode !== "retry") assert.ok(there <= 1, `doubled; ${told}`);
  }
}

/** One seeded run; gives how many kills met a running command, and what became of the rows. */
export async function crashRun(/** @type {number} */ seed) {
  const random = randomOf(seed);
  const folder = mkdtempSync(join(tmpdir(), "crash-"));
  const emulator = await startEmulator({ rateLimit: false });
  try {
    writeFileSync(join(folder, "rows.csv"), csvOf(ROWS));
    return await play(seed, random, folder, emulator);
  } finally {
    await emulator.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {number} seed
 * @param {() => number} random
 * @param {string} folder
 * @param {import("../emulator/index.mjs").Emulator} emulator
 */
async function play(seed, random, folder, emulator) {
  const journal = join(folder, "rows.csv.journal");
  const mode = random() < 0.5 ? "skip" : "retry";
  const env = { CARECYCLE_API_KEY: apiKey, CARECYCLE_BASE_URL: emulator.url };
  const args = ["import", "rows.csv", "--rate-limit=6/100", "--concurrency=4"];
  let kills = Math.ceil(random() * MOST_KILLS);
  let killed = 0;
  for (let starts = 0; starts < MOST_STARTS; starts++) {
    const before = readJournal(journal);
    // A person that is asked about unknown rows looks first.
    const asks = before.includes("unknown") && random() < 0.3;
    const from = emulator.requests.length;
    emulator.faultQueue.length = 0;
    // In the end all is well, so that a run ends.
    if (starts < 6)
      for (let at = 0; at < 60; at++)
        emulator.faultQueue.push(FAULTS[Math.floor(random() * FAULTS.length)]);
    const more = asks ? [] : [`--unknown=${mode}`];
    const { child, ended } = start([...args, ...more], { cwd: folder, env });
    if (kills-- > 0) await killLater(child, emulator, random);
    const { code, stderr } = await ended;
    // What the killed process sent is read by now.
    await wait(20);
    const after = readJournal(journal);
    const told = `seed ${seed}, start ${starts}, exit ${code}: ${stderr}`;
    const requests = emulator.requests.slice(from);
    const { values } = emulator;
    try {
      check({ before, after, mode, asks, requests, values });
      if (asks && code !== null) assert.deepEqual([code, requests], [3, []]);
    } catch (error) {
      /** @type {Error} */ (error).message += `\n${told}`;
      throw error;
    }
    if (code === null) killed++;
    else if (!asks && isOver(after, mode)) {
      const expected = after.includes("unknown") ? 3 : 0;
      assert.equal(code, expected, told);
      return { killed, starts: starts + 1, after };
    }
  }
  throw new Error(`seed ${seed} did not end in ${MOST_STARTS} starts`);
}

/**
 * Whether another start would do nothing.
 *
 * @param {string[]} rows
 * @param {string} mode
 */
const isOver = (rows, mode) =>
  rows.every(
    (status) =>
      status === "created" || (status === "unknown" && mode === "skip"),
  );
