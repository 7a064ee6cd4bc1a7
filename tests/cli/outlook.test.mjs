/** What a dry run says would be sent. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { otherCustomerId } from "../emulator/fixtures.mjs";
import {
  csvOf,
  customerId,
  multiSelect,
  number,
  text,
  useCommand,
} from "./setup.mjs";

const header =
  "customerId,fieldDefinitionId,textValue,numberValue,booleanValue,multiSelectValue";
const rows = [
  `${customerId},${text},Confidential,,,`,
  `${otherCustomerId},${text.toUpperCase()},,12.50,true,`,
  `${customerId},${number},,4711,,`,
  `${customerId},${multiSelect},,,,secretA;secretB`,
  `${customerId},${text},again,,,`,
];

describe("a dry run's outlook", () => {
  const command = useCommand({ requests: 60, perMs: 60_000 });
  /** @param {string[]} args */
  function run(...args) {
    command.write("rows.csv", [header, ...rows, ""].join("\n"));
    const given = ["rows.csv", "--dry-run", "--separator=;"];
    return command.start([...given, ...args], { cautious: true }).ended;
  }

  it("lists by definition and field what would be sent, and shows no value", async () => {
    const { code, stdout } = await run();
    assert.equal(code, 1);
    assert.deepEqual(stdout.trimEnd().split("\n"), [
      "5 rows: 4 valid, 1 invalid",
      "To send: 4 rows, which takes 4 s at the rate limit",
      `  ${text}: 2 rows (1 textValue, 1 numberValue, 1 booleanValue)`,
      `  ${number}: 1 row (1 numberValue)`,
      `  ${multiSelect}: 1 row (1 multiSelectValue)`,
      "Duplicates: 1 row with the same customer and definition as an earlier row",
      "First rows, with masked values:",
      `  line 2: fieldDefinitionId ${text}, customerId ••• (36 characters), textValue ••• (12 characters)`,
      `  line 3: fieldDefinitionId ${text.toUpperCase()}, customerId ••• (36 characters), numberValue ••• (5 characters), booleanValue ••• (boolean)`,
      `  line 4: fieldDefinitionId ${number}, customerId ••• (36 characters), numberValue ••• (4 characters)`,
    ]);
  });
  it("is an object with --json", async () => {
    const { stdout } = await run("--json", "--allow-duplicates");
    const { summary } = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
    const { definitions, first, ...counts } = summary.toSend;
    assert.deepEqual(
      [summary.valid, counts],
      [5, { rows: 5, minutes: 0.083333, duplicates: 1 }],
    );
    assert.deepEqual(definitions[0], {
      fieldDefinitionId: text,
      rows: 3,
      fields: { textValue: 2, numberValue: 1, booleanValue: 1 },
      empty: 0,
    });
    assert.deepEqual(
      first.map((/** @type {{ line: number }} */ { line }) => line),
      [2, 3, 4],
    );
    assert.doesNotMatch(stdout, /Confidential|12\.50|4711|secret|true"/);
  });
  it("says how long the import takes at the given rate limit", async () => {
    command.write("many.csv", csvOf(5000));
    const said = async (/** @type {string[]} */ ...args) =>
      (await command.start(["many.csv", "--dry-run", ...args]).ended).stdout;
    assert.match(await said(), /^To send: 5,000 rows, which takes 84 min at/m);
    assert.match(
      await said("--rate-limit=100/1000"),
      /^To send: 5,000 rows, which takes 50 s at/m,
    );
    assert.match(await said("--rate-limit=off"), /^To send: 5,000 rows$/m);
  });
  it("counts rows without a value, and shows null as it is", async () => {
    command.write("e.csv", [header, `${customerId},${text},,,,`].join("\n"));
    const { stdout } = await command.start(
      ["e.csv", "--dry-run", "--empty=null"],
      { cautious: true },
    ).ended;
    assert.match(stdout, /1 row \(1 without a value\)$/m);
    assert.match(stdout, /textValue null, numberValue null/);
  });
  it("is not printed with --quiet", async () => {
    const { stdout } = await run("--quiet");
    assert.equal(stdout, "");
  });
});
