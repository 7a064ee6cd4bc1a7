import { type Dialect, delimiterOf } from "./delimiter.js";
import { Endless, MAX_RECORD, Scanner, breaksIn } from "./scanner.js";
import { isBlank } from "./blank.js";
import { type Piece, textOf } from "./text.js";
import { UnreadableSheet } from "./unreadable.js";

/** A record of a CSV file, where it is there, and its cells. */
export interface CsvRecord {
  /** Its first line, counted from 1. */
  line: number;
  /** Its bytes, the line's end included. */
  start: number;
  end: number;
  cells: string[];
  /** Why its cells are not to be relied on. */
  problem: string | undefined;
}

/**
 * The records, the header first, as many at once as there are in a chunk of the file: one by one they
 * take longer. Those without any text are left out, as spreadsheets leave them behind.
 *
 * It is our own reader: of the libraries none gives the bytes of a record, goes on after a stray quote, takes line
 * ends of each kind in one file and is fast enough. `tests/sheets/reference.test.mjs` holds it to csv-parse.
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
  /** Text of which the records are still to be found, in the parts that it came in. */
  #parts: string[] = [];
  #length = 0;
  #unit = 0;
  #hasNul = false;
  /** So much of it must be there before it is looked at again: a long record is not read from its start each time. */
  #enough = 1;
  #line = 1;
  #byte = 0;
  #width = 0;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** Takes more text; gives the records that are whole now. */
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

  /** Gives where the records end that are whole. */
  #scan(text: string, isLast: boolean, records: CsvRecord[]): number {
    let at = 0;
    if (this.#delimiter === undefined) {
      const found = delimiterOf(text, isLast, this.#dialect);
      if (!found) return 0;
      this.#delimiter = found.delimiter;
      at = found.start;
      this.#line += breaksIn(text.slice(0, at));
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
        if (nul >= at) problem ??= "there is a NUL character in it";
        nul = text.indexOf("\0", end);
      }
      if (hasText(cells)) {
        if (!this.#width) {
          if (problem) throw this.#notCsv(problem, this.#line);
          scanner.width = this.#width = cells.length;
        }
        // Spread, it would take longer than the whole reading.
        records.push({
          line: this.#line,
          start,
          end: this.#byte,
          cells,
          problem,
        });
      }
      this.#line += hasQuotes ? breaksIn(text.slice(at, end)) : 1;
      at = end;
    }
    return at;
  }

  #record(scanner: Scanner, text: string, at: number) {
    try {
      return scanner.record(at);
    } catch (error) {
      if (!(error instanceof Endless)) throw error;
      const lineOf = (place: number) =>
        this.#line + breaksIn(text.slice(at, place));
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
      // Half of a character that has four bytes has two.
      if (unit > 0x7f) bytes += unit > 0x7ff && !isSurrogate(unit) ? 2 : 1;
    }
    return bytes;
  }
}

const TOO_LONG = "a row is longer than 16 MB, as where a quote is never closed";

const isSurrogate = (unit: number): boolean => (unit & 0xf800) === 0xd800;

function hasText(cells: readonly string[]): boolean {
  for (const cell of cells) if (!isBlank(cell)) return true;
  return false;
}
