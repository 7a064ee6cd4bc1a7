import { type Dialect, delimiterOf } from "./delimiter.js";
import {
  UnterminatedRecord,
  MAX_RECORD,
  Scanner,
  countLineBreaks,
} from "./scanner.js";
import { isBlank } from "./blank.js";
import { type Piece, textOf } from "./text.js";
import { UnreadableSheet } from "./unreadable.js";

/** A record of a CSV file, its place there, and its cells. */
export interface CsvRecord {
  /** Its first line, counted from 1. */
  line: number;
  /** Its bytes, including the line end. */
  start: number;
  end: number;
  cells: string[];
  /** Why its cells are unreliable. */
  problem: string | undefined;
}

/**
 * The records, the header first, in batches per chunk of the file: one by one they take longer.
 * Records without any text are left out, since spreadsheets leave such rows behind.
 *
 * This is our own reader: no library reports the bytes of a record, continues after a stray quote,
 * accepts all kinds of line ends in one file and is fast enough. `tests/cli/reference.test.mjs`
 * compares it with csv-parse.
 *
 * @param chunks the file's bytes, from the start each time it is called
 * @throws {UnreadableSheet}
 */
export function* csvRecords(
  chunks: () => Iterable<Uint8Array>,
  dialect: Dialect,
): Generator<CsvRecord[], void, undefined> {
  const reader = new Reader(dialect);
  for (const piece of textOf(chunks)) {
    const records = reader.read(piece, false);
    if (records) yield records;
  }
  yield reader.read({ text: "", unit: 0, hasNul: false }, true) ?? [];
}

class Reader {
  readonly #dialect: Dialect;
  #delimiter: string | undefined;
  /** Text whose records are still to be found, in the parts in which it arrived. */
  #parts: string[] = [];
  #length = 0;
  #unit = 0;
  #hasNul = false;
  /**
   * How much of it is needed before it is read again: a long record is not scanned from its start
   * each time.
   */
  #enough = 1;
  #line = 1;
  #byte = 0;
  #width = 0;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** Adds text; returns the records that are complete now. */
  read(piece: Piece, isLast: boolean): CsvRecord[] | undefined {
    if (piece.text) {
      this.#unit = !this.#length || this.#unit === piece.unit ? piece.unit : 0;
      this.#hasNul ||= piece.hasNul;
      this.#parts.push(piece.text);
      this.#length += piece.text.length;
    }
    if (this.#length < this.#enough && !isLast) return undefined;
    const text = this.#parts.join("");
    const records: CsvRecord[] = [];
    const left = text.slice(this.#scan(text, isLast, records));
    this.#parts = left ? [left] : [];
    this.#length = left.length;
    this.#enough = Math.min(2 * left.length, MAX_RECORD) + 1;
    if (left.length > MAX_RECORD) throw this.#notCsv(TOO_LONG, this.#line);
    return records;
  }

  /** Returns where the complete records end. */
  #scan(text: string, isLast: boolean, records: CsvRecord[]): number {
    let at = 0;
    if (this.#delimiter === undefined) {
      const found = delimiterOf(text, isLast, this.#dialect);
      if (!found) return 0;
      this.#delimiter = found.delimiter;
      at = found.start;
      this.#line += countLineBreaks(text.slice(0, at));
      this.#byte += this.#bytesIn(text, 0, at);
    }
    const scanner = new Scanner(text, this.#delimiter, isLast);
    scanner.width = this.#width;
    let nul = this.#hasNul ? text.indexOf("\0", at) : -1;
    while (at < text.length) {
      const found = this.#record(scanner, text, at);
      if (!found) break;
      const { cells, end, hasQuotes } = found;
      if (end - at > MAX_RECORD) throw this.#notCsv(TOO_LONG, this.#line);
      const start = this.#byte;
      this.#byte += this.#bytesIn(text, at, end);
      let { problem } = found;
      if (nul >= 0 && nul < end) {
        if (nul >= at) problem ??= "it contains a NUL character";
        nul = text.indexOf("\0", end);
      }
      if (hasText(cells)) {
        if (!this.#width) {
          if (problem) throw this.#notCsv(problem, this.#line);
          scanner.width = this.#width = cells.length;
        }
        // Spreading them would take longer than all the reading.
        records.push({
          line: this.#line,
          start,
          end: this.#byte,
          cells,
          problem,
        });
      }
      this.#line += hasQuotes ? countLineBreaks(text.slice(at, end)) : 1;
      at = end;
    }
    return at;
  }

  #record(scanner: Scanner, text: string, at: number) {
    try {
      return scanner.record(at);
    } catch (error) {
      if (!(error instanceof UnterminatedRecord)) throw error;
      const lineOf = (place: number) =>
        this.#line + countLineBreaks(text.slice(at, place));
      const { reason, opened } = error;
      throw this.#notCsv(
        opened === undefined
          ? reason
          : `${reason}, which is opened at line ${lineOf(opened)}`,
        lineOf(error.at),
      );
    }
  }

  #notCsv(reason: string, line: number): UnreadableSheet {
    return new UnreadableSheet(`is not valid CSV at line ${line}: ${reason}`);
  }

  #bytesIn(text: string, start: number, end: number): number {
    if (this.#unit) return this.#unit * (end - start);
    let bytes = end - start;
    for (let at = start; at < end; at++) {
      const unit = text.charCodeAt(at);
      // Each half of a four-byte character counts as two bytes.
      if (unit > 0x7f) bytes += unit > 0x7ff && !isSurrogate(unit) ? 2 : 1;
    }
    return bytes;
  }
}

const TOO_LONG =
  "a row is longer than 16 MB, perhaps because a quote is never closed";

const isSurrogate = (unit: number): boolean => (unit & 0xf800) === 0xd800;

function hasText(cells: readonly string[]): boolean {
  for (const cell of cells) if (!isBlank(cell)) return true;
  return false;
}
