/** What is left in memory of many calls. */
import { openai, ours, plain, versions } from "./peers.mjs";
import { child, run } from "./processes.mjs";
import { print } from "./table.mjs";

const CALLS = 100_000;
const kb = (/** @type {number} */ bytes) => (bytes / 1024).toFixed(0);

/** Prints the table. */
export async function memory() {
  const peers = [ours, plain, openai];
  const rows = [];
  for (const { name, file } of peers) {
    const args = ["--expose-gc", child("memory"), file, String(CALLS)];
    const { heapGrowth, wasm, wasmGrowth, peak } = await run(...args);
    rows.push({
      client: name,
      "heap growth, KB": kb(heapGrowth),
      "WebAssembly growth, KB": kb(wasmGrowth),
      "WebAssembly memory, KB": kb(wasm),
      "peak of the process, MB": (peak / 2 ** 20).toFixed(0),
    });
  }
  print(
    `${CALLS} calls with a stub fetch, 50 at once: what the last four fifths leave`,
    rows,
    `${versions(peers)}.`,
  );
}
