/** `emulator.mjs [JSON]`: the API emulator with these options; reports what it met when asked. */
import { startEmulator } from "../../emulator/index.mjs";

const emulator = await startEmulator(JSON.parse(process.argv[2] ?? "{}"));
process.on("message", () =>
  process.send?.({
    values: emulator.values.map(({ textValue }) => textValue),
    statuses: emulator.requests.map(({ status }) => status),
  }),
);
process.on("disconnect", () => process.exit());
process.send?.({ url: emulator.url });
