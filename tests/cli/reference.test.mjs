/** The reader of spreadsheets against csv-parse: each value, line and byte of generated files. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, it } from "node:test";
import { generated } from "./generated-sheets.mjs";

const built = new URL("../../target/www/spreadsheet/index.js", import.meta.url);
const { AS_NAMED, csvRecords, isKnownHeader, isBlank } = await import(
  built.href
);
// What the build has installed.
const { parse } = createRequire(
  new URL("../../xtask/package.json", import.meta.url),
)("csv-parse/sync");

const FILES = 500;

/** What csv-parse makes of a text, with its lines and places counted from what it says of bytes. */
function reference(
  /** @type {string} */ text,
  /** @type {string} */ delimiter,
) {
  const bytes = Buffer.from(text);
  const found = parse(bytes, {
    delimiter,
    info: true,
    relax_column_count: true,
    record_delimiter: ["\r\n", "\n", "\r"],
  });
  let start = 0;
  let next = 1;
  return found
    .map((/** @type {any} */ { record: cells, info: { bytes: end } }) => {
      const raw = bytes.subarray(start, end).toString();
      start = end;
      const line = next;
      next += raw.split(/\r\n|\n|\r/).length - 1;
      return { line, raw, cells };
    })
    .filter((/** @type {{ cells: string[] }} */ { cells }) =>
      cells.some((cell) => !isBlank(cell)),
    );
}

/** The same by the package's reader. */
function read(
  /** @type {ReturnType<typeof generated>} */ file,
  /** @type {string | undefined} */ delimiter,
) {
  const { bytes, chunk, encoding } = file;
  function* chunks() {
    for (let at = 0; at < bytes.length; at += chunk)
      yield bytes.subarray(at, at + chunk);
  }
  const isKnown = (/** @type {string} */ name) => isKnownHeader(name, AS_NAMED);
  const all = [...csvRecords(chunks, { delimiter, isKnown })].flat();
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  return all.map((/** @type {any} */ record) => {
    const { line, start, end, cells, problem } = record;
    const raw = decoder.decode(bytes.subarray(start, end));
    return { line, raw, cells, ...(problem && { problem }) };
  });
}

describe("the reader of spreadsheets", () => {
  it(`reads ${FILES} generated files as csv-parse does`, () => {
    let records = 0;
    for (let seed = 1; seed <= FILES; seed++) {
      const file = generated(seed);
      const expected = reference(file.text, file.delimiter);
      const given = seed % 2 ? file.delimiter : undefined;
      assert.deepEqual(read(file, given), expected, `seed ${seed}`);
      records += expected.length;
    }
    assert.ok(records > 5 * FILES, `${records} records`);
  });
  it("reads all rows except one with stray quotes, which it reports", () => {
    for (let seed = 1; seed <= FILES; seed++) {
      const file = generated(seed, true);
      const expected = reference(file.text, file.delimiter);
      const found = read(file, undefined);
      const at = found.findIndex((/** @type {any} */ { problem }) => problem);
      const [stray] = found.splice(at, 1);
      assert.equal(stray.raw, file.strayRow, `seed ${seed}`);
      // Each row below it is a line further.
      for (const record of found.slice(at)) record.line--;
      assert.deepEqual(found, expected, `seed ${seed}`);
    }
  });
});
