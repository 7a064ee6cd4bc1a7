import { CsvError, type Info, parse } from "csv-parse";
import { UsageError } from "./exit.js";
import type { Source } from "./source.js";

/** A record of a CSV file, where it is there, and its cells. */
export interface CsvRecord {
  /** Its first line, counted from 1. */
  line: number;
  /** Its bytes, the line's end included. */
  start: number;
  end: number;
  cells: string[];
}

/**
 * The records, the header first, as many at once as there are in a piece of the file: one by one they
 * take longer. Those without any text are left out.
 */
export async function* csvRecords(source: Source): AsyncGenerator<CsvRecord[]> {
  let found: CsvRecord[] = [];
  let line = 1;
  let start = 0;
  const parser = parse({
    bom: true,
    relax_column_count: true,
    // A spreadsheet's file with a line from elsewhere has both.
    record_delimiter: ["\r\n", "\n", "\r"],
    on_record: (cells: string[], { bytes: end }) => {
      if (cells.some((cell) => cell.trim() !== ""))
        found.push({ line, start, end, cells });
      line += 1 + breaksIn(cells);
      start = end;
      return null;
    },
  });
  parser.on("error", () => {
    // The step that met it throws.
  });
  const step = (take: (done: (error?: Error | null) => void) => void) =>
    new Promise<void>((resolve, reject) =>
      take((error) => (error ? reject(error) : resolve())),
    );
  try {
    for (const chunk of asUtf8(source)) {
      await step((done) => parser.write(chunk, done));
      yield found;
      found = [];
    }
    await step((done) => {
      parser.on("error", done);
      parser.end(done);
    });
    yield found;
  } catch (error) {
    throw error instanceof CsvError ? refused(error, source) : error;
  }
}

// The library counts a quoted CRLF as two lines.
const breaksIn = (cells: string[]): number =>
  cells.reduce(
    (sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0),
    0,
  );

/** The library's own messages show what the cells hold. */
function refused(error: CsvError, source: Source): UsageError {
  const reasons: Record<string, string> = {
    CSV_QUOTE_NOT_CLOSED: "a quote is opened and never closed",
    CSV_INVALID_CLOSING_QUOTE: "there is text after a closing quote",
    INVALID_OPENING_QUOTE: "there is a quote in a cell that is not quoted",
  };
  const { bytes } = error as unknown as Info;
  return new UsageError(
    `${source.name} is no CSV at line ${source.lineAt(bytes)}: ${reasons[error.code] ?? error.code}`,
  );
}

function* asUtf8(source: Source): Generator<Buffer> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for (const chunk of source.chunks()) {
      decoder.decode(chunk, { stream: true });
      yield chunk;
    }
    decoder.decode();
  } catch (error) {
    throw error instanceof TypeError ? notUtf8(source) : error;
  }
}

/** Read otherwise, letters would be changed in silence. */
export const notUtf8 = (source: Source): UsageError =>
  new UsageError(
    `${source.name} is not UTF-8: save it as "CSV UTF-8", or convert it`,
  );
