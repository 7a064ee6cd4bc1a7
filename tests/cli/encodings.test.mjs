/** The encodings of files: those that are read, and how the others are reported. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { customerId, text, useCommand } from "./setup.mjs";

const header = "customerId,fieldDefinitionId,textValue";
const csv = (/** @type {string[]} */ ...values) =>
  [header, ...values.map((value) => `${customerId},${text},${value}`), ""].join(
    "\r\n",
  );
const utf16le = (/** @type {string} */ content) =>
  Buffer.from(content, "utf16le");
const utf16be = (/** @type {string} */ content) => utf16le(content).swap16();
const utf32le = (/** @type {string} */ content) =>
  Buffer.from(
    Uint32Array.from([...content], (letter) => letter.codePointAt(0) ?? 0)
      .buffer,
  );
/** The first entry of a ZIP archive, of that name. */
const zip = (/** @type {string} */ name, content = "") =>
  Buffer.concat([
    Buffer.from("PK\x03\x04"),
    Buffer.alloc(22),
    Buffer.from([name.length, 0, 0, 0]),
    Buffer.from(name + content),
    Buffer.alloc(200),
  ]);
/** Excel has a character of one byte for each of these. */
const latin1 = (/** @type {string} */ content) =>
  Buffer.from(content, "latin1");

describe("a file's encoding", () => {
  const command = useCommand();
  const texts = () => command.emulator.values.map(({ textValue }) => textValue);

  const values = ["é漢😀", " 007 ", '"a ""b"",\r\nc\nd"'];
  const read = ["é漢😀", " 007 ", 'a "b",\r\nc\nd'];
  for (const [what, bytes] of /** @type {const} */ ([
    ["UTF-8", Buffer.from(csv(...values))],
    ["UTF-8 with a mark", Buffer.from(`\ufeff${csv(...values)}`)],
    ["UTF-8 with two marks", Buffer.from(`\ufeff\ufeff${csv(...values)}`)],
    ["UTF-16 LE with a mark", utf16le(`\ufeff${csv(...values)}`)],
    ["UTF-16 BE with a mark", utf16be(`\ufeff${csv(...values)}`)],
    ["UTF-16 LE with two marks", utf16le(`\ufeff\ufeff${csv(...values)}`)],
  ]))
    it(`may be ${what}`, async () => {
      command.write("rows.csv", bytes);
      const { code, stderr } = await command.run([
        ...["rows.csv", "--concurrency=1"],
      ]);
      assert.equal(code, 0, stderr);
      assert.deepEqual(texts(), read);
    });
  it("may be Excel's Unicode text, with tabs", async () => {
    const content = `\ufeff${csv('"tab\there"', "Größe").replaceAll(",", "\t")}`;
    command.write("rows.txt", utf16le(content));
    const args = ["rows.txt", "--format=csv", "--concurrency=1"];
    assert.equal((await command.run(args)).code, 0);
    assert.deepEqual(texts(), ["tab\there", "Größe"]);
  });
  for (const end of ["", "\r\n"])
    it(`is that of the failed rows, ${end ? "with" : "without"} a last line end`, async () => {
      const bad = `nobody,${text},"ü\r\n"`;
      const lines = ["\ufeffsep=;", header, `${customerId},${text},a`, bad];
      const content = lines
        .map((line) => line.replaceAll(",", ";"))
        .join("\r\n");
      command.write("rows.csv", utf16le(content + end));
      const { code } = await command.run([
        ...["rows.csv", "--skip-invalid", "--failed=failed.csv"],
      ]);
      assert.equal(code, 1);
      const expected = [lines[0], header, bad]
        .join("\r\n")
        .replaceAll(",", ";");
      assert.equal(
        command.bytes("failed.csv").toString("utf16le"),
        expected + (end || "\n"),
      );
      // They can be imported as they are.
      const args = ["failed.csv", "--dry-run"];
      assert.match((await command.run(args)).stderr, /^line 3, customerId: /);
    });

  const umlauts = latin1(csv("a", "Gr\xf6\xdfe", "caf\xe9"));
  /** @type {Record<string, [string | Buffer, RegExp]>} */
  const refused = {
    "in Windows-1252": [
      umlauts,
      /^carecycle-custom-fields: rows\.csv is not UTF-8 at line 3: it looks like Windows-1252.*save it as "CSV UTF-8/,
    ],
    "in Windows-1252 at its end only": [
      latin1(csv("a").trimEnd() + "\xe9"),
      /not UTF-8 at line 2: it looks like Windows-1252/,
    ],
    "in Windows-1252 far from its start": [
      latin1(csv(...Array(5000).fill("a"), "\x93Stra\xdfe\x94")),
      /not UTF-8 at line 5002: it looks like Windows-1252/,
    ],
    "in two encodings": [
      Buffer.concat([Buffer.from(csv("Größe")), umlauts]),
      /not UTF-8 at line 5: it looks like Windows-1252/,
    ],
    "in Mac OS Roman": [
      latin1(csv("caf\x8e cr\x8fme", "na\x95ve l\x9fge")),
      /not UTF-8 at line 2: it looks like Mac OS Roman/,
    ],
    "in Windows-1251": [
      latin1(csv("\xcf\xf0\xe8\xe2\xe5\xf2")),
      /not UTF-8 at line 2: it looks like an encoding of another script/,
    ],
    "in UTF-16 LE without a mark": [
      utf16le(csv("a")),
      /not UTF-8: it looks like UTF-16 \(little-endian\) without a byte order mark.*CSV UTF-8/,
    ],
    "in UTF-16 BE without a mark": [
      utf16be(csv("Größe")),
      /not UTF-8: it looks like UTF-16 \(big-endian\) without a byte order mark/,
    ],
    "in UTF-32": [utf32le(`\ufeff${csv("a")}`), /not UTF-8 but UTF-32/],
    "cut in the middle of a character": [
      Buffer.from(csv("é😀").trimEnd()).subarray(0, -1),
      /ends in the middle of a character, so it is incomplete/,
    ],
    "in UTF-16 and cut": [
      utf16le(`\ufeff${csv("a")}`).subarray(0, -1),
      /ends in the middle of a character, so it is incomplete/,
    ],
    "in UTF-16 and damaged": [
      utf16le(`\ufeff${csv("\ud800")}`),
      /is damaged UTF-16/,
    ],
    "that is an .xlsx": [
      zip("[Content_Types].xml"),
      /is an Excel workbook \(\.xlsx\): open it and export the sheet as CSV/,
    ],
    "that is an .xlsx of Google's": [
      zip("xl/drawings/drawing1.xml"),
      /is an Excel workbook \(\.xlsx\)/,
    ],
    "that is an .ods": [
      zip("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
      /is an OpenDocument spreadsheet/,
    ],
    "that is a Numbers spreadsheet": [
      zip("Index/Document.iwa"),
      /is a Numbers spreadsheet/,
    ],
    "that is a ZIP archive": [zip("rows.csv", csv("a")), /is a ZIP archive/],
    "that is an .xls": [
      Buffer.from("d0cf11e0a1b11ae1".padEnd(2000, "0"), "hex"),
      /is an Excel workbook \(\.xls, or one with a password\)/,
    ],
    "that is a web page": [
      "\ufeff\n<html><table><tr><td>customerId</td></tr></table></html>",
      /is a web page \(HTML\)/,
    ],
    "that is XML": ['<?xml version="1.0"?>\n<Workbook/>', /is XML/],
    "that is compressed": [gzipSync(csv("a")), /is compressed \(gzip\)/],
    "that is JSON Lines": [
      `\ufeff{"customerId":"a"}\n`,
      /is JSON, not CSV; --format jsonl reads JSON Lines/,
    ],
    "that is a JSON array": [
      '\n[\n  {"customerId": "a"}\n]',
      /is JSON, not CSV/,
    ],
    "that is a table as JSON": ['[["customerId"],["a"]]', /is JSON, not CSV/],
    "that is an empty JSON array": [" [\n]\n", /is JSON, not CSV/],
    "that is an empty JSON object": ["{}", /is JSON, not CSV/],
    "that is JSON in UTF-16, as PowerShell writes it": [
      Buffer.from('\ufeff[\r\n  {"customerId": "é"}\r\n]', "utf16le"),
      /is JSON, not CSV/,
    ],
    "that is JSON in UTF-16 (big-endian)": [
      Buffer.from('\ufeff{"customerId": "é"}', "utf16le").swap16(),
      /is JSON, not CSV/,
    ],
    "that is a PDF": ["%PDF-1.7\n", /is a PDF/],
    "that is no text": [Buffer.alloc(5000), /is not text, but binary data/],
  };
  for (const [what, [content, message]] of Object.entries(refused))
    it(`is named in the error for a file ${what}`, async () => {
      command.write("rows.csv", content);
      const { code, stdout, stderr } = await command.run(["rows.csv"]);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, message);
      assert.equal(command.emulator.requests.length, 0);
    });
  for (const name of ["rows.xlsx", "rows.csv", "rows.jsonl", "rows", "-"])
    it(`is not guessed for an .xlsx file called ${name}`, async () => {
      const content = zip("[Content_Types].xml");
      command.write("rows", content);
      if (name !== "-") command.write(name, content);
      const more = name === "-" ? ["--format=csv", "--no-journal"] : [];
      const { code, stderr } = await command.run([name, ...more], {
        input: content,
      });
      assert.equal(code, 2);
      assert.match(stderr, /is an Excel workbook \(\.xlsx\)/);
    });
  it("is named in the error for JSON Lines in UTF-16", async () => {
    command.write("rows.jsonl", utf16le('\ufeff{"customerId":"a"}\n'));
    const { code, stderr } = await command.run(["rows.jsonl"]);
    assert.equal(code, 2);
    assert.match(stderr, /is not UTF-8, but UTF-16: convert it/);
  });
  it("is reported by line for JSON Lines", async () => {
    command.write("rows.jsonl", latin1('{"a":"b"}\n{"a":"\xe9"}\n'));
    const { code, stderr } = await command.run(["rows.jsonl"]);
    assert.equal(code, 2);
    assert.match(stderr, /is not UTF-8 at line 2: convert it/);
  });
  it("allows no NUL character, which a damaged file has", async () => {
    command.write("rows.csv", csv("a", "b\0c", "d"));
    const { code, stderr } = await command.run([
      ...["rows.csv", "--skip-invalid", "--concurrency=1"],
    ]);
    assert.equal(code, 1);
    assert.match(stderr, /^line 3: it contains a NUL character$/m);
    assert.deepEqual(texts(), ["a", "d"]);
  });
});
