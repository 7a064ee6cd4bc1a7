import { UnreadableCsv, csvRecords } from "../spreadsheet.js";
import { startBreathing } from "./breathe.js";

/**
 * @typedef {import("/spreadsheet/index.js").CsvRecord} Record
 *
 * @typedef {object} Sheet a file that was read
 * @property {string} name
 * @property {Uint8Array<ArrayBuffer>} bytes
 * @property {Record} header
 * @property {Record[]} records
 */

/** What is read at a time: a few milliseconds' work. */
const PIECE = 8192;

/**
 * Reads a file without blocking the page.
 *
 * @param {File} file
 * @param {AbortSignal} signal
 * @returns {Promise<Sheet>}
 */
export async function readSheet(file, signal) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const breathe = startBreathing();
  /** @type {Record[]} */
  const records = [];
  try {
    for await (const some of csvRecords(() => pieces(bytes))) {
      signal.throwIfAborted();
      records.push(...some);
      await breathe();
    }
  } catch (error) {
    throw error instanceof UnreadableCsv ? new Error(sentenceOf(error)) : error;
  }
  signal.throwIfAborted();
  const header = records.shift();
  if (!header) throw new Error("The file is empty.");
  return { name: file.name, bytes, header, records };
}

/** @param {Uint8Array} bytes */
function* pieces(bytes) {
  for (let at = 0; at < bytes.length; at += PIECE) {
    yield bytes.subarray(at, at + PIECE);
  }
}

/** @param {UnreadableCsv} error */
const sentenceOf = ({ problem }) =>
  problem.kind === "notUtf8"
    ? "The file is not UTF-8. Save it as “CSV UTF-8”, so that no character is lost."
    : `The file is not valid CSV at line ${problem.line}: ${problem.reason}.`;
