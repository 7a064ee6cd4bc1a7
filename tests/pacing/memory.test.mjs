import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const here = (/** @type {string} */ file) =>
  fileURLToPath(new URL(file, import.meta.url));
const calls = here("./many.mjs");

/** `ROWS=1000000` for as many. */
const ROWS = Number(process.env.ROWS ?? 100_000);

it("keeps memory flat over 100,000 calls, some of which are refused, limited or aborted", async (t) => {
  const args = ["--expose-gc", calls, "100000"];
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, args, { timeout: 300_000 });
  const { wasm, heap } = JSON.parse(stdout);
  t.diagnostic(
    `WebAssembly ${wasm.join(" → ")}, heap ${heap.join(" → ")} bytes`,
  );
  assert.equal(wasm[1], wasm[0]);
  assert.ok(heap[1] - heap[0] < 1 << 20, stdout);
});

it(`keeps memory flat over ${ROWS} rows of createMany, however many there are`, async (t) => {
  const args = ["--expose-gc", here("./rows.mjs"), String(ROWS)];
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, args, { timeout: 600_000 });
  t.diagnostic(stdout.trim());
  const { ahead, done, heap, wasm } = JSON.parse(stdout);
  assert.equal(done, ROWS);
  // The default concurrency.
  assert.ok(ahead <= 16, `${ahead} rows were taken ahead`);
  assert.equal(wasm[1], wasm[0]);
  assert.ok(heap[1] - heap[0] < 1 << 20, stdout);
});
