/** From a new process to the first value. */
import { spawnSync } from "node:child_process";
import { checking, plain, versions, zod } from "./peers.mjs";
import { child, start } from "./processes.mjs";
import { interleave } from "./rounds.mjs";
import { median, over, spread, verdict } from "./stats.mjs";
import { percent, print } from "./table.mjs";

const BARE = "bare node";
const how = { warmUp: 1, rounds: 20 };

/**
 * @param {string} file of the peer
 * @param {string} url
 */
function once(file, url) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [
    child("cold"),
    file,
    url,
  ]);
  const wall = performance.now() - started;
  if (status !== 0) throw new Error(`${file}: ${stderr}`);
  return { wall, cpu: Number(stdout) };
}

/**
 * @param {string} title
 * @param {string} url none for a stub
 */
async function measure(title, url) {
  const files = new Map(checking.map(({ name, file }) => [name, file]));
  const names = [BARE, ...files.keys()];
  /** @type {Map<string, number[]>} */
  const cpus = new Map(names.map((name) => [name, []]));
  let taken = 0;
  const walls = await interleave(names, how, (name) => {
    const { wall, cpu } = once(files.get(name) ?? "", url);
    if (taken++ >= how.warmUp * names.length) cpus.get(name)?.push(cpu);
    return wall;
  });
  report(title, over(walls, BARE), over(cpus, BARE));
}

/** @param {string} title @param {Map<string, number[]>} walls @param {Map<string, number[]>} cpus */
function report(title, walls, cpus) {
  /** @param {Map<string, number[]>} samples @param {string} name @param {string} to */
  const ratio = (samples, name, to) =>
    (median(samples.get(name)) / median(samples.get(to))).toFixed(2);
  const rows = [...walls.keys()].map((name) => ({
    client: name,
    [`wall / ${zod.name}`]: ratio(walls, name, zod.name),
    [`CPU / ${zod.name}`]: ratio(cpus, name, zod.name),
    "wall / fetch": ratio(walls, name, plain.name),
    "wall, ms": median(walls.get(name)).toFixed(1),
    "user + sys, ms": median(cpus.get(name)).toFixed(1),
    "spread of wall": percent(spread(walls.get(name))),
    "of CPU": percent(spread(cpus.get(name))),
  }));
  print(
    `${title}: import, construction and first call over bare node, median of ${how.rounds} rounds`,
    rows,
    `Wall: ${verdict(walls)}`,
    `CPU: ${verdict(cpus)}`,
    `${versions(checking)}.`,
  );
}

/** Prints the tables. */
export async function cold() {
  await measure("Cold start with a stub fetch", "");
  const emulator = await start("emulator", ['{"rateLimit":false}']);
  try {
    await measure("Cold start over loopback", emulator.first.url);
  } finally {
    await emulator.stop();
  }
}
