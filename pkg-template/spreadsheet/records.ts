import type { Options } from "csv-parse";

/** A record of a CSV file, where it is there, and its cells. */
export interface CsvRecord {
  /** Its first line, counted from 1. */
  line: number;
  /** Its bytes, the line's end included. */
  start: number;
  end: number;
  cells: string[];
}

/** The bytes are not UTF-8, or not CSV. The message shows no cell, since it may hold a person's data. */
export class UnreadableCsv extends Error {
  constructor(
    readonly problem:
      { kind: "notUtf8" } | { kind: "notCsv"; line: number; reason: string },
  ) {
    super(
      problem.kind === "notUtf8"
        ? "not UTF-8"
        : `no CSV at line ${problem.line}: ${problem.reason}`,
    );
  }
}

/** Far more than any request may have; what is longer is no row, and would fill the memory. */
export const MAX_RECORD_BYTES = 1 << 24;

/** Loads the parser, which is large: a page starts without it, and asks for it when it is likely to be needed. */
export const loadParser = () => import("csv-parse");

/** All options of the library, not given; otherwise it takes them from `Object.prototype`. */
const noOptions = (): Options =>
  Object.assign(
    Object.create(null) as Options,
    Object.fromEntries(OPTIONS.map((name) => [name, undefined])),
  );

const OPTIONS = [
  ...["auto_parse", "auto_parse_date", "cast", "cast_date", "columns"],
  ...["comment", "comment_no_infix", "delimiter", "delimiter_auto"],
  ...["encoding", "escape", "from", "from_line", "group_columns_by_name"],
  ...["ignore_last_delimiters", "info", "ltrim", "objname", "on_skip"],
  ...["quote", "raw", "relax_column_count_less"],
  ...["relax_column_count_more", "relax_quotes", "rtrim"],
  ...["skip_empty_lines", "skip_records_with_empty_values"],
  ...["skip_records_with_error", "to", "to_line", "trim"],
];

/** The library's own messages show what the cells hold. */
const REASONS: Readonly<Record<string, string>> = {
  CSV_MAX_RECORD_SIZE:
    "a record is longer than 16 MB, as where a quote is never closed",
  CSV_QUOTE_NOT_CLOSED: "a quote is opened and never closed",
  CSV_INVALID_CLOSING_QUOTE: "there is text after a closing quote",
  INVALID_OPENING_QUOTE: "there is a quote in a cell that is not quoted",
};

/**
 * The records, the header first, as many at once as there are in a chunk of the file: one by one they
 * take longer. Those without any text are left out, as spreadsheets leave them behind.
 *
 * @param chunks the file's bytes, from the start each time it is called
 * @throws {UnreadableCsv}
 */
export async function* csvRecords(
  chunks: () => Iterable<Uint8Array>,
): AsyncGenerator<CsvRecord[]> {
  const { CsvError, parse } = await loadParser();
  let found: CsvRecord[] = [];
  let line = 1;
  let start = 0;
  const options: Options = {
    bom: true,
    // A row with a cell too many is that row's problem, not the file's.
    relax_column_count: true,
    max_record_size: MAX_RECORD_BYTES,
    // A spreadsheet's file with a line from elsewhere has both.
    record_delimiter: ["\r\n", "\n", "\r"],
    on_record: (cells: string[], { bytes: end }: { bytes: number }) => {
      if (cells.some((cell) => cell.trim() !== ""))
        found.push({ line, start, end, cells });
      line += 1 + breaksIn(cells);
      start = end;
      return null;
    },
  };
  const parser = parse(Object.assign(noOptions(), options));
  const step = (take: (done: (error?: Error | null) => void) => void) =>
    new Promise<void>((resolve, reject) =>
      take((error) => (error ? reject(error) : resolve())),
    );
  parser.on("error", () => {
    // The step that met it throws.
  });
  let isEmpty = true;
  try {
    for (const text of textOf(chunks())) {
      isEmpty = false;
      await step((done) => parser.write(text, done));
      yield found;
      found = [];
    }
    // In a browser a parser that was given nothing never ends.
    if (isEmpty) return;
    await step((done) => {
      parser.on("error", done);
      parser.end(done);
    });
    yield found;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { code, bytes } = error as typeof error & { bytes: number };
    const reason = REASONS[code] ?? code;
    const line = lineAt(chunks(), bytes);
    throw new UnreadableCsv({ kind: "notCsv", line, reason });
  }
}

/** The line, counted from 1, in which a byte is. The library's own count is of another kind. */
function lineAt(chunks: Iterable<Uint8Array>, offset: number): number {
  let line = 1;
  let at = 0;
  let before = 0;
  for (const chunk of chunks)
    for (const byte of chunk) {
      if (at++ === offset) return line;
      if (byte === CR || (byte === LF && before !== CR)) line++;
      before = byte;
    }
  return line;
}

/** Whether a line of a file is a whole one. The last of a file may have no end. */
export function isWholeLine(bytes: Uint8Array): boolean {
  const last = bytes.at(-1);
  return last === LF || last === CR;
}

const LF = 10;
const CR = 13;

// The library counts a quoted CRLF as two lines.
const breaksIn = (cells: string[]): number =>
  cells.reduce(
    (sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0),
    0,
  );

/**
 * The file's text, cut between characters: as bytes the parser takes Node's buffers only. Read as anything
 * else than UTF-8, letters would be changed in silence.
 */
function* textOf(chunks: Iterable<Uint8Array>): Generator<string> {
  // The parser counts a BOM's bytes, and leaves it out.
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const decoded = (chunk?: Uint8Array) => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new UnreadableCsv({ kind: "notUtf8" });
    }
  };
  for (const chunk of chunks) {
    const text = decoded(chunk);
    if (text) yield text;
  }
  decoded();
}
