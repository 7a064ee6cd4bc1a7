import { startBreathing } from "./breathe.js";

/**
 * @typedef {object} Record
 * @property {number} line where it begins, from 1
 * @property {string[]} cells
 * @property {string} raw its text in the file, without the line end
 *
 * @typedef {object} Layout what a file like it begins and ends its lines with
 * @property {string} start
 * @property {string} lineEnd
 */

/** What is read at a time: a few milliseconds' work. */
const PIECE = 8192;
const BOM = "\ufeff";

/** The parser comes when it is needed first, so that the page starts without it. */
export const loadParser = () => import("/vendor/csv-parse/index.js");

/** A file that cannot be read as what it should be. */
export class UnreadableFile extends Error {}

/**
 * Reads a file record by record, and lets the page live meanwhile. Records without a filled cell
 * are passed over, as spreadsheets leave them behind.
 *
 * @param {Blob} file
 * @param {(record: Record) => void} onRecord what it throws ends the reading
 * @param {AbortSignal} signal
 * @returns {Promise<Layout>}
 */
export async function readCsv(file, onRecord, signal) {
  const { parse } = await loadParser();
  const breathe = startBreathing();
  const layout = { start: "", lineEnd: "\n" };
  const parser = parse({
    bom: true,
    info: true,
    raw: true,
    record_delimiter: ["\r\n", "\n", "\r"],
    // A row with a cell too many is that row's problem, not the file's.
    relax_column_count: true,
    skip_empty_lines: true,
    on_record: countLines(onRecord),
  });
  const failed = new Promise((_resolve, reject) => {
    parser.once("error", (error) => reject(readable(error)));
  });
  failed.catch(() => {});
  /** @param {(done: () => void) => void} step */
  const took = (step) =>
    Promise.race([
      new Promise((resolve) => step(() => resolve(undefined))),
      failed,
    ]);
  for await (const text of pieces(file)) {
    signal.throwIfAborted();
    if (text.startsWith(BOM)) layout.start = BOM;
    if (text.includes("\r\n")) layout.lineEnd = "\r\n";
    await took((done) => parser.write(text, done));
    await breathe();
  }
  // Its end is told by a stream that is read, and a parser without a byte has none.
  if (file.size) await took((done) => parser.once("end", done).resume().end());
  signal.throwIfAborted();
  return layout;
}

/**
 * The parser's own count takes a CRLF in quotes for two lines.
 *
 * @param {(record: Record) => void} onRecord
 */
function countLines(onRecord) {
  let line = 1;
  /** @param {unknown} read what the options `raw` and `info` make of a record */
  return (read) => {
    const { record, raw } = /** @type {{ record: string[], raw: string }} */ (
      read
    );
    const before = breaks(/^[\r\n]*/.exec(raw)?.[0] ?? "");
    const start = line + before;
    line += breaks(raw);
    if (record.some((cell) => cell !== "")) {
      const text = raw.replace(/^[\r\n]+|[\r\n]+$/g, "");
      onRecord({ line: start, cells: record, raw: text });
    }
    // The parser keeps nothing.
    return null;
  };
}

const breaks = (/** @type {string} */ text) =>
  text.match(/\r\n|\r|\n/g)?.length ?? 0;

/** A file as text, in pieces that end between characters. @param {Blob} file */
async function* pieces(file) {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    for (let at = 0; at < file.size; at += PIECE) {
      const bytes = await file.slice(at, at + PIECE).arrayBuffer();
      const text = decoder.decode(bytes, { stream: true });
      if (text) yield text;
    }
    decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UnreadableFile(
      "The file is not UTF-8. Save it as “CSV UTF-8”, so that no letter is lost.",
    );
  }
}

/** @param {Error & { code?: string }} error */
function readable(error) {
  return error.code?.startsWith("CSV_") || error.code?.startsWith("INVALID_")
    ? new UnreadableFile(`The file is not whole CSV. ${error.message}.`)
    : error;
}
