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
const [requests, perMs] = values["rate-limit"].split("/").map(Number);
const rateLimit = values["rate-limit"] === "off" ? false : { requests, perMs };
const emulator = await startEmulator({ port: Number(values.port), rateLimit });
console.log(`careCycle API emulator listening on ${emulator.url}`);

const stop = () => emulator.close().then(() => process.exit());
process.once("SIGINT", stop).once("SIGTERM", stop);
if (values["exit-with-stdin"]) process.stdin.once("end", stop).resume();
