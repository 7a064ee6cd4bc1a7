/** Many rows at once within a rate limit, and a clock that is set meanwhile. */
import { ky, openai, ours, pLimit, plain, versions } from "./peers.mjs";
import { child, run, start } from "./processes.mjs";
import { print } from "./table.mjs";
import { tally } from "./tally.mjs";

/**
 * @typedef {object} Import
 * @property {number} count of rows
 * @property {number} processes that share the key
 * @property {{ requests: number, perMs: number }} rateLimit
 * @property {number} [clockAfterMs] when the wall clock is set back an hour
 */

/**
 * @param {import("./peers.mjs").Peer} peer
 * @param {Import} plan
 */
async function importRows(peer, { count, processes, rateLimit, ...rest }) {
  const emulator = await start("emulator", [JSON.stringify({ rateLimit })]);
  const { url } = emulator.first;
  const job = { ...rest, peer: peer.file, url, rateLimit };
  const each = count / processes;
  const jobs = Array.from({ length: processes }, (_, index) => {
    const own = { ...job, count: each, prefix: `${index}-` };
    return run(child("import"), JSON.stringify(own));
  });
  const ended = await Promise.all(jobs);
  const met = await emulator.ask("report");
  await emulator.stop();
  return row(peer.name, { count, rateLimit, ended, ...met });
}

/**
 * A client's line of the table.
 *
 * @param {string} client
 * @param {any} met by its server, and how its processes ended
 */
function row(client, { ended, ...met }) {
  const ms = Math.max(...ended.map((/** @type {any} */ { ms }) => ms));
  const counted = tally(/** @type {any} */ ({ ...met, ms }));
  return {
    client,
    "time / least": counted.overLeast.toFixed(3),
    "rows created": `${counted.created} of ${met.count}`,
    lost: counted.lost,
    duplicates: counted.duplicates,
    "429s": counted.limited,
    requests: counted.requests,
    "reported as created": ended.reduce(
      (/** @type {number} */ sum, /** @type {any} */ { created }) =>
        sum + created,
      0,
    ),
    seconds: (ms / 1000).toFixed(2),
  };
}

/**
 * @param {string} title
 * @param {import("./peers.mjs").Peer[]} peers
 * @param {Import} plan
 */
async function measure(title, peers, plan) {
  const rows = [];
  // One after another: ten processes on two cores would time each other.
  for (const peer of peers) rows.push(await importRows(peer, plan));
  const least = "Time is short where rows are lost: nobody waits for them.";
  print(title, rows, least, `${versions(peers)}.`);
}

/** Prints the tables. */
export async function imports() {
  const rateLimit = { requests: 60, perMs: 3000 };
  const rows = { count: 300, rateLimit };
  await measure(
    "Import of 300 rows at once, 60 per 3 s",
    [ours, pLimit, openai, ky, plain],
    { ...rows, processes: 1 },
  );
  await measure(
    "The same from two processes that share the key",
    [ours, pLimit, openai],
    { ...rows, processes: 2 },
  );
  await measure(
    "40 rows, 10 per 300 ms, the wall clock set back an hour midway",
    [ours, pLimit, openai],
    {
      count: 40,
      processes: 1,
      rateLimit: { requests: 10, perMs: 300 },
      clockAfterMs: 450,
    },
  );
}
