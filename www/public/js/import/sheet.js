import { UnreadableSheet, csvRecords } from "../spreadsheet.js";
import { startTimeSlices } from "./time-slices.js";

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
 * @param {import("/spreadsheet/index.js").Dialect} dialect
 * @param {AbortSignal} signal
 * @returns {Promise<Sheet>}
 */
export async function readSheet(file, dialect, signal) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const yieldToPage = startTimeSlices();
  /** @type {Record[]} */
  const records = [];
  try {
    for (const some of csvRecords(() => pieces(bytes), dialect)) {
      signal.throwIfAborted();
      records.push(...some);
      await yieldToPage();
    }
  } catch (error) {
    throw readable(error);
  }
  signal.throwIfAborted();
  const header = records.shift();
  if (!header) throw new Error("The file is empty.");
  return { name: file.name, bytes, header, records };
}

/**
 * What cannot be read, as a sentence with what helps.
 *
 * @param {unknown} error
 */
export function readable(error) {
  if (!(error instanceof UnreadableSheet)) return error;
  return new Error(`The file ${error.message}${wayOut(error)}.`);
}

/** @param {UnreadableSheet} error */
function wayOut({ remedy }) {
  return remedy ? WAYS_OUT[remedy] : "";
}

const WAYS_OUT = {
  setDelimiter: ": choose it under “Cell separator”",
  ignoreColumns: ", or choose “Leave out other columns”",
  readJsonLines: ". The command imports JSON Lines",
};

/** @param {Uint8Array} bytes */
function* pieces(bytes) {
  for (let at = 0; at < bytes.length; at += PIECE) {
    yield bytes.subarray(at, at + PIECE);
  }
}
