/** `node main.mjs [--renew]`: prints the table, and renews what the test holds of the peers. */
import { writeFile } from "node:fs/promises";
import { argv } from "node:process";
import { SNAPSHOT } from "./snapshot.mjs";
import { HANDLER, backends, measure, toMarkdown } from "./table.mjs";

const columns = Object.fromEntries(
  await Promise.all(
    Object.keys(backends).map(
      async (name) => /** @type {const} */ ([name, await measure(name)]),
    ),
  ),
);
console.log(toMarkdown(columns));
if (argv.includes("--renew")) {
  const { [HANDLER]: _handler, ...peers } = columns;
  await writeFile(SNAPSHOT, `${JSON.stringify(peers, null, 2)}\n`);
}
