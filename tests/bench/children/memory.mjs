/** `node --expose-gc memory.mjs PEER COUNT`: what calls with a stub leave behind after a warm-up. */
import { memories } from "../../node/memories.mjs";
import { body, stub } from "../request.mjs";

const AT_ONCE = 50;
const [peer, count] = process.argv.slice(2);
const { make } = await import(`../peers/${peer}.mjs`);
const create = make({
  url: "http://localhost:1",
  fetch: stub,
  // A short window, so that no slot of the warm-up is still counted at its end.
  rateLimit: { requests: 1_000_000, perMs: 50 },
});

/** @param {number} calls */
async function measure(calls) {
  for (let done = 0; done < calls; done += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, () => create(body)));
  await new Promise((resolve) => setTimeout(resolve, 100));
  /** @type {any} */ (globalThis).gc();
  const wasm = memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  return { heap: process.memoryUsage().heapUsed, wasm };
}

const before = await measure(Number(count) / 5);
const after = await measure((Number(count) * 4) / 5);
console.log(
  JSON.stringify({
    heapGrowth: after.heap - before.heap,
    wasm: after.wasm,
    wasmGrowth: after.wasm - before.wasm,
    peak: process.resourceUsage().maxRSS * 1024,
  }),
);
