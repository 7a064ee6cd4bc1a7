import type { Encoding } from "./encoding.js";
import { SAVE_AS_UTF8, UnreadableSheet } from "./unreadable.js";

/** This many bytes at a file's start show what it is. */
export const HEAD_BYTES = 4096;

const EXPORT = "open it and export the sheet as CSV in UTF-8";
const UNPACK = "unpack it first";

/** A kind of file that does not hold rows as text, in latin-1. */
interface Kind {
  what: string;
  /** What it starts with, in lower case if it is a pattern. */
  starts: string | RegExp;
  /** One of these is near its start. */
  holds?: readonly string[];
}

const ZIP = "PK\x03\x04";

/** The first one that matches counts. */
const KINDS: readonly Kind[] = [
  {
    what: `an OpenDocument spreadsheet (.ods): ${EXPORT}`,
    starts: ZIP,
    holds: ["mimetypeapplication/vnd.oasis.opendocument"],
  },
  {
    what: `an Excel workbook (.xlsx): ${EXPORT}`,
    starts: ZIP,
    holds: ["[Content_Types].xml", "_rels/", "xl/"],
  },
  {
    what: `a Numbers spreadsheet: ${EXPORT}`,
    starts: ZIP,
    holds: ["Index/", "Metadata/", "preview"],
  },
  { what: `a ZIP archive: ${UNPACK}`, starts: ZIP },
  { what: `an empty ZIP archive`, starts: "PK\x05\x06" },
  {
    what: `an Excel workbook (.xls, or one with a password): ${EXPORT}`,
    starts: "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
  },
  {
    // Excel opens these, and websites name them .xls.
    what: `a web page (HTML): ${EXPORT}`,
    starts: /^\s*<(?:!doctype html|html|head|body|table|meta)\b/,
  },
  { what: `XML: ${EXPORT}`, starts: /^\s*<\?xml\b/ },
  { what: `compressed (gzip): ${UNPACK}`, starts: "\x1f\x8b" },
  { what: `compressed (bzip2): ${UNPACK}`, starts: "BZh" },
  { what: `compressed (xz): ${UNPACK}`, starts: "\xfd7zXZ\0" },
  { what: `compressed (Zstandard): ${UNPACK}`, starts: "\x28\xb5\x2f\xfd" },
  { what: `a 7-Zip archive: ${UNPACK}`, starts: "7z\xbc\xaf\x27\x1c" },
  { what: `a RAR archive: ${UNPACK}`, starts: "Rar!\x1a\x07" },
  { what: "a PDF: export the sheet as CSV in UTF-8", starts: "%PDF-" },
  { what: `a Rich Text document: ${EXPORT}`, starts: "{\\rtf" },
  { what: "a Parquet file: write it as CSV in UTF-8", starts: "PAR1" },
  {
    what: "an SQLite database: export the table as CSV",
    starts: "SQLite format 3\0",
  },
];

/** The kind of a file that is neither CSV nor JSON Lines, whatever its name; shown by its start. */
export function foreignKind(head: Uint8Array): string | undefined {
  const text = latin1(head.subarray(0, HEAD_BYTES)).replace(UTF8_MARKS, "");
  const fits = ({ starts, holds }: Kind) =>
    (typeof starts === "string"
      ? text.startsWith(starts)
      : starts.test(text.toLowerCase())) &&
    (holds?.some((name) => text.includes(name)) ?? true);
  return KINDS.find(fits)?.what;
}

const UTF8_MARKS = /^(?:\xef\xbb\xbf)+/;

/** Throws if a file is not text, or is text in an encoding that can only be guessed. */
export function assertText(head: Uint8Array, encoding: Encoding): void {
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

/** Throws if a file is JSON, whatever its name: its first line would not be a header. */
export function refuseJson(head: Uint8Array, encoding: Encoding): void {
  const bytes = head.subarray(0, HEAD_BYTES);
  // PowerShell writes JSON in UTF-16. A mark counts as white space.
  if (JSON_START.test(new TextDecoder(encoding).decode(bytes)))
    throw new UnreadableSheet("is JSON, not CSV", "readJsonLines");
}

/** Brackets before a quote, which no CSV file may begin with, or an empty array or object. */
const JSON_START = /^\s*(?:[[{][\s[{]*"|(?:\[\s*\]|\{\s*\})\s*$)/;

/** In UTF-16, every other byte of a UUID's letters is 0. */
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

/** The likely encoding of bytes that are not UTF-8. */
export function looksLike(bytes: Uint8Array): string {
  const text = latin1(bytes.subarray(0, HEAD_BYTES));
  const count = (of: RegExp) => text.match(of)?.length ?? 0;
  const high = count(/[\x80-\xff]/g);
  // In Latin scripts, accented letters stand among ASCII letters.
  if (count(/[\x80-\xff]{3}/g) * 3 > high / 2)
    return "an encoding of another script, such as Windows-1251, Shift_JIS or GBK";
  // Windows-1252 has punctuation there, such as dashes and quotes.
  const old =
    count(/[a-z][\x81\x83\x84\x86-\x89\x8b-\x90\x98\x9a-\x9f]/gi) +
    count(/[a-z](?:[\x82\x8a]|[\x93-\x95](?=[a-z\x80-\xff]))/g);
  return old * 2 > high
    ? "Mac OS Roman or a code page of DOS"
    : 'Windows-1252, as the plain "CSV" of Excel is';
}

/** Maps each byte to the character with the same number. */
const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
