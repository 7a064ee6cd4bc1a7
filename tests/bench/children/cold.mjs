/** `cold.mjs PEER URL`: one call in a new process; no call where PEER is empty, a stub where URL is. */
import { writeSync } from "node:fs";

const [peer, url] = process.argv.slice(2);
if (peer) {
  const { make } = await import(`../peers/${peer}.mjs`);
  const { body, stub } = await import("../request.mjs");
  const setting = url ? { url } : { url: "http://localhost:1", fetch: stub };
  await make(setting)(body);
}
process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  writeSync(1, String((user + system) / 1000));
});
