/** Files with what people and programs do to them by accident: the message says what it is. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { definitions, otherCustomerId } from "../emulator/fixtures.mjs";
import {
  bodies,
  customerId,
  multiSelect,
  number,
  text,
  useCommand,
} from "./setup.mjs";

const BOM = "\ufeff";
const NBSP = "\u00a0";
const date = definitions[3]?.id;
/** @param {Record<string, unknown>} values */
const line = (values, customer = customerId) =>
  JSON.stringify({ customerId: customer, fieldDefinitionId: text, ...values });
const header = "customerId,fieldDefinitionId,textValue";
/** As PowerShell writes what is redirected. @param {string} content */
const utf16 = (content) => Buffer.from(BOM + content, "utf16le");

describe("the import command", () => {
  const command = useCommand();
  /** @param {string} name @param {string | Buffer} content @param {string[]} args */
  function run(name, content, ...args) {
    command.write(name, content);
    return command.run([name, ...args], { cautious: true });
  }
  const sent = () => bodies(command.emulator).map((body) => JSON.parse(body));

  const [a, b] = [line({ textValue: "a" }), line({}, otherCustomerId)];
  for (const [what, content] of Object.entries({
    "in one line": `[${a},${b}]`,
    "with a row on each line": `${BOM}\r\n[\r\n${a},\r\n${b}\r\n]\r\n`,
    "of the rows' cells": `["customerId"]\n["${customerId}"]\n`,
  }))
    it(`sends no row of a JSON array ${what}, not even with --skip-invalid`, async () => {
      const { code, stderr } = await run(
        ...["rows.jsonl", content, "--skip-invalid", "--allow-empty"],
      );
      assert.equal(code, 2);
      assert.match(
        stderr,
        /rows\.jsonl begins with a JSON array: JSON Lines has an object on each line/,
      );
      assert.deepEqual(sent(), []);
    });

  it("sends no row of an object over several lines, not even with --skip-invalid", async () => {
    const { code, stderr } = await run(
      ...["rows.jsonl", `${BOM}{\n"items": [\n${a},\n${b}\n]}\n`],
      ...["--skip-invalid", "--allow-empty"],
    );
    assert.equal(code, 2);
    assert.match(
      stderr,
      /rows\.jsonl begins with a JSON object over several lines/,
    );
    assert.deepEqual(sent(), []);
  });

  it("names the comma behind an object of JSON Lines", async () => {
    const { code, stderr } = await run(
      ...["rows.jsonl", `${a}, \r\n${b},x\n{,\n`],
    );
    assert.equal(code, 1);
    assert.deepEqual(stderr.split("\n").slice(0, 3), [
      "line 1: there is a comma after the JSON object; JSON Lines has none between lines",
      "line 2: the line is not a JSON object",
      "line 3: the line is not a JSON object",
    ]);
  });

  it("accepts the keys of JSON Lines in any case, also with --ignore-other-columns", async () => {
    const keys = {
      ...{ CUSTOMERID: customerId, fielddefinitionid: text },
      ...{ "TextValue ": "a", Note: "c" },
    };
    const { code, stderr } = await run(
      ...["rows.jsonl", JSON.stringify(keys), "--ignore-other-columns"],
    );
    assert.equal(code, 0, stderr);
    assert.deepEqual(sent(), [{ fieldDefinitionId: text, textValue: "a" }]);
  });

  it("refuses a row of JSON Lines with one field in two cases of letters", async () => {
    const { code, stderr } = await run(
      ...["rows.jsonl", line({ textValue: "a", TextValue: "b" })],
    );
    assert.equal(code, 1);
    assert.match(stderr, /^line 1: textValue is set twice, /m);
  });

  it("says what to do about lines above the header, or if there is no header", async () => {
    for (const above of ["# exported\n", "Report,,\n,,\n", ""]) {
      const rows = `${above || `${customerId},${text},x\n`}${header}\n`;
      const { code, stderr } = await run("rows.csv", rows);
      assert.equal(code, 2);
      assert.match(
        stderr,
        /so it may not be a header: add one, or delete the lines above it\. /,
      );
    }
  });

  it("names the white space around a number and a date", async () => {
    const rows = [
      "customerId,fieldDefinitionId,numberValue,dateValue",
      `${customerId},${number},${NBSP}12.5,`,
      `${otherCustomerId},${number},12 ,`,
      `${customerId},${date},,2026-12-31${NBSP}`,
      `${otherCustomerId},${date},, x`,
    ];
    const { code, stderr } = await run("rows.csv", rows.join("\n"));
    assert.equal(code, 1);
    assert.deepEqual(stderr.split("\n").slice(0, 4), [
      "line 2, numberValue: there is white space around the number",
      "line 3, numberValue: there is white space around the number",
      "line 4, dateValue: there is white space around the date",
      "line 5, dateValue: not an ISO 8601 date such as 2026-12-31",
    ]);
  });

  it("refuses a date with an offset from UTC that no clock has", async () => {
    const times = ["+23:59", "-0330", "+25:00", "+01:60"];
    const rows = times.map(
      (offset, at) =>
        `${customerId.slice(0, -1)}${at},${date},2026-12-31T10:00${offset}`,
    );
    const { stderr } = await run(
      "rows.csv",
      ["customerId,fieldDefinitionId,dateValue", ...rows].join("\n"),
    );
    assert.deepEqual(stderr.match(/^line \d/gm), ["line 4", "line 5"]);
  });

  it("names an invisible character around an ID", async () => {
    const rows = `${header}\n${customerId}${NBSP},${text},a\n${BOM}${customerId},${text},a\n`;
    const { code, stderr } = await run("rows.csv", rows);
    assert.equal(code, 1);
    const message = "customerId: Invalid UUID: white space around it";
    assert.deepEqual(stderr.split("\n").slice(0, 2), [
      `line 2, ${message}`,
      `line 3, ${message}`,
    ]);
  });

  it("reads --columns and --definitions as PowerShell redirects them", async () => {
    command.write("columns.json", utf16('{"Größe":"textValue"}\r\n'));
    command.write("d.json", utf16(JSON.stringify(definitions)));
    const { code, stderr } = await run(
      ...["rows.csv", `${header.replace("textValue", "Größe")}\n`],
      ...["--columns=columns.json", "--definitions=d.json"],
    );
    assert.equal(code, 0, stderr);
  });

  for (const option of ["--columns", "--definitions"])
    it(`refuses a file of ${option} in Windows-1252, in which letters would be changed`, async () => {
      command.write("o.json", Buffer.from('{"Größe":""}', "latin1"));
      const { code, stderr } = await run(
        ...["rows.csv", `${header}\n`, `${option}=o.json`],
      );
      assert.equal(code, 2);
      assert.match(stderr, new RegExp(`${option} o\\.json is not UTF-8: save`));
    });

  it("says of an unknown definition that the file of --definitions is one page of more", async () => {
    const row = `${header}\n${customerId},${customerId},a\n`;
    for (const [itemsTotal, more] of [
      [definitions.length + 1, "; it is one page, and there are more"],
      [definitions.length, ""],
    ]) {
      const page = { itemsTotal, currentPage: 1, items: definitions };
      command.write("d.json", JSON.stringify(page));
      const { code, stderr } = await run(
        "rows.csv",
        row,
        "--definitions=d.json",
      );
      assert.equal(code, 1);
      assert.equal(
        stderr.split("\n")[0],
        `line 2, fieldDefinitionId: d.json has no definition with this ID${more}`,
      );
    }
  });

  for (const [what, bytes] of Object.entries({
    "the code page of DOS": "M\x81ller, Gr\x94\xe1e",
    "the code page of DOS in French": "caf\x82 cr\x8ame",
    "Mac OS Roman": "sp\x8at, l\x9fge",
  }))
    it(`distinguishes ${what} from Windows-1252`, async () => {
      const rows = Buffer.from(`${header}\n${bytes}\n`, "latin1");
      const { code, stderr } = await run("rows.csv", rows);
      assert.equal(code, 2);
      assert.match(stderr, /looks like Mac OS Roman or a code page of DOS/);
    });

  for (const bytes of [
    "\x84Gr\xfc\xdfe\x93 \x96 caf\xe9\x85",
    "l\x92\xe9t\xe9, 5 \x80",
    "\x8akoda, Ko\x9aice, \x8cuvre",
    "it\x92s \x93so\x94, \x82a\x91",
  ])
    it(`recognises ${JSON.stringify(bytes)} as Windows-1252`, async () => {
      const rows = Buffer.from(`${header}\n${bytes}\n`, "latin1");
      const { stderr } = await run("rows.csv", rows);
      assert.match(stderr, /looks like Windows-1252/);
    });

  it("refuses a list as Python or PostgreSQL writes it, and does not send it as one option", async () => {
    const rows = [
      "customerId,fieldDefinitionId,multiSelectValue",
      `${customerId},${multiSelect},"['Monday', 'Friday']"`,
      `${otherCustomerId},${multiSelect},"{Monday,Friday}"`,
    ];
    const { code, stderr } = await run("rows.csv", rows.join("\n"));
    assert.equal(code, 1);
    assert.equal(stderr.match(/write a JSON array such as/g)?.length, 2);
  });

  for (const list of ['["Monday", "Friday"]', "['Monday', 'Friday']"])
    it(`has a list refused that --separator would split into texts with brackets: ${list}`, async () => {
      const rows = `customerId,fieldDefinitionId,multiSelectValue\n${customerId},${multiSelect},"${list.replaceAll('"', '""')}"\n${otherCustomerId},${multiSelect},"[Monday],[Friday]"\n`;
      const { stderr } = await run(
        ...["rows.csv", rows, "--separator=,", "--skip-invalid"],
      );
      assert.match(
        stderr,
        /^line 2, multiSelectValue: .*; write the texts without brackets and quotes around them, or leave out --separator for JSON arrays$/m,
      );
      assert.deepEqual(
        sent().map(({ multiSelectValue }) => multiSelectValue),
        [["[Monday]", "[Friday]"]],
      );
    });

  it("names no option that would not send a row below the table, such as its total", async () => {
    const rows = `${header}\n${customerId},${text},a\nGrand total,1,\n`;
    const { code, stderr } = await run("rows.csv", rows);
    assert.equal(code, 1);
    assert.match(stderr, /^line 3: the row has only IDs/m);
    assert.doesNotMatch(stderr, /--allow-empty/);
  });

  it("proposes one column for a field that two may hold, so that its advice can be followed", async () => {
    const rows = `customers_id,Customer ID,fieldDefinitionId,textValue\nx,${customerId},${text},a\n`;
    const { stderr } = await run("rows.csv", rows);
    assert.deepEqual(stderr.match(/--column .*/g), [
      '--column "Customer ID=customerId"',
    ]);
    const { code } = await run(
      ...["rows.csv", rows, "--column", "Customer ID=customerId"],
      "--ignore-other-columns",
    );
    assert.equal(code, 0);
  });

  it("proposes an option that can be followed if a header starts with a dash", async () => {
    const rows = `-Customer ID,fieldDefinitionId,textValue\n${customerId},${text},a\n`;
    const { stderr } = await run("rows.csv", rows);
    assert.match(stderr, /: --column="-Customer ID=customerId"$/m);
    const { code } = await run(
      ...["rows.csv", rows, "--column=-Customer ID=customerId"],
    );
    assert.equal(code, 0);
  });
});
