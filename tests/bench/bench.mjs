/** `node bench.mjs [PART…]`: the package beside other clients, each part in one run. All parts by default. */
import { availableParallelism, loadavg } from "node:os";
import { calls } from "./calls.mjs";
import { checks } from "./checks.mjs";
import { chromium } from "./chromium.mjs";
import { cold } from "./cold.mjs";
import { imports } from "./imports.mjs";
import { loopback } from "./loopback.mjs";
import { memory } from "./memory.mjs";
import { size } from "./size.mjs";

const parts = {
  size,
  cold,
  chromium,
  call: calls,
  loopback,
  import: imports,
  check: checks,
  memory,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  const known = Object.keys(parts).join(", ");
  console.error(`unknown: ${unknown.join(", ")}. Parts are ${known}`);
  process.exit(1);
}
const [load] = loadavg();
console.log(
  `${availableParallelism()} processors, load average ${load.toFixed(1)} at the start.`,
);
for (const [name, measure] of Object.entries(parts))
  if (wanted.length === 0 || wanted.includes(name)) await measure();
