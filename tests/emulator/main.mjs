/** `node main.mjs [--port N] [--rate-limit REQUESTS/PER_MS | off] [--exit-with-stdin]` */
import { parseArgs } from "node:util";
import { startEmulator } from "./index.mjs";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    "rate-limit": { type: "string", default: "60/60000" },
    "exit-with-stdin": { type: "boolean", default: false },
  },
});

/** @param {string} text */
function parseRateLimit(text) {
  if (text === "off") return false;
  const [, requests, perMs] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (!requests) {
    throw new TypeError(`--rate-limit takes REQUESTS/PER_MS or off: ${text}`);
  }
  return { requests: Number(requests), perMs: Number(perMs) };
}

const emulator = await startEmulator({
  port: Number(values.port),
  rateLimit: parseRateLimit(values["rate-limit"]),
});
console.log(`careCycle API emulator listening on ${emulator.url}`);

const stop = () => emulator.close().then(() => process.exit());
process.once("SIGINT", stop).once("SIGTERM", stop);
if (values["exit-with-stdin"]) {
  // A file such as /dev/null only ends, and a broken pipe only closes.
  process.stdin.once("end", stop).once("close", stop).resume();
}
