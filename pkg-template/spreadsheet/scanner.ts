/** A record of a text, before its place in the file is known. */
export interface Scanned {
  cells: string[];
  /** Where its line end ends. */
  end: number;
  /** Whether it contains quotes, and so perhaps line ends. */
  hasQuotes: boolean;
  /** What is wrong with it, if its end is certain. */
  problem: string | undefined;
}

const STRAY_QUOTE = "a cell that is not quoted contains a quote";
const TEXT_AFTER = "there is text after a closing quote";

/** Far longer than any request: a longer text is not a row, and would fill the memory. */
export const MAX_RECORD = 1 << 24;

/** A mistake after which the end of the row is unknown. */
export class UnterminatedRecord extends Error {
  constructor(
    readonly reason: string,
    /** Its place in the text. */
    readonly at: number,
    /** Where the quote is, if elsewhere. */
    readonly opened?: number,
  ) {
    super(reason);
  }
}

/**
 * Finds the records of a text. The place of what was searched for is kept until it is passed, so
 * each character is looked at only a few times, by the engine's own search, whatever the text is.
 */
export class Scanner {
  /** How many cells a row has, to judge a row with a stray quote. */
  width = 0;
  readonly #text: string;
  readonly #isLast: boolean;
  readonly #delimiter: string;
  #quote = -1;
  #lf = -1;
  #cr = -1;
  #next = -1;

  /** @param isLast whether the file ends with this text */
  constructor(text: string, delimiter: string, isLast: boolean) {
    this.#text = text;
    this.#delimiter = delimiter;
    this.#isLast = isLast;
  }

  /**
   * The record that starts at a place; undefined if the text ends before the record does.
   *
   * @throws {UnterminatedRecord}
   */
  record(start: number): Scanned | undefined {
    const end = this.#lineEnd(start);
    if (this.#quote < start) this.#quote = this.#find('"', start);
    if (this.#quote < end) return this.#quoted(start);
    const next = this.#afterLine(end);
    if (next === undefined) return undefined;
    const line = this.#text.slice(start, end);
    return {
      cells: line.split(this.#delimiter),
      end: next,
      hasQuotes: false,
      problem: undefined,
    };
  }

  /** Where the line of a place ends: at its line end, or at the end of the text. */
  #lineEnd(from: number): number {
    if (this.#lf < from) this.#lf = this.#find("\n", from);
    if (this.#cr < from) this.#cr = this.#find("\r", from);
    return Math.min(this.#lf, this.#cr);
  }

  /** Where the next line starts; undefined if that is not known yet. */
  #afterLine(end: number): number | undefined {
    const { length } = this.#text;
    if (end === length) return this.#isLast ? end : undefined;
    if (end !== this.#cr) return end + 1;
    if (end + 1 === length && !this.#isLast) return undefined;
    return end + (this.#lf === end + 1 ? 2 : 1);
  }

  #find(what: string, from: number): number {
    const at = this.#text.indexOf(what, from);
    return at < 0 ? this.#text.length : at;
  }

  #quoted(start: number): Scanned | undefined {
    const text = this.#text;
    const cells: string[] = [];
    let problem: string | undefined;
    let at = start;
    for (;;) {
      const opened = at;
      let cell = "";
      let end = at;
      if (text[at] === '"') {
        const close = this.#closing(at);
        if (close === undefined) return undefined;
        cell = text.slice(at + 1, close);
        if (cell.includes('"')) cell = cell.replaceAll('""', '"');
        end = close + 1;
      }
      const stop = Math.min(this.#delimiterFrom(end), this.#lineEnd(end));
      if (stop > end) {
        const rest = text.slice(end, stop);
        if (end > opened) {
          problem ??= TEXT_AFTER;
          // It is unclear whether the quote was meant to be closed there.
          if (/[\r\n]/.test(cell))
            throw new UnterminatedRecord(TEXT_AFTER, end, opened);
        } else if (rest.includes('"')) problem ??= STRAY_QUOTE;
        cell += rest;
      }
      cells.push(cell);
      at = stop;
      if (at === text.length || text[at] !== this.#delimiter) break;
      at++;
    }
    const end = this.#afterLine(at);
    if (end === undefined) return undefined;
    if (problem && !this.#endsAt(start, at, cells.length))
      throw new UnterminatedRecord(problem, start);
    return { cells, end, hasQuotes: true, problem };
  }

  /** The quote that closes the one at a place; undefined if it may still follow. */
  #closing(open: number): number | undefined {
    const text = this.#text;
    for (let from = open + 1; ;) {
      const close = this.#find('"', from);
      if (close === text.length) {
        if (!this.#isLast) return undefined;
        throw new UnterminatedRecord(
          "a quote is opened and never closed",
          open,
        );
      }
      if (close + 1 === text.length && !this.#isLast) return undefined;
      if (text[close + 1] !== '"') return close;
      from = close + 2;
    }
  }

  #delimiterFrom(from: number): number {
    if (this.#next < from) this.#next = this.#find(this.#delimiter, from);
    return this.#next;
  }

  /**
   * Whether a row with a stray quote certainly ends there: it has the right number of cells, or its
   * quotes are paired.
   */
  #endsAt(start: number, end: number, width: number): boolean {
    if (width === this.width) return true;
    const line = this.#text.slice(start, end);
    return (line.split('"').length - 1) % 2 === 0 && !/[\r\n]/.test(line);
  }
}

/** How many line breaks a text has. */
export function countLineBreaks(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === LF || (unit === CR && text.charCodeAt(at + 1) !== LF)) count++;
  }
  return count;
}

const LF = 10;
const CR = 13;
