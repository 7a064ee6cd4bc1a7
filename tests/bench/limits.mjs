/** Imports within the rate limit, a clock that is set, and memory: beside other clients in the same run. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startEmulator } from "../emulator/index.mjs";
import { importers } from "./importers.mjs";

const names = Object.keys(importers);
const here = (/** @type {string} */ path) =>
  fileURLToPath(new URL(path, import.meta.url));

/** @param {string[]} args */
async function node(...args) {
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout);
}

/** So many processes share a key; `least` is the shortest time that the limit allows. */
async function importRows(
  name,
  { count, processes, rateLimit, clockAfterMs = 0 },
) {
  const emulator = await startEmulator({ rateLimit });
  const job = {
    name,
    url: emulator.url,
    count: count / processes,
    rateLimit,
    clockAfterMs,
  };
  const jobs = Array.from({ length: processes }, (_, prefix) =>
    node(here("job.mjs"), JSON.stringify({ ...job, prefix: `${prefix}-` })),
  );
  const ended = await Promise.all(jobs);
  const values = emulator.values.map(({ textValue }) => textValue);
  const limited = emulator.requests.filter(
    ({ status }) => status === 429,
  ).length;
  await emulator.close();
  const least = (count / rateLimit.requests - 1) * rateLimit.perMs;
  const ms = Math.max(...ended.map(({ ms }) => ms));
  return {
    client: name,
    created: `${new Set(values).size} of ${count}`,
    lost: count - new Set(values).size,
    "twice or more": values.length - new Set(values).size,
    429: limited,
    "time / least": (ms / least).toFixed(3),
  };
}

async function table(title, options) {
  console.log(`\n${title}`);
  console.table(
    await Promise.all(names.map((name) => importRows(name, options))),
  );
}

const rateLimit = { requests: 60, perMs: 3000 };
await table("300 rows at once, 60 per 3 s", {
  count: 300,
  processes: 1,
  rateLimit,
});
await table("the same from two processes that share the key", {
  count: 300,
  processes: 2,
  rateLimit,
});
await table("40 rows, 10 per 300 ms, the clock set back an hour midway", {
  count: 40,
  processes: 1,
  rateLimit: { requests: 10, perMs: 300 },
  clockAfterMs: 450,
});
console.log(
  "\n100,000 calls with a stub fetch: what is left of the last 80,000",
);
const rows = [];
for (const name of names)
  rows.push({
    client: name,
    ...(await node("--expose-gc", here("memory.mjs"), name, "100000")),
  });
console.table(rows);
