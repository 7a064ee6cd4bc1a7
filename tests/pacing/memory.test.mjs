import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const calls = fileURLToPath(new URL("./many.mjs", import.meta.url));

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
