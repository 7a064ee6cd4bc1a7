/** What of a call is in WebAssembly's memory: nothing that anybody may not see. */
import assert from "node:assert/strict";
import { it } from "node:test";
import { memories } from "./memories.mjs";
import {
  answer,
  answerTo,
  apiKey,
  create,
  definitions,
  stubbed,
} from "./setup.mjs";

it("keeps the key and the values out of the core's memory", async () => {
  const rateLimit = { requests: 2, perMs: 5 };
  /** @type {import("./setup.mjs").Fetch} */
  const fetch = async (url, init) => Response.json(answerTo(url, init));
  const client = stubbed(fetch, { rateLimit });
  const textValue = "Confidential-diagnosis";
  const body = { fieldDefinitionId: definitions[0].id, textValue };
  for (let call = 0; call < 5; call++) await create(client, body);
  assert.equal(memories.length, 1);
  const memory = Buffer.from(memories[0].buffer);
  // What the core does look at is there, so this looks in the right place. The allocator has written
  // into the beginning since.
  assert.ok(memory.includes(answer.recordId.slice(12)));
  assert.ok(!memory.includes(apiKey));
  assert.ok(!memory.includes(textValue));
});
