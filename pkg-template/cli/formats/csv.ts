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

/** The records of a file, in batches; the first one is the header. */
export function recordsOf(
  source: Source,
  dialect: Dialect,
): Generator<CsvRecord[]> {
  return csvRecords(() => source.chunks(), dialect);
}

/** Reads the header; throws an error with all its problems if there are any. */
export function headerOf(cells: readonly string[], mapping: Mapping): Header {
  const header = readHeader(cells, mapping);
  if (!header.problems.length) return header;
  const [first = "", ...others] = headerWords(header.problems, mapping);
  if (!others.length) throw new UsageError(first);
  throw new UsageError("the header cannot be used", [first, ...others]);
}

/** An error about an unreadable file for the user, with the option that helps. */
export function refusal(source: Source, error: unknown): unknown {
  if (!(error instanceof UnreadableSheet)) return error;
  const way = error.remedy ? `; ${REMEDIES[error.remedy]}` : "";
  return new UsageError(`${source.name} ${error.message}${way}`);
}

const REMEDIES = {
  setDelimiter: "set --delimiter",
  readJsonLines:
    "--format jsonl reads JSON Lines, which has an object on each line",
  ignoreColumns: "or leave out such columns with --ignore-other-columns",
};
