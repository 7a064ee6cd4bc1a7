import { Endless, Scanner } from "./scanner.js";
import { UnreadableSheet } from "./unreadable.js";

/** How a CSV file is read. */
export interface Dialect {
  /** Between cells; without it the file's header tells. */
  delimiter: string | undefined;
  /** Whether a column may be called that. */
  isKnown: (header: string) => boolean;
}

/** What is found by itself, the likeliest first. */
const USUAL = [",", ";", "\t", "|"] as const;

/** A header has no more: what is longer may have a quote that is never closed. */
const MAX_HEADER = 1 << 20;

/** Excel's line, also as other programs save it again: quoted, or with empty cells behind it. */
const SEP_LINE =
  /^\ufeff*"?sep=([^\r\n"\p{L}\p{N}])"?[,;\t|]*(?:\r\n|\n|\r(?!$))/iu;

/**
 * What is between a file's cells, and where its records begin: as asked for, as Excel's line `sep=;` says, or that
 * by which the header has the most names that are known. Undefined where more of the text is needed.
 *
 * @throws {UnreadableSheet} where the header does not decide it
 */
export function delimiterOf(
  text: string,
  isLast: boolean,
  { delimiter, isKnown }: Dialect,
): { delimiter: string; start: number } | undefined {
  const isWhole = isLast || text.length >= MAX_HEADER;
  if (!isWhole && !/[^\ufeff][^]*[\r\n][^]/.test(text)) return undefined;
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
  // Without a known name there is no header, or one that is refused: then its cells are told apart.
  const empty = best.find(({ header }) => header?.length === 0);
  const found = empty ?? best.toSorted(byWidth)[0];
  const others = best.filter(({ header = [] }) => header.length > 1);
  if (most && others.length > 1)
    throw new UnreadableSheet(
      `has a header that does not show what separates its cells, ${others.map(({ delimiter }) => NAMES[delimiter]).join(" or ")}`,
      "giveDelimiter",
    );
  return { delimiter: found?.delimiter ?? ",", start };
}

const NAMES = { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "pipes" };

const byWidth = (
  { header: a = [] }: { header: string[] | undefined },
  { header: b = [] }: { header: string[] | undefined },
): number => b.length - a.length;

/** The first record with any text, empty where there is none; undefined where it is not whole. */
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
    if (error instanceof Endless) return [""];
    throw error;
  }
}
