/** `node --expose-gc many.mjs COUNT`: memory after a fifth of the calls, and after all of them. */
import { memories } from "../node/memories.mjs";
import { CareCycle, answer, apiKey, create, minimal } from "../node/setup.mjs";

const text = JSON.stringify(answer);
const limited = { status: 429, headers: { "retry-after": "0" } };
let fetched = 0;
/** Aborts the calls that are made together. */
let controller = new AbortController();
/** Each tenth request is refused for its rate, each hundredth for good, and each 500th aborts its calls. */
async function fetch() {
  fetched++;
  if (fetched % 500 === 0) {
    controller.abort();
    return new Promise(() => {});
  }
  if (fetched % 100 === 0) return new Response("no", { status: 404 });
  if (fetched % 10 === 0) return new Response('{"retryAfter":0.0001}', limited);
  return new Response(text);
}

const paced = { requests: 1_000_000, perMs: 50 };
const clients = [false, paced].map(
  (rateLimit) =>
    new CareCycle({ apiKey, fetch, rateLimit: /** @type {any} */ (rateLimit) }),
);

async function calls(/** @type {number} */ count) {
  for (let done = 0; done < count; done += 50) {
    controller = new AbortController();
    const { signal } = controller;
    const some = Array.from({ length: 50 }, (_, index) =>
      create(clients[index % 2], minimal, { signal }).catch(() => {}),
    );
    await Promise.all(some);
  }
}

async function measure() {
  // What is left of the last calls: timers and slots.
  await new Promise((resolve) => setTimeout(resolve, 100));
  /** @type {any} */ (globalThis).gc();
  return {
    wasm: memories[0].buffer.byteLength,
    heap: process.memoryUsage().heapUsed,
  };
}

const count = Number(process.argv[2]);
await calls(count / 5);
const first = await measure();
await calls((count * 4) / 5);
const last = await measure();
console.log(
  JSON.stringify({
    wasm: [first.wasm, last.wasm],
    heap: [first.heap, last.heap],
  }),
);
