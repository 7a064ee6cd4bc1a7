/** What a file may look like. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, it } from "node:test";
import { csvOf, customerId, number, text, useCommand } from "./setup.mjs";

const header = "customerId,fieldDefinitionId,textValue";
const row = (/** @type {string} */ value) => `${customerId},${text},${value}`;

describe("an imported file", () => {
  const command = useCommand();
  const texts = () =>
    command.emulator.values.map(({ textValue }) => textValue).sort();
  /** @param {string} name @param {string | Buffer} content @param {string[]} args */
  async function imports(name, content, ...args) {
    command.write(name, content);
    const ended = await command.run([name, ...args]);
    assert.equal(ended.code, 0, ended.stderr);
  }

  for (const [what, content] of Object.entries({
    "line feeds": [header, row("a"), row("b"), ""].join("\n"),
    CRLF: [header, row("a"), row("b"), ""].join("\r\n"),
    "both kinds of line ends": `${header}\r\n${row("a")}\n${row("b")}\r\n`,
    "no end of its last line": [header, row("a"), row("b")].join("\n"),
    "a BOM": `\ufeff${[header, row("a"), row("b")].join("\r\n")}`,
    "empty lines": `${header}\n\n${row("a")}\n,,\n \u00a0\n${row("b")}\n\n`,
    "line ends of old Macs": [header, row("a"), row("b"), ""].join("\r"),
    "a BOM twice": `\ufeff\ufeff${[header, row("a"), row("b")].join("\r\n")}`,
    "rows that are too short or too long by empty cells": `${header},numberValue,\n${row("a")}\n${row("b")},,, ,\n`,
  }))
    it(`may have ${what}`, async () => {
      await imports("rows.csv", content);
      assert.deepEqual(texts(), ["a", "b"]);
    });
  it("may have line ends, quotes and commas in quoted cells", async () => {
    await imports("rows.csv", `${header}\r\n${row('"a ""b"",\r\nc\nd"')}\r\n`);
    assert.deepEqual(texts(), ['a "b",\r\nc\nd']);
  });
  it("may have letters of any script, cut anywhere by the reader's chunks", async () => {
    const long = "é漢😀".repeat(20_000);
    await imports("rows.csv", `${header}\n${row(long)}\n`);
    assert.deepEqual(texts(), [long]);
  });
  it("may be JSON Lines, with JSON's types", async () => {
    const lines = [
      { customerId, fieldDefinitionId: text, textValue: "a" },
      { customerId, fieldDefinitionId: number, numberValue: "1.50" },
      { customerId, fieldDefinitionId: text, textValue: null },
    ];
    const content = lines.map((line) => JSON.stringify(line)).join("\r\n\n");
    await imports("rows.jsonl", `\ufeff${content}`, "--concurrency=1");
    assert.deepEqual(
      command.emulator.requests.map(({ body }) => body),
      lines.map(({ customerId: _, ...body }) => body),
    );
  });
  it("may have any name with --format", async () => {
    await imports("rows.txt", csvOf(1), "--format", "csv");
    assert.deepEqual(texts(), ["value 0"]);
  });
  it("needs --format if its name does not say it", async () => {
    command.write("rows.txt", csvOf(1));
    const { code, stderr } = await command.run(["rows.txt"]);
    assert.equal(code, 2);
    assert.match(stderr, /--format csv\|jsonl/);
  });
  it("may be standard input", async () => {
    const args = ["-", "--format=csv", "--no-journal"];
    const { code } = await command.run(args, { input: csvOf(2) });
    assert.equal(code, 0);
    assert.deepEqual(texts(), ["value 0", "value 1"]);
  });
  it("leaves nothing behind if it is standard input", async () => {
    const before = readdirSync(tmpdir());
    const args = ["-", "--format=csv", "--journal=here.journal"];
    const { code } = await command.run(args, { input: csvOf(2) });
    assert.equal(code, 0);
    const left = readdirSync(tmpdir()).filter(
      (name) => !before.includes(name) && name.startsWith("carecycle-import"),
    );
    assert.deepEqual(left, []);
    assert.equal(command.journal("here.journal").length, 5);
  });
  it("needs a place for its journal if it is standard input", async () => {
    const { code, stderr } = await command.run(["-", "--format=csv"]);
    assert.equal(code, 2);
    assert.match(stderr, /--journal FILE or --no-journal/);
  });

  const broken = {
    "that is not UTF-8": [Buffer.from([0x61, 0xe9, 0x0a]), /is not UTF-8/],
    "with a quote that is never closed": [
      `${header}\r\n${row('"a\r\nb"')}\r\n${row('"secret')}\r\n`,
      /not valid CSV at line 4: a quote is opened and never closed/,
    ],
    "with a stray quote in its header": [
      `customerId,"secret"x\n${row("a")}\n`,
      /not valid CSV at line 1: there is text after a closing quote/,
    ],
  };
  for (const [what, [content, message]] of Object.entries(broken))
    it(`is refused without quoting its text: ${what}`, async () => {
      command.write("rows.csv", /** @type {string} */ (content));
      const { code, stdout, stderr } = await command.run(["rows.csv"]);
      assert.equal(code, 2);
      assert.match(stderr, /** @type {RegExp} */ (message));
      assert.ok(!`${stdout}${stderr}`.includes("secret"));
      assert.equal(command.emulator.requests.length, 0);
    });
  it("is named in the error if it does not exist", async () => {
    const { code, stderr } = await command.run(["none.csv"]);
    assert.equal(code, 2);
    assert.match(stderr, /none\.csv cannot be read: ENOENT/);
  });
});
