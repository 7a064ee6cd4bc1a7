/** `load.mjs PEER URL`: for each message `{ count, atOnce }` so many calls; the time, and of each call. */
import { body } from "../request.mjs";

const [peer, url] = process.argv.slice(2);
const { make } = await import(`../peers/${peer}.mjs`);
const rateLimit = { requests: 1_000_000, perMs: 60_000 };
const create = make({ url, rateLimit });

async function load({ count, atOnce }) {
  /** @type {number[]} */
  const latencies = [];
  let left = count;
  const work = async () => {
    while (left-- > 0) {
      const started = performance.now();
      await create(body);
      latencies.push(performance.now() - started);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: atOnce }, work));
  return { ms: performance.now() - started, latencies };
}

process.on("message", async (message) =>
  process.send?.(await load(/** @type {any} */ (message))),
);
process.on("disconnect", () => process.exit());
process.send?.("ready");
