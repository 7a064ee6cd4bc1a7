/** `node main.mjs [--port N] [--rate-limit REQUESTS/MILLISECONDS | off] [--exit-with-stdin]` */
import { parseArgs } from "node:util";
import {
  RATE_LIMIT_FORMAT,
  parseRateLimit,
} from "../../pkg-template/cli/options/rate-limit.mjs";
import { startEmulator } from "./index.mjs";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    "rate-limit": { type: "string", default: "60/60000" },
    "exit-with-stdin": { type: "boolean", default: false },
  },
});

const rateLimit = parseRateLimit(values["rate-limit"]);
if (rateLimit === undefined) {
  throw new TypeError(
    `--rate-limit takes ${RATE_LIMIT_FORMAT}: ${values["rate-limit"]}`,
  );
}

const emulator = await startEmulator({
  port: Number(values.port),
  rateLimit,
});
console.log(`careCycle API emulator listening on ${emulator.url}`);

const stop = () => emulator.close().then(() => process.exit());
process.once("SIGINT", stop).once("SIGTERM", stop);
if (values["exit-with-stdin"]) {
  // A file such as /dev/null only ends, and a broken pipe only closes.
  process.stdin.once("end", stop).once("close", stop).resume();
}
