/** The fake against the emulator, whose checks are zod's: a second opinion. */
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { startEmulator } from "../emulator/index.mjs";
import {
  CareCycle,
  apiKey,
  body,
  clientOf,
  customerId,
  definitions,
  fakeApi,
  rejection,
  send,
} from "./setup.mjs";
import { customerIds } from "../emulator/fixtures.mjs";

const other = "11111111-1111-4111-8111-111111111111";

/** @type {Awaited<ReturnType<typeof startEmulator>>} */
let emulator;
const fake = fakeApi({ customers: customerIds, definitions, rateLimit: false });
before(async () => {
  emulator = await startEmulator({ rateLimit: false });
});
beforeEach(() => {
  emulator.reset();
  fake.reset();
});
after(() => emulator.close());

/** What an answer says, without words, IDs and times. */
const said = async (/** @type {Response} */ response) => {
  const json = await response.json();
  const paths = json.errors?.map((/** @type {any} */ { path }) => path.join());
  const { code, textValue, numberValue, selectValue, multiSelectValue } = json;
  return {
    status: response.status,
    type: response.headers.get("content-type")?.split(";")[0],
    code,
    paths: paths?.sort(),
    values: { textValue, numberValue, selectValue, multiSelectValue },
    keys: Object.keys(json).sort(),
  };
};

/** @type {[string, { path?: string, id?: string, key?: string | null, type?: string, method?: string, body?: unknown }][]} */
const requests = [
  ["a value", {}],
  ["a body with an unknown key", { body: { ...body, more: 1 } }],
  ["a null value", { body: { ...body, textValue: null, numberValue: null } }],
  [
    "a content type with a charset",
    { type: "application/json; charset=utf-8" },
  ],
  ["another path", { path: "/v2/nothing" }],
  ["another method", { method: "PUT" }],
  ["no key", { key: null }],
  ["an invalid key", { key: "xx" }],
  ["a body that is not JSON", { body: "{" }],
  ["a body that is a number", { body: "7" }],
  ["no body", { body: "" }],
  ["another content type", { type: "text/plain" }],
  ["an empty object", { body: {} }],
  ["an ID that is not a UUID", { id: "x" }],
  ["a definition that is not a UUID", { body: { fieldDefinitionId: "x" } }],
  ["a null definition", { body: { fieldDefinitionId: null } }],
  [
    "values of wrong types",
    { body: { ...body, textValue: 1, booleanValue: "x", dateValue: [] } },
  ],
  ["a text in place of a list", { body: { ...body, multiSelectValue: "a" } }],
  ["a list with a number", { body: { ...body, multiSelectValue: ["a", 7] } }],
  ["another customer", { id: other }],
  ["another definition", { body: { fieldDefinitionId: other } }],
  ["a value of another type", { body: { ...body, numberValue: "1" } }],
  [
    "a number",
    { body: { fieldDefinitionId: definitions[1].id, numberValue: "1.50" } },
  ],
  [
    "a choice",
    { body: { fieldDefinitionId: definitions[4].id, selectValue: "Gold" } },
  ],
  [
    "choices",
    {
      body: {
        fieldDefinitionId: definitions[5].id,
        multiSelectValue: ["Monday"],
      },
    },
  ],
];

describe("the fake and the emulator respond alike", () => {
  for (const [name, one] of requests)
    it(`to ${name}`, async () => {
      const { id = customerId, key = apiKey, type = "application/json" } = one;
      const { path = `/v2/customers/${id}/custom-fields`, method = "POST" } =
        one;
      const sent = one.body ?? body;
      const init = {
        method,
        headers: { "content-type": type, ...(key && { "x-api-key": key }) },
        body: typeof sent === "string" ? sent : JSON.stringify(sent),
      };
      const [first, second] = await Promise.all([
        fetch(emulator.url + path, init).then(said),
        fake.fetch(`https://api.carecycle.ai${path}`, init).then(said),
      ]);
      assert.deepEqual(second, first);
      assert.equal(fake.values.length, emulator.values.length);
    });
});

describe("the client rejects alike for the fake and for the emulator", () => {
  /** @type {[string, any[], string][]} */
  const faults = [
    ...[400, 401, 403, 404, 422, 500].map(
      (status) =>
        /** @type {[string, any[], string]} */ ([
          `${status}`,
          [status],
          `${status}`,
        ]),
    ),
    ["429", [429, { retryAfter: 3 }], "429:retryAfter=3"],
    ["a redirect", [307], "redirect"],
    ["204", [204], "204"],
    ["lost when created", ["lost"], "close-after"],
    ["lost before", ["lost", { created: false }], "close-before"],
    ["a cut answer", ["cutAnswer"], "cut-body"],
    ["a delay", ["delay", { ms: 20 }], "delay:ms=20"],
  ];
  for (const [name, args, fault] of faults)
    it(`after ${name}`, async () => {
      fake.next(.../** @type {[any]} */ (/** @type {unknown} */ (args)));
      emulator.faultQueue.push(fault);
      const options = {
        apiKey,
        maxRetries: 0,
        rateLimit: /** @type {false} */ (false),
      };
      const clients = [
        clientOf(fake, options),
        new CareCycle({ ...options, baseUrl: emulator.url }),
      ];
      const [second, first] = await Promise.all(
        clients.map((client) =>
          send(client).then(
            ({ textValue }) => ({ textValue }),
            ({
              constructor,
              code,
              outcome,
              status,
              retryAfter,
              errors,
              attempts,
            }) => ({
              constructor,
              code,
              outcome,
              status,
              retryAfter,
              errors: JSON.stringify(errors),
              attempts,
            }),
          ),
        ),
      );
      assert.deepEqual(second, first);
      assert.equal(fake.values.length, emulator.values.length);
    });
  it("if nothing listens", async () => {
    const closed = await startEmulator();
    await closed.close();
    fake.next("refused");
    const real = new CareCycle({ apiKey, baseUrl: closed.url, maxRetries: 0 });
    const [first, second] = await Promise.all(
      [real, clientOf(fake)].map((client) => rejection(send(client))),
    );
    const shown = (/** @type {any} */ { name, code, outcome, message }) => [
      name,
      code,
      outcome,
      message,
    ];
    assert.deepEqual(shown(second), shown(first));
  });
});
