/** What a call costs where the server costs nothing. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { checking, load, ours, plain, versions, zod } from "./peers.mjs";
import { body, stub } from "./request.mjs";
import { interleave } from "./rounds.mjs";
import { median, spread, verdict } from "./stats.mjs";
import { percent, print } from "./table.mjs";

const CALLS = 2000;
const high = { requests: 1_000_000, perMs: 60_000 };

/** The package twice: with its pacer at work, and without. */
const runs = [
  { name: `${ours.name}, paced`, peer: ours, rateLimit: high },
  {
    name: `${ours.name}, rateLimit: false`,
    peer: ours,
    rateLimit: /** @type {const} */ (false),
  },
  ...checking
    .filter((peer) => peer !== ours)
    .map((peer) => ({ name: peer.name, peer, rateLimit: undefined })),
];

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

/** Prints the table. */
export async function calls() {
  /** @type {Map<string, (body: object) => Promise<any>>} */
  const creates = new Map();
  for (const { name, peer, rateLimit } of runs) {
    const make = await load(peer);
    const limited = rateLimit === undefined ? {} : { rateLimit };
    creates.set(
      name,
      make({ url: "http://localhost:1", fetch: stub, ...limited }),
    );
  }
  const how = { warmUp: 5, rounds: 21 };
  const samples = await interleave([...creates.keys()], how, async (name) => {
    const create = creates.get(name) ?? fail(name);
    // Nobody pays for the garbage of the one before.
    collect();
    const started = performance.now();
    for (let call = 0; call < CALLS; call++) await create(body);
    return ((performance.now() - started) * 1000) / CALLS;
  });
  const of = (/** @type {string} */ name) => samples.get(name) ?? fail(name);
  const rows = runs.map(({ name }) => ({
    client: name,
    "ratio to fetch(url, init)": (
      median(of(name)) / median(of(plain.name))
    ).toFixed(2),
    [`ratio to ${zod.name}`]: (median(of(name)) / median(of(zod.name))).toFixed(
      2,
    ),
    "µs per call": median(of(name)).toFixed(1),
    spread: percent(spread(of(name))),
  }));
  print(
    `Per call with a stub fetch, median of ${how.rounds} rounds of ${CALLS} calls`,
    rows,
    verdict(samples),
    `${versions(checking)}.`,
  );
}

/** @param {string} name @returns {never} */
function fail(name) {
  throw new Error(`nothing was measured of ${name}`);
}
