import type { Encoding } from "./encoding.js";
import { SAVE_AS_UTF8, UnreadableSheet } from "./unreadable.js";

/** So many bytes of a file's start tell what it is. */
export const HEAD_BYTES = 4096;

const EXPORT = "open it and export the sheet as CSV in UTF-8";
const UNPACK = "unpack it first";

/** What files begin with that hold no text of rows, in latin-1, and what they are. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [
    /^PK\x03\x04.{26}mimetypeapplication\/vnd\.oasis\.opendocument/s,
    `an OpenDocument spreadsheet (.ods): ${EXPORT}`,
  ],
  [
    /^PK\x03\x04.*(?:\[Content_Types\]\.xml|_rels\/|xl\/)/s,
    `an Excel workbook (.xlsx): ${EXPORT}`,
  ],
  [
    /^PK\x03\x04.*(?:Index\/|Metadata\/|preview)/s,
    `a Numbers spreadsheet: ${EXPORT}`,
  ],
  [/^PK(?:\x03\x04|\x05\x06)/, `a ZIP archive: ${UNPACK}`],
  [
    /^\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1/,
    `an Excel workbook (.xls, or one with a password): ${EXPORT}`,
  ],
  // Excel opens these, and websites give them names that end in .xls.
  [
    /^\s*<(?:!doctype html|html|head|body|table|meta)\b/i,
    `a web page (HTML): ${EXPORT}`,
  ],
  [/^\s*<\?xml/i, `XML: ${EXPORT}`],
  [/^\x1f\x8b/, `compressed (gzip): ${UNPACK}`],
  [/^BZh[1-9]/, `compressed (bzip2): ${UNPACK}`],
  [/^\xfd7zXZ\x00/, `compressed (xz): ${UNPACK}`],
  [/^\x28\xb5\x2f\xfd/, `compressed (Zstandard): ${UNPACK}`],
  [/^7z\xbc\xaf\x27\x1c/, `a 7-Zip archive: ${UNPACK}`],
  [/^Rar!\x1a\x07/, `a RAR archive: ${UNPACK}`],
  [/^%PDF-/, "a PDF: export the sheet as CSV in UTF-8"],
  [/^\{\\rtf/, `a Rich Text document: ${EXPORT}`],
  [/^PAR1/, "a Parquet file: write it as CSV in UTF-8"],
  [/^SQLite format 3\x00/, "an SQLite database: export the table as CSV"],
];

/** What a file is that is neither CSV nor JSON Lines, whatever its name says; told from its start. */
export function foreignKind(head: Uint8Array): string | undefined {
  const text = latin1(head.subarray(0, HEAD_BYTES)).replace(UTF8_MARKS, "");
  return KINDS.find(([start]) => start.test(text))?.[1];
}

const UTF8_MARKS = /^(?:\xef\xbb\xbf)+/;

/** Refuses a file that is no text, or text in an encoding that only a guess would tell. */
export function mustBeText(head: Uint8Array, encoding: Encoding): void {
  const kind = foreignKind(head);
  if (kind !== undefined) throw new UnreadableSheet(`is ${kind}`);
  const [a, b, c, d] = head;
  const isUtf32 =
    (a === 0xff && b === 0xfe && c === 0 && d === 0) ||
    (a === 0 && b === 0 && c === 0xfe && d === 0xff);
  if (isUtf32)
    throw new UnreadableSheet(`is not UTF-8 but UTF-32: ${SAVE_AS_UTF8}`);
  if (encoding !== "utf-8") return;
  const unmarked = unmarkedUtf16(head);
  if (unmarked)
    throw new UnreadableSheet(
      `is not UTF-8: it looks like ${unmarked} without a byte order mark; ${SAVE_AS_UTF8}`,
    );
  if (head.filter((byte) => byte === 0).length * 10 > head.length)
    throw new UnreadableSheet("is not text, but binary data");
}

/** Every other byte of UTF-16 is 0 where the letters are those of a UUID. */
function unmarkedUtf16(head: Uint8Array): string | undefined {
  const pairs = head.length >> 1;
  const zeros = [0, 0] as [number, number];
  head.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2 ? 1 : 0]++;
  });
  const [even, odd] = zeros.map((count) => count / Math.max(pairs, 1));
  if (even === undefined || odd === undefined) return undefined;
  if (odd > MANY && even < FEW) return "UTF-16 (little-endian)";
  return even > MANY && odd < FEW ? "UTF-16 (big-endian)" : undefined;
}

const MANY = 0.3;
const FEW = 0.05;

/** What bytes that are not UTF-8 look like. */
export function looksLike(bytes: Uint8Array): string {
  const text = latin1(bytes.subarray(0, HEAD_BYTES));
  const count = (of: RegExp) => text.match(of)?.length ?? 0;
  const high = count(/[\x80-\xff]/g);
  // Letters of Latin scripts stand among those of ASCII.
  if (count(/[\x80-\xff]{3}/g) * 3 > high / 2)
    return "an encoding of another script, such as Windows-1251, Shift_JIS or GBK";
  // Windows-1252 has signs there, such as dashes and quotes.
  const old = count(/[a-z][\x81\x83\x84\x86-\x90\x98\x9a-\x9f]/gi);
  return old * 2 > high
    ? "Mac OS Roman or a code page of DOS"
    : 'Windows-1252, as the plain "CSV" of Excel is';
}

/** A character for each byte, of the same number. */
const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
