/** `node job.mjs JSON`: many calls at once by one client, in a process of its own. */
import { definitions } from "../emulator/fixtures.mjs";
import { importers } from "./importers.mjs";

const { name, url, count, prefix, rateLimit, clockAfterMs } = JSON.parse(
  process.argv[2],
);
const create = importers[name](url, { rateLimit });
if (clockAfterMs) {
  const wall = Date.now;
  setTimeout(() => (Date.now = () => wall() - 3_600_000), clockAfterMs);
}
const started = performance.now();
const calls = Array.from({ length: count }, (_, index) =>
  create({
    fieldDefinitionId: definitions[0].id,
    textValue: prefix + index,
  }).then(
    () => true,
    () => false,
  ),
);
const created = (await Promise.all(calls)).filter(Boolean).length;
console.log(JSON.stringify({ created, ms: performance.now() - started }));
