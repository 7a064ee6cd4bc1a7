/** What a call costs where the server costs nothing. */
import { checking, ours, plain, versions, zod } from "./peers.mjs";
import { start } from "./processes.mjs";
import { interleave } from "./rounds.mjs";
import { median, spread, verdict } from "./stats.mjs";
import { percent, print } from "./table.mjs";

/** That nobody reaches. */
const HIGH = '{"requests":1000000,"perMs":60000}';
const plan = { count: 2000, atOnce: 1 };
const how = { warmUp: 8, rounds: 25 };

/** The package twice: with its rate limit in use, and without. */
const runs = [
  { name: `${ours.name}, paced`, file: ours.file, limit: HIGH },
  { name: `${ours.name}, rateLimit: false`, file: ours.file, limit: "false" },
  ...checking
    .filter((peer) => peer !== ours)
    .map(({ name, file }) => ({ name, file, limit: HIGH })),
];

/**
 * Each in a process of its own, so that nobody pays for another's garbage. The processor's time, which
 * other work on the machine changes little: nothing here waits. Prints the table.
 */
export async function calls() {
  const loads = new Map();
  for (const { name, file, limit } of runs)
    loads.set(name, await start("load", [file, "", limit]));
  const samples = await interleave([...loads.keys()], how, async (name) => {
    const { cpuMs } = await loads.get(name).ask(plan);
    return (cpuMs * 1000) / plan.count;
  });
  for (const load of loads.values()) await load.stop();
  report(samples);
}

/** @param {Map<string, number[]>} samples */
function report(samples) {
  const ratio = (/** @type {string} */ name, /** @type {string} */ to) =>
    (median(samples.get(name)) / median(samples.get(to))).toFixed(2);
  const rows = runs.map(({ name }) => ({
    client: name,
    "ratio to fetch(url, init)": ratio(name, plain.name),
    [`ratio to ${zod.name}`]: ratio(name, zod.name),
    "CPU µs per call": median(samples.get(name)).toFixed(1),
    spread: percent(spread(samples.get(name))),
  }));
  print(
    `Per call with a stub fetch, median of ${how.rounds} rounds of ${plan.count} calls`,
    rows,
    verdict(samples),
    `${versions(checking)}.`,
  );
}
