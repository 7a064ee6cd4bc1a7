/** `node --expose-gc rows.mjs COUNT`: what generated rows through `createMany` with a stub take. */
import { memories } from "../node/memories.mjs";
import { answer, stubbed } from "../node/setup.mjs";
import { bodyOf, customerId } from "./setup.mjs";

const count = Number(process.argv[2]);
const text = JSON.stringify(answer);
const client = stubbed(async () => new Response(text));
let taken = 0;
let done = 0;
let ahead = 0;
function* rows() {
  for (; taken < count; taken++) {
    ahead = Math.max(ahead, taken - done);
    yield { customerId, body: bodyOf(taken) };
  }
}
/** @type {number[]} */
const heap = [];
/** @type {number[]} */
const wasm = [];
function measure() {
  /** @type {any} */ (globalThis).gc();
  heap.push(process.memoryUsage().heapUsed);
  wasm.push(memories[0].buffer.byteLength);
}
const started = performance.now();
const results = client.customers.customFields.createMany(rows());
for await (const { status } of results) {
  if (status !== "created") throw new Error(status);
  if (++done === Math.floor(count / 5)) measure();
}
measure();
const ms = performance.now() - started;
const peak = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ ahead, done, heap, wasm, peak, ms }));
