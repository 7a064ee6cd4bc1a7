/** `node --expose-gc memory.mjs NAME COUNT`: what calls with a stub leave behind after a warm-up. */
import { customerId, definitions } from "../emulator/fixtures.mjs";
import { importers } from "./importers.mjs";

const [name, count] = process.argv.slice(2);
const fieldDefinitionId = definitions[0].id;
const answer = JSON.stringify({
  ...{ id: customerId, createdAt: null, updatedAt: null, fieldDefinitionId },
  ...{ recordId: customerId, recordType: "customers", textValue: null },
  ...{ numberValue: null, booleanValue: null, dateValue: null },
  ...{ selectValue: null, multiSelectValue: null },
});
const init = { headers: { "content-type": "application/json" } };
const create = importers[name]("http://localhost:1", {
  rateLimit: { requests: 1_000_000, perMs: 50 },
  fetch: async () => new Response(answer, init),
});

async function calls(number) {
  for (let done = 0; done < number; done += 50)
    await Promise.all(
      Array.from({ length: 50 }, () => create({ fieldDefinitionId })),
    );
  await new Promise((resolve) => setTimeout(resolve, 100));
  /** @type {any} */ (globalThis).gc();
  return process.memoryUsage();
}

const before = await calls(Number(count) / 5);
const after = await calls((Number(count) * 4) / 5);
console.log(
  JSON.stringify({
    heapKb: Math.round((after.heapUsed - before.heapUsed) / 1024),
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
