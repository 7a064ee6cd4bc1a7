/** Rows that are checked against their definitions before anything is sent. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { definitions as all, otherCustomerId } from "../emulator/fixtures.mjs";
import { customerId, useCommand } from "./setup.mjs";

const list = all.map(({ id, fieldType, options }) => ({
  ...{ id, fieldType, options: options ?? null },
  ...{ recordType: "customers", isRequired: false, validationRules: "{}" },
}));
const [text, number, , , select, multi] = all.map(({ id }) => id);
const header =
  "customerId,fieldDefinitionId,textValue,numberValue,selectValue,multiSelectValue";

describe("--definitions", () => {
  const command = useCommand();
  /** @param {unknown} definitions @param {string[]} rows @param {string[]} args */
  async function run(definitions, rows, ...args) {
    const json =
      typeof definitions === "string"
        ? definitions
        : JSON.stringify(definitions);
    command.write("d.json", json);
    command.write("rows.csv", [header, ...rows, ""].join("\n"));
    const given = ["rows.csv", "--definitions=d.json", "--separator=;"];
    return command.run([...given, ...args]);
  }
  const good = [
    `${customerId},${text},a,,,`,
    `${customerId},${number},,1,,`,
    `${customerId},${select},,,Gold,`,
    `${otherCustomerId},${multi},,,,Monday; Friday`,
  ];

  for (const [what, definitions] of [
    ["a list", list],
    ["a page of the API's", { itemsTotal: 6, nextPage: null, items: list }],
    ["a list with a byte order mark", `\ufeff${JSON.stringify(list)}`],
    [
      "IDs in capital letters",
      list.map((each) => ({ ...each, id: each.id.toUpperCase() })),
    ],
  ])
    it(`accepts ${what}`, async () => {
      const { code, stderr } = await run(definitions, good);
      assert.equal(code, 0, stderr);
      assert.equal(command.emulator.values.length, good.length);
    });
  it("names the right field, the options, and unknown definitions, and sends nothing", async () => {
    const rows = [
      `${customerId},${number},secret,,,`,
      `${customerId},${select},,,gold,`,
      `${customerId},${multi},,,,Monday;Fryday`,
      `${customerId},${customerId},secret,,,`,
      `${customerId},${number},,1,Gold,`,
    ];
    const { code, stderr } = await run(list, rows);
    assert.equal(code, 1);
    const [lines] = stderr.split("\nNothing was sent");
    assert.deepEqual(lines.split("\n"), [
      "line 2, textValue: Wrong field: the definition's type is number, so the value belongs in numberValue",
      'line 3, selectValue: Invalid option: expected "Gold", "Silver" or "Bronze"; the nearest is "Gold"',
      'line 4, multiSelectValue: Invalid option: expected "Monday", "Tuesday", "Wednesday", "Thursday" or "Friday"; the nearest is "Friday"',
      "line 5, fieldDefinitionId: d.json has no definition with this ID",
      "line 6, selectValue: Wrong field: the definition's type is number, so the value belongs in numberValue",
    ]);
    assert.equal(command.emulator.requests.length, 0);
  });
  it("checks the ID of --field-definition", async () => {
    const { stderr } = await run(
      ...[list, [`${customerId},a,,,`]],
      ...["--field-definition", customerId, "--column=fieldDefinitionId="],
    );
    assert.match(
      stderr,
      /^line 2, --field-definition: d\.json has no definition with this ID$/m,
    );
  });
  it("reports an invalid ID only once", async () => {
    const { stderr } = await run(list, [`${customerId},x,a,,,`]);
    assert.equal(stderr.match(/^line 2/gm)?.length, 1, stderr);
  });
  it("reports everything that is wrong with its file, by path", async () => {
    const { code, stderr } = await run(
      { items: [list[0], { id: "x", fieldType: "texts" }, 5, list[0]] },
      good,
    );
    assert.equal(code, 2);
    assert.deepEqual(stderr.trimEnd().split("\n"), [
      "carecycle-custom-fields: --definitions d.json cannot be used",
      "  items[1].id: Invalid UUID: it must have 36 characters, hyphens included",
      "  items[1].fieldType: Invalid type of field: expected text, number, boolean, date, select or multi_select",
      "  items[2]: Invalid input: expected object, received number",
      "  items[3].id: the same ID as items[0]",
    ]);
  });
  for (const [what, definitions, message] of /** @type {const} */ ([
    ["no JSON", "id,fieldType\n", /d\.json is not JSON$/m],
    ["an object", {}, /d\.json is neither a JSON list .* nor a page/],
    ["a text", '"a"', /is neither/],
    ["null", "null", /is neither/],
    [
      "a wrong option",
      [{ ...list[4], options: ["a", 5] }],
      /^ {2}\[0\]\.options\.1: .*expected string, received number$/m,
    ],
  ]))
    it(`refuses ${what}`, async () => {
      const { code, stderr } = await run(definitions, good);
      assert.equal(code, 2);
      assert.match(stderr, message);
      assert.equal(command.emulator.requests.length, 0);
    });
  it("refuses a file that is not there, and to write over its file", async () => {
    command.write("rows.csv", header);
    const missing = await command.run(["rows.csv", "--definitions=none.json"]);
    assert.match(missing.stderr, /none\.json cannot be read: ENOENT/);
    const over = await run(list, good, "--failed=d.json");
    assert.equal(over.code, 2);
    assert.match(over.stderr, /is the file of --definitions/);
  });
});
