import { UnterminatedRecord, Scanner } from "./scanner.js";
import { UnreadableSheet } from "./unreadable.js";

/** How a CSV file is read. */
export interface Dialect {
  /** What separates cells; if unset, it is detected from the header. */
  delimiter: string | undefined;
  /** Whether a column may have this name. */
  isKnown: (header: string) => boolean;
}

/** The delimiters that are detected, the likeliest first. */
const USUAL = [",", ";", "\t", "|"] as const;

/** Longer than any header: a longer text may have a quote that is never closed. */
const MAX_HEADER = 1 << 20;

/**
 * Excel's line, including the forms in which other programs save it: quoted, or followed by empty
 * cells.
 */
const SEP_LINE =
  /^\ufeff*"?sep=([^\r\n"\p{L}\p{N}])"?[,;\t|]*(?:\r\n|\n|\r(?!$))/iu;

/**
 * What separates a file's cells, and where its records start: as set, as in Excel's line `sep=;`,
 * or the delimiter with which the header has the most known names. Undefined if more of the text is
 * needed.
 *
 * @throws {UnreadableSheet} if the header does not show it
 */
export function delimiterOf(
  text: string,
  isLast: boolean,
  { delimiter, isKnown }: Dialect,
): { delimiter: string; start: number } | undefined {
  const isWhole = isLast || text.length >= MAX_HEADER;
  if (!isWhole && !/[\r\n][^]/.test(text)) return undefined;
  const [line, separator] = SEP_LINE.exec(text) ?? [];
  if (line !== undefined && separator !== undefined)
    return { delimiter: delimiter ?? separator, start: line.length };
  const start = /^\ufeff*/.exec(text)?.[0].length ?? 0;
  if (delimiter !== undefined) return { delimiter, start };
  const tried = USUAL.map((each) => {
    const header = headerBy(each, text.slice(start), isLast);
    return { delimiter: each, header, known: header?.filter(isKnown).length };
  });
  if (!isWhole && tried.some(({ header }) => !header)) return undefined;
  const most = Math.max(...tried.map(({ known = 0 }) => known));
  const best = tried.filter(({ known = 0 }) => known === most);
  // Without a known name it is not a header, or will be rejected; then the one with the most cells
  // is used.
  const empty = best.find(({ header }) => header?.length === 0);
  const found = empty ?? best.toSorted(byWidth)[0];
  const others = best.filter(({ header = [] }) => header.length > 1);
  if (most && others.length > 1)
    throw new UnreadableSheet(
      `has a header that does not show what separates its cells, ${others.map(({ delimiter }) => NAMES[delimiter]).join(" or ")}`,
      "setDelimiter",
    );
  return { delimiter: found?.delimiter ?? ",", start };
}

const NAMES = { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "pipes" };

const byWidth = (
  { header: a = [] }: { header: string[] | undefined },
  { header: b = [] }: { header: string[] | undefined },
): number => b.length - a.length;

/** The first record with any text, empty if there is none; undefined if it is incomplete. */
function headerBy(
  delimiter: string,
  text: string,
  isLast: boolean,
): string[] | undefined {
  const scanner = new Scanner(text, delimiter, isLast);
  try {
    for (let at = 0; at < text.length;) {
      const record = scanner.record(at);
      if (!record) return undefined;
      if (record.cells.some((cell) => cell.trim() !== "")) return record.cells;
      at = record.end;
    }
    return isLast ? [] : undefined;
  } catch (error) {
    if (error instanceof UnterminatedRecord) return [""];
    throw error;
  }
}
