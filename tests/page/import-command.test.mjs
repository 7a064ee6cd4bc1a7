/** The Import tab and the command take the same file for the same. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  customerId,
  definitions,
  otherCustomerId,
} from "../emulator/fixtures.mjs";
import { useImportCommand, verdictOfPage } from "./import-verdicts.mjs";
import {
  HEADER,
  choose,
  csv,
  downloaded,
  ended,
  openCautious,
  start,
  text,
  textLines,
  tick,
  useImport,
} from "./import-harness.mjs";

const started = useImport({ open: openCautious });
const command = useImportCommand(started);

/** @param {string | Buffer} content */
const byPage = (content) => verdictOfPage(started.opened.page, content);

const row = textLines(1)[0];
const id = `${customerId},${text.id}`;
const other = `${otherCustomerId},${text.id}`;
/** A line whose first byte behind its text is at a place in a file that begins with it. @param {number} at */
const upTo = (at) => `${HEADER}\r\n${id},`.padEnd(at, "x");

/** @type {Record<string, [content: string | Buffer, rows: [number, number], lines?: string[]]>} */
const taken = {
  "a byte order mark": [`\ufeff${csv([row, `x${row}`])}`, [1, 1], ["3"]],
  "CRLF in quotes": [
    csv([`${id},"a\r\n\r\nb",`, "nobody,,,"]),
    [1, 1],
    ["5", "5", "5"],
  ],
  "stray spaces in its headers": [
    csv(
      [row, `x${row}`],
      " customerId,fieldDefinitionId ,\ttextValue,numberValue\u00a0",
    ),
    [1, 1],
    ["3"],
  ],
  "quoted headers": [csv([row], HEADER.replace(/\w+/g, '" $& "')), [1, 0]],
  "quoted quotes": [csv([`${id},"a ""b""",`, `${other},"""",`]), [2, 0]],
  "empty lines": [
    `\n\r\n${HEADER}\n\n${row}\n,,,\n \n\nx${row}\n\n`,
    [1, 1],
    ["9"],
  ],
  "ragged rows": [
    csv([row, `${row},x`, `${other},a`, `${row},, `, "a,b"]),
    [2, 3],
    ["3", "5", "6", "6", "6"],
  ],
  semicolons: [
    csv([row, `x${row}`])
      .replaceAll(",", ";")
      .replaceAll("; noted", ", noted"),
    [1, 1],
    ["3"],
  ],
  "tabs, in UTF-16": [
    Buffer.from(
      `\ufeff${csv([`${id},é,`, `x${id},é,`]).replaceAll(",", "\t")}`,
      "utf16le",
    ),
    [1, 1],
    ["3"],
  ],
  "a line sep=|": [
    `sep=|\r\n${csv([`${id},a,`, `x${id},a,`]).replaceAll(",", "|")}`,
    [1, 1],
    ["4"],
  ],
  "a byte order mark twice": [`\ufeff\ufeff${csv([row])}`, [1, 0]],
  "headers in capitals": [
    csv([row, `x${row}`], HEADER.toUpperCase()),
    [1, 1],
    ["3"],
  ],
  "empty headers above empty cells": [
    csv([`${row},, `], `${HEADER},,\u00a0`),
    [1, 0],
  ],
  "booleans as Excel writes them": [
    csv(
      [`${id},TRUE`, `${other},False`, `${id},WAHR`],
      "customerId,fieldDefinitionId,booleanValue",
    ),
    [2, 1],
    ["4"],
  ],
  "text after a quote": [csv([`${id},"secret"x,`, row]), [1, 1], ["2"]],
  "a quote in a cell": [csv([`${id},"a\n",sec"ret`, row]), [1, 1], ["2"]],
  "a NUL character": [csv([`${id},a\0b,`, row]), [1, 1], ["2"]],
  "line ends of every kind": [
    `${HEADER}\r${row}\n${row}\r\nx${row}`,
    [1, 2],
    ["3", "4"],
  ],
  "no end of its last line": [`${HEADER}\n${row}`, [1, 0]],
  "no customer in a row": [csv([`,${text.id},a,`]), [0, 1], ["2"]],
  "spaces in its cells": [
    csv([`${customerId} , ${text.id},a,`]),
    [0, 1],
    ["2", "2"],
  ],
  "letters cut by the reader's pieces": [
    csv(
      Array(50)
        .fill(`${id},${"é漢😀".repeat(500)},`)
        .concat(`x${row}`),
    ),
    [1, 50],
    Array.from({ length: 50 }, (_, index) => `${index + 3}`),
  ],
  "a line end cut by the reader's pieces": [
    `${upTo(8191)},\r\n${row}\r\nx${row}`,
    [1, 2],
    ["3", "4"],
  ],
  "what is no list and no boolean": [
    csv(
      [`${id},yes,null`, `${id},true,"[""a""]"`, `${id},1,a;b`],
      "customerId,fieldDefinitionId,booleanValue,multiSelectValue",
    ),
    [1, 2],
    ["2", "2", "4", "4"],
  ],
  "a list of what is no text": [
    csv([`${id},"[1,""a""]"`], "customerId,fieldDefinitionId,multiSelectValue"),
    [0, 1],
    ["2"],
  ],
};

/** @type {Record<string, [content: string | Buffer, RegExp]>} */
const refused = {
  "no header": [`${row}\r\n${row}\r\n`, /first line has none of/],
  "a column twice": [csv([], `${HEADER},textValue`), /textValue/],
  "a column twice but for spaces": [
    csv([], `${HEADER}, textValue `),
    /textValue/,
  ],
  "an unknown column": [csv([], `${HEADER},notes`), /"notes"/],
  "a column in another spelling": [
    csv([], "Customer ID,textValue"),
    /"Customer ID".* customerId/,
  ],
  "a column without a name": [
    csv([`${row},secret`], `${HEADER},`),
    /column 5 \(E\), which has no header/,
  ],
  "no column for the customer": [
    csv([], "fieldDefinitionId,textValue"),
    /no column holds customerId/i,
  ],
  "separators in doubt": [
    "customerId,textValue;fieldDefinitionId\n",
    /commas or semicolons/,
  ],
  "bytes that are not UTF-8": [
    Buffer.from(`${csv([row])}\xe9`, "latin1"),
    /not UTF-8/,
  ],
  "a letter that is cut at its end": [
    Buffer.from(csv([`${id},é,`, `${id},é,`])).subarray(0, -4),
    /is incomplete/,
  ],
  "a lone surrogate": [
    Buffer.from(`${csv([row])}\xed\xa0\x80`, "latin1"),
    /not UTF-8/,
  ],
  "UTF-16 without a mark": [
    Buffer.from(csv([row]), "utf16le"),
    /not UTF-8: it looks like UTF-16/,
  ],
  "JSON Lines in it": ['{"customerId":"secret"}\n', /is JSON, not CSV/],
  "a JSON array in it": ['[{"customerId":"secret"}]', /is JSON, not CSV/],
  "a workbook in it": ["PK\x03\x04 xl/workbook.xml", /an Excel workbook/],
  "a quote that another row's closes": [
    csv([`${id},"secret,`, `${id},"b",`]),
    /valid CSV at line 3: there is text after a closing quote, which is opened at line 2/,
  ],
  "a quote that is never closed": [
    csv([`${id},"a\r\nb",`, `${id},"secret`, `${id},b,`]),
    /valid CSV at line 4: a quote is opened/,
  ],
};

describe("the command and the Import tab", () => {
  for (const [what, [content, rows, lines = []]] of Object.entries(taken))
    it(`agree on a file with ${what}`, async () => {
      const verdict = await command.verdict(content);
      assert.deepEqual(verdict.rows, rows, verdict.refused);
      assert.deepEqual(
        verdict.issues?.map(([line]) => line),
        lines,
      );
      assert.deepEqual(await byPage(content), verdict);
    });
  for (const [what, [content, why]] of Object.entries(refused))
    it(`refuse a file with ${what}`, async () => {
      for (const read of [command.verdict, byPage]) {
        const { refused = "" } = await read(content);
        assert.match(refused.replace(/[“”]/g, '"'), why, read.name);
        assert.doesNotMatch(refused, /secret/);
      }
    });
  for (const [what, content] of [
    ["nothing", ""],
    ["a byte order mark alone", "\ufeff"],
    ["empty lines alone", "\n , \r\n"],
  ])
    it(`refuse a file with ${what}`, async () => {
      const { refused = "" } = await command.verdict(content);
      assert.match(refused, /has no header/);
      assert.match((await byPage(content)).refused ?? "", /is empty/);
    });

  it("send the same requests for the same file", async () => {
    const header =
      " customerId ,fieldDefinitionId,textValue,numberValue,booleanValue,multiSelectValue";
    const [, number, boolean] = definitions;
    const many = definitions[5];
    const content = `\ufeff${csv(
      [
        `${id},"a ""b"", \r\n c",,,`,
        `${customerId},${number.id},,0012.500,,`,
        `${customerId},${boolean.id},,,false,`,
        `${customerId},${many.id},,,,"[""Monday"", ""Friday""]"`,
        `${id}, ,,,`,
        `${id},,,,`,
      ],
      header,
    )}`;
    const sent = () =>
      started.all.emulator.requests
        .map(({ path, rawBody }) => `${path} ${rawBody}`)
        .toSorted();
    started.all.emulator.reset();
    const { code, stderr } = await command.run(
      content,
      ...["--allow-duplicates", "--allow-empty"],
    );
    assert.equal(code, 0, stderr);
    const expected = sent();
    assert.equal(expected.length, 6);
    started.all.emulator.reset();
    const { page } = started.opened;
    await tick(page, "Duplicates");
    await tick(page, "Rows with IDs only");
    await choose(page, content);
    await start(page);
    await ended(page);
    assert.deepEqual(sent(), expected);
    await choose(page, content);
    await tick(page, "Duplicates", false);
    await tick(page, "Rows with IDs only", false);
  });

  it("write the same file of failed rows, byte for byte", async () => {
    const content = `\ufeff\n${csv([row, `nobody,${text.id},"é\n""",`, `${other},a,`])}nobody,${text.id},b,`;
    const { code } = await command.run(
      content,
      ...["--skip-invalid", "--failed=failed.csv"],
    );
    assert.equal(code, 1);
    const { page } = started.opened;
    await choose(page, content);
    await page.getByLabel(/Skip/).check();
    await start(page);
    await ended(page);
    const { text: file } = await downloaded(page, "failed");
    assert.equal(file, command.read("failed.csv"));
    assert.equal(
      file,
      `\ufeff\n${csv([`nobody,${text.id},"é\n""",`])}nobody,${text.id},b,\n`,
    );
  });
});
