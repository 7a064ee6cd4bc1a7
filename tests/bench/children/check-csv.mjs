/** `check-csv.mjs FILE`: checks its rows as one would with csv-parse and zod. */
import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { id, request } from "../peers/schemas-zod.mjs";

const tools = new URL("../../../xtask/package.json", import.meta.url);
const { parse } = createRequire(tools)("csv-parse");

const records = createReadStream(process.argv[2]).pipe(
  parse({ bom: true, columns: true, info: true }),
);
let valid = 0;
for await (const { record, info } of records) {
  const { customerId, ...cells } = record;
  /** @type {Record<string, string>} */
  const body = {};
  for (const name in cells) if (cells[name] !== "") body[name] = cells[name];
  if (id.safeParse(customerId).success && request.safeParse(body).success)
    valid++;
  else console.error(`line ${info.lines}`);
}
console.log(`${valid.toLocaleString("en-US")} valid`);
