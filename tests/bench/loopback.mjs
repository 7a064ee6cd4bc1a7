/** Calls per second over sockets, many at once. */
import { checking, versions, zod } from "./peers.mjs";
import { start } from "./processes.mjs";
import { interleave } from "./rounds.mjs";
import { median, quantile, spread, verdict } from "./stats.mjs";
import { percent, print } from "./table.mjs";

/** That nobody reaches. */
const HIGH = '{"requests":1000000,"perMs":60000}';
const plan = { count: 1500, atOnce: 16 };
const how = { warmUp: 8, rounds: 12 };

/** Prints the table. */
export async function loopback() {
  const server = await start("server");
  const { url } = server.first;
  const loads = new Map();
  for (const { name, file } of checking)
    loads.set(name, await start("load", [file, url, HIGH]));
  /** @type {Map<string, number[]>} */
  const latencies = new Map(checking.map(({ name }) => [name, []]));
  const rates = await interleave([...loads.keys()], how, async (name) => {
    const { ms, latencies: each } = await loads.get(name).ask(plan);
    latencies.get(name)?.push(...each);
    return (plan.count / ms) * 1000;
  });
  for (const child of [...loads.values(), server]) await child.stop();
  report(rates, latencies);
}

/** @param {Map<string, number[]>} rates @param {Map<string, number[]>} latencies */
function report(rates, latencies) {
  const rows = checking.map(({ name }) => {
    // Without those of the warm-up.
    const all = latencies.get(name) ?? [];
    const counted = all.slice(how.warmUp * plan.count);
    const to = median(rates.get(name)) / median(rates.get(zod.name));
    return {
      client: name,
      [`rate / ${zod.name}`]: to.toFixed(2),
      "calls per second": median(rates.get(name)).toFixed(0),
      "median ms": median(counted).toFixed(2),
      "99 % ms": quantile(counted, 0.99).toFixed(2),
      spread: percent(spread(rates.get(name))),
    };
  });
  print(
    `Loopback, ${plan.atOnce} at once, median of ${how.rounds} rounds of ${plan.count} calls`,
    rows,
    "axios goes through node:http, all others through the platform's fetch.",
    verdict(rates),
    `${versions(checking)}.`,
  );
}
