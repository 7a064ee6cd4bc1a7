/**
 * `load.mjs PEER URL RATE_LIMIT`: for each message `{ count, atOnce }` so many calls; the
 * time, that of the processor, and the time of each call. A stub if URL is empty.
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
  const cpu = process.cpuUsage();
  await Promise.all(Array.from({ length: atOnce }, work));
  const { user, system } = process.cpuUsage(cpu);
  const ms = performance.now() - started;
  return { ms, cpuMs: (user + system) / 1000, latencies };
}

process.on("message", async (message) =>
  process.send?.(await load(/** @type {any} */ (message))),
);
process.on("disconnect", () => process.exit());
process.send?.("ready");
