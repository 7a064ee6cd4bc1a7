import {
  AS_NAMED,
  UnreadableSheet,
  csvRecords,
  isKnownHeader,
} from "../spreadsheet.js";
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
    for (const some of csvRecords(() => pieces(bytes), DIALECT)) {
      signal.throwIfAborted();
      records.push(...some);
      await breathe();
    }
  } catch (error) {
    throw error instanceof UnreadableSheet
      ? new Error(`The file ${error.message}.`)
      : error;
  }
  signal.throwIfAborted();
  const header = records.shift();
  if (!header) throw new Error("The file is empty.");
  return { name: file.name, bytes, header, records };
}

/** What separates the cells is detected from the header. */
const DIALECT = {
  delimiter: undefined,
  isKnown: (/** @type {string} */ header) => isKnownHeader(header, AS_NAMED),
};

/** @param {Uint8Array} bytes */
function* pieces(bytes) {
  for (let at = 0; at < bytes.length; at += PIECE) {
    yield bytes.subarray(at, at + PIECE);
  }
}
