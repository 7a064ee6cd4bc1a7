/** What is found before anything is sent. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  boolean,
  csvOf,
  customerId,
  multiSelect,
  text,
  useCommand,
} from "./setup.mjs";

const invalid = [
  "customerId,fieldDefinitionId,Has one,multiSelectValue,textValue",
  `${customerId},${boolean},yes,,"two`,
  'lines"',
  `${customerId},${multiSelect},,Monday;Friday,`,
  `x,${text},,,a`,
  `${customerId},${text},,,b`,
  `${customerId},${text},,,c,d`,
  `${customerId},${text},YES,"[1]",c`,
].join("\r\n");
const args = ["rows.csv", "--column", "Has one=booleanValue"];

describe("the check of a file", () => {
  const command = useCommand();
  const offline = {
    env: { CARECYCLE_API_KEY: undefined, CARECYCLE_BASE_URL: undefined },
  };

  it("lists each issue by line and column", async () => {
    command.write("rows.csv", invalid);
    const { code, stdout, stderr } = await command.run(
      [...args, "--dry-run"],
      offline,
    );
    assert.equal(code, 1);
    assert.deepEqual(
      stderr.split("\n").map((line) => line.split(":")[0]),
      [
        "line 2, Has one",
        "line 4, multiSelectValue",
        "line 5, customerId",
        "line 7",
        "line 8, Has one",
        "line 8, multiSelectValue",
        "",
      ],
    );
    assert.match(stderr, /line 2.*write true or false/);
    assert.match(stderr, /line 4.*a JSON array.*--separator/);
    assert.match(stderr, /line 7.*6 cells, but the header has 5/);
    assert.match(stdout, /^6 rows: 1 valid, 5 invalid$/m);
  });
  it("lists issues as JSON with --json", async () => {
    command.write("rows.csv", invalid);
    const { code, stdout, stderr } = await command.run(
      [...args, "--dry-run", "--json"],
      offline,
    );
    assert.deepEqual([code, stderr], [1, ""]);
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      lines
        .slice(0, -1)
        .map(({ line, status, issues }) => [
          line,
          status,
          ...issues.map(
            (
              /** @type {{ column: string, code: string }} */ { column, code },
            ) => [column, code],
          ),
        ]),
      [
        [2, "invalid", ["Has one", "invalid_type"]],
        [4, "invalid", ["multiSelectValue", "invalid_type"]],
        [5, "invalid", ["customerId", "invalid_format"]],
        [7, "invalid", [undefined, "custom"]],
        [
          8,
          "invalid",
          ["Has one", "invalid_type"],
          ["multiSelectValue", "invalid_type"],
        ],
      ],
    );
    const { toSend, ...counts } = lines.at(-1).summary;
    assert.deepEqual(counts, { rows: 6, valid: 1, invalid: 5 });
    assert.equal(toSend.rows, 1);
  });
  it("reports numbers, unknown keys and non-objects in JSON Lines by line number", async () => {
    const lines = [
      `{"customerId":"${customerId}","fieldDefinitionId":"${text}","numberValue":1.5}`,
      `{"customerId":"${customerId}","fieldDefinitionId":"${text}","numbrValue":"1"}`,
      "[]",
      "{",
    ];
    command.write("rows.jsonl", lines.join("\n"));
    const { code, stderr } = await command.run(["rows.jsonl", "--dry-run"]);
    assert.equal(code, 1);
    assert.match(stderr, /^line 1, numberValue: .*number as a string/m);
    assert.match(stderr, /^line 2, numbrValue: .*nearest is "numberValue"/m);
    assert.match(stderr, /^line 3: the line is not a JSON object$/m);
    assert.match(stderr, /^line 4: the line is not a JSON object$/m);
  });
  it("reports a file without issues as valid, and needs no key", async () => {
    command.write("rows.csv", csvOf(3));
    const args = ["rows.csv", "--dry-run"];
    const { code, stdout, stderr } = await command.run(args, offline);
    assert.deepEqual(
      [code, stdout.split("\n")[0], stderr],
      [0, "3 rows: 3 valid, 0 invalid", ""],
    );
  });
  it("with --dry-run sends nothing and keeps no journal", async () => {
    command.write("rows.csv", csvOf(3));
    await command.run(["rows.csv", "--dry-run"]);
    assert.equal(command.emulator.requests.length, 0);
    assert.ok(!command.exists("rows.csv.journal"));
  });
  it("sends nothing while one row is invalid", async () => {
    command.write("rows.csv", invalid);
    const { code, stderr } = await command.run(args);
    assert.equal(code, 1);
    assert.match(stderr, /Nothing was sent.*5 rows.*--skip-invalid/);
    assert.equal(command.emulator.requests.length, 0);
  });
  it("sends the valid rows with --skip-invalid", async () => {
    command.write("rows.csv", invalid);
    const { code, stdout } = await command.run([...args, "--skip-invalid"]);
    assert.equal(code, 1);
    assert.equal(stdout, "6 rows: 1 created, 5 invalid\n");
    assert.deepEqual(
      command.emulator.values.map(({ textValue }) => textValue),
      ["b"],
    );
  });
  it("lists a hundred rows to a person, and counts the rest", async () => {
    command.write("rows.csv", csvOf(150).replaceAll(text, "x"));
    const { stderr } = await command.run(["rows.csv", "--dry-run"]);
    const lines = stderr.trim().split("\n");
    assert.equal(lines.length, 101);
    assert.equal(lines.at(-1), "and 50 rows more; --json lists all");
  });
});
