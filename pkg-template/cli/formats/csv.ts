import {
  type CsvRecord,
  type Dialect,
  type Header,
  type Mapping,
  UnreadableSheet,
  csvRecords,
  readHeader,
} from "../../spreadsheet/index.js";
import { UsageError } from "../exit.js";
import { headerWords } from "./header-words.js";
import type { Source } from "./source.js";

/** The records of a file, in batches; the header is the first. */
export function recordsOf(
  source: Source,
  dialect: Dialect,
): Generator<CsvRecord[]> {
  return csvRecords(() => source.chunks(), dialect);
}

/** What the header says. Refuses one that cannot be meant, and says everything that is wrong with it. */
export function headerOf(cells: readonly string[], mapping: Mapping): Header {
  const header = readHeader(cells, mapping);
  if (!header.problems.length) return header;
  const [first = "", ...others] = headerWords(header.problems, mapping);
  if (!others.length) throw new UsageError(first);
  throw new UsageError("the header cannot be used", [first, ...others]);
}

/** Gives what cannot be read to a person, with the option that helps. */
export function refusal(source: Source, error: unknown): unknown {
  if (!(error instanceof UnreadableSheet)) return error;
  const way = error.remedy ? `; ${WAYS[error.remedy]}` : "";
  return new UsageError(`${source.name} ${error.message}${way}`);
}

const WAYS = {
  giveDelimiter: "give --delimiter",
  ignoreColumns: "or leave such columns out with --ignore-other-columns",
};
