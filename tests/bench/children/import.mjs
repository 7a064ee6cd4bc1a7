/** `import.mjs JSON`: many calls at once by one client. */
import { definitions } from "../../emulator/fixtures.mjs";

const { peer, url, count, prefix, rateLimit, clockAfterMs, deadlineMs } =
  JSON.parse(process.argv[2]);
const { make } = await import(`../peers/${peer}.mjs`);
const create = make({ url, rateLimit, ...(deadlineMs && { deadlineMs }) });
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
