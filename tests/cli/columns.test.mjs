/** What the columns of a file are sent as. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  bodies,
  boolean,
  customerId,
  multiSelect,
  number,
  text,
  useCommand,
} from "./setup.mjs";

describe("the columns of a file", () => {
  const command = useCommand();
  /**
   * Imports a file that is all right, and gives the bodies that were sent, in the rows' order.
   *
   * @param {string} content
   * @param {string[]} args
   */
  async function sent(content, ...args) {
    command.write("rows.csv", content);
    const ended = await command.run(["rows.csv", "--concurrency=1", ...args]);
    assert.deepEqual([ended.code, ended.stderr.includes("line")], [0, false]);
    return bodies(command.emulator);
  }

  it("are the documented names and customerId, in any order", async () => {
    const [body] = await sent(
      `textValue,customerId,fieldDefinitionId\nA note,${customerId},${text}\n`,
    );
    assert.deepEqual(JSON.parse(body), {
      fieldDefinitionId: text,
      textValue: "A note",
    });
    assert.match(command.emulator.requests[0].path, new RegExp(customerId));
  });
  it("are mapped by --column, and left out by it", async () => {
    const [body] = await sent(
      `Customer,Name,Renewal tier = now\n${customerId},Ada,Gold\n`,
      ...["--column", "Customer=customerId", "--column", "Name="],
      ...["--column", "Renewal tier = now=textValue"],
      ...["--field-definition", text],
    );
    assert.deepEqual(JSON.parse(body), {
      fieldDefinitionId: text,
      textValue: "Gold",
    });
  });
  it("are known without the spaces around their names", async () => {
    const [body] = await sent(
      ` customerId,Renewal tier ,\tfieldDefinitionId\n${customerId}, Gold,${text}\n`,
      ...["--column", " Renewal tier= textValue"],
    );
    assert.deepEqual(JSON.parse(body), {
      fieldDefinitionId: text,
      textValue: " Gold",
    });
  });
  for (const digits of ["007", "1.50", "1e21", "123456789012345678901.10"])
    it(`keep the number ${digits} as it is written`, async () => {
      const [body] = await sent(
        `customerId,fieldDefinitionId,numberValue\n${customerId},${number},${digits}\n`,
        "--allow-any-number",
      );
      assert.equal(JSON.parse(body).numberValue, digits);
    });
  it("hold booleans as true and false, in any case", async () => {
    const words = ["true", "TRUE", "True", "false", "FALSE", "False"];
    const rows = words.map((word) => `${customerId},${boolean},${word}`);
    const header = "customerId,fieldDefinitionId,booleanValue";
    const found = await sent([header, ...rows].join("\n"));
    const values = found.map((body) => JSON.parse(body).booleanValue);
    assert.deepEqual(values, [true, true, true, false, false, false]);
  });
  it("hold a multiSelectValue as a JSON array", async () => {
    const [body] = await sent(
      `customerId,fieldDefinitionId,multiSelectValue\n${customerId},${multiSelect},"[""Monday"",""Friday""]"\n`,
    );
    assert.deepEqual(JSON.parse(body).multiSelectValue, ["Monday", "Friday"]);
  });
  it("hold no other JSON as a multiSelectValue", async () => {
    for (const cell of ["null", "5", "{}", "Monday"]) {
      command.write(
        "rows.csv",
        `customerId,fieldDefinitionId,multiSelectValue\n${customerId},${multiSelect},${cell}\n`,
      );
      const { code, stderr } = await command.run(["rows.csv"]);
      assert.equal(code, 1);
      assert.match(stderr, /^line 2, multiSelectValue: .*received string/m);
    }
    assert.equal(command.emulator.requests.length, 0);
  });
  it("keep every value of a JSON line that has a field twice", async () => {
    const row = { customerId, fieldDefinitionId: text, textValue: "a", A: "b" };
    for (const [args, field] of /** @type {[string[], string][]} */ ([
      [["--column", "A=textValue"], "textValue"],
      [["--column", "A=", "--field-definition", number], "fieldDefinitionId"],
    ])) {
      command.write("rows.jsonl", JSON.stringify(row));
      const { code, stderr } = await command.run(["rows.jsonl", ...args]);
      assert.equal(code, 1);
      assert.match(stderr, new RegExp(`^line 1: ${field} is set twice`, "m"));
    }
    assert.equal(command.emulator.requests.length, 0);
  });
  it("keep every value of a JSON line that has a key twice", async () => {
    const rest = `"customerId":"${customerId}","fieldDefinitionId":"${text}"`;
    for (const values of [
      `"textValue":"a","textValue":"b"`,
      `"textValue":"a", "text\\u0056alue" : "a"`,
      `"textValue":"\\\\","numberValue":null,"textValue":"\\""`,
      `"A":[{"textValue":1}],"textValue":"a","A":2`,
    ]) {
      command.write("rows.jsonl", `{${rest},${values}}`);
      const { code, stderr } = await command.run(["rows.jsonl"]);
      assert.equal(code, 1);
      assert.match(stderr, /^line 1: the key "\S+" occurs twice/m);
    }
    assert.equal(command.emulator.requests.length, 0);
  });
  it("may hold what looks like an API key", async () => {
    const textValue = 'a","textValue":"b\\';
    const row = { customerId, fieldDefinitionId: text, textValue };
    command.write("rows.jsonl", JSON.stringify(row));
    const { code, stderr } = await command.run(["rows.jsonl"]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(
      command.emulator.values.map((value) => value.textValue),
      [textValue],
    );
  });
  it("hold a multiSelectValue with --separator", async () => {
    const [body] = await sent(
      `customerId,fieldDefinitionId,multiSelectValue\n${customerId},${multiSelect},Monday;Friday\n`,
      ...["--separator", ";"],
    );
    assert.deepEqual(JSON.parse(body).multiSelectValue, ["Monday", "Friday"]);
  });
  const empty = `customerId,fieldDefinitionId,textValue\n${customerId},${text},\n${customerId},${text},""\n`;
  it("send nothing for an empty cell", async () => {
    const found = await sent(empty, "--allow-empty");
    assert.deepEqual(
      found.map((body) => JSON.parse(body)),
      Array(2).fill({ fieldDefinitionId: text }),
    );
  });
  it("send null for an empty cell with --empty null", async () => {
    const [body] = await sent(empty, "--empty", "null");
    assert.deepEqual(JSON.parse(body), {
      fieldDefinitionId: text,
      textValue: null,
    });
  });

  const refusals = {
    "a first line of values, which it does not show": [
      `Confidential-person,${text},Confidential-diagnosis\n`,
      [],
      /^(?!.*Confidential).*first line has none of customerId, .*--column/s,
    ],
    "values in place of the columns that are mapped": [
      `Confidential-person,${text},Confidential-diagnosis\n`,
      ["--column", "Person=customerId"],
      /^(?!.*Confidential).*first line has none of customerId, /s,
    ],
    "an unknown header, with the nearest": [
      `customerId,fieldDefinitionId,numbrvalue\n`,
      [],
      /column "numbrvalue" is not a documented field; the nearest is numberValue/,
    ],
    "headers in another spelling, with the nearest": [
      `Customer ID,Text value\n`,
      [],
      /column "Customer ID" is not a documented field; the nearest is customerId/,
    ],
    "a mapping of nothing": [
      `customerId,fieldDefinitionId\n`,
      ["--column", " =textValue"],
      /--column must be "HEADER=FIELD"/,
    ],
    "a mapping to no field, with the nearest": [
      `customerId,fieldDefinitionId,A\n`,
      ["--column", "A=textvalu"],
      /no field textvalu; the nearest is textValue/,
    ],
    "a mapping of no column, with the nearest": [
      `customerId,fieldDefinitionId,Renewal tier\n`,
      ["--column", "Renewal teir=textValue"],
      /no such column; the nearest is "Renewal tier"/,
    ],
    "two columns of one field": [
      `customerId,fieldDefinitionId,textValue,A\n`,
      ["--column", "A=textValue"],
      /two columns hold textValue/,
    ],
    "no column for the customer": [
      `fieldDefinitionId,textValue\n`,
      [],
      /no column holds customerId/,
    ],
    "no definition": [`customerId,textValue\n`, [], /--field-definition/],
    "a definition from both places": [
      `customerId,fieldDefinitionId\n`,
      ["--field-definition", text],
      /both a column fieldDefinitionId and --field-definition/,
    ],
    "an empty file": ["", [], /has no header/],
  };
  for (const [what, [content, args, message]] of Object.entries(refusals))
    it(`refuse ${what}`, async () => {
      command.write("rows.csv", /** @type {string} */ (content));
      const { code, stderr } = await command.run([
        "rows.csv",
        .../** @type {string[]} */ (args),
      ]);
      assert.equal(code, 2);
      assert.match(stderr, /** @type {RegExp} */ (message));
      assert.equal(command.emulator.requests.length, 0);
    });
});
