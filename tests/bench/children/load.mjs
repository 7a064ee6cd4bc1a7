/**
 * `load.mjs PEER URL RATE_LIMIT`: for each message `{ count, atOnce }` so many calls; the time, and of
 * each call. A stub where URL is empty.
 */
import { body, stub } from "../request.mjs";

const [peer, url, limit] = process.argv.slice(2);
const { make } = await import(`../peers/${peer}.mjs`);
const rateLimit = JSON.parse(limit);
const where = url ? { url } : { url: "http://localhost:1", fetch: stub };
const create = make({ ...where, rateLimit });

/** @param {{ count: number, atOnce: number }} plan */
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
