import { UsageError } from "../exit.js";
import type { Sealed } from "./secret.js";

export const VERSION = 2;

/** The first line. A later one starts the journal over. */
export interface Header extends Sealed {
  journal: typeof VERSION;
  server: string;
}

const STATUSES = [
  "sending",
  "retry",
  "created",
  "rejected",
  "unknown",
  "notSent",
] as const;

/** `sending` is written before a request leaves, `retry` if it created nothing. */
export type Status = (typeof STATUSES)[number];

/** What was done with a row. */
export interface RowLine {
  /** The hash of its content. */
  row: string;
  /** Which of the rows with the same content it is, from 0. */
  n: number;
  /** Its line in the file, for people. */
  line: number;
  status: Status;
  requestId: string;
  /** The ID of the created value. */
  id?: string;
  httpStatus?: number;
}

/** A line of a journal. */
export type Line =
  | { kind: "header"; header: Header }
  /** The secret, sealed with a further API key. */
  | { kind: "key"; sealed: Sealed }
  /** A file of failed rows that was written, by its size and time. */
  | { kind: "failed"; stamp: string }
  | { kind: "row"; entry: RowLine };

export function parsedHeader(line: string | undefined, path: string): Header {
  const header = line === undefined ? undefined : object(line);
  if (isHeader(header)) return header;
  if (!Number.isInteger(header?.journal) || header?.journal === VERSION)
    throw new UsageError(
      `${path} is not a journal, so nothing is written to it; name another file with --journal`,
    );
  const age = Number(header?.journal) < VERSION ? "an earlier" : "a later";
  throw new UsageError(
    `${path} is a journal of ${age} version, which this version cannot read:  ` +
      "finish the import with that version, or move the journal away to send all rows again",
  );
}

/** Parses the line with this number. */
export function parsed(text: string, path: string, number: number): Line {
  const line = object(text);
  if (isHeader(line)) return { kind: "header", header: line };
  if (isRowLine(line)) return { kind: "row", entry: line };
  if (isSealed(line)) return { kind: "key", sealed: line };
  if (typeof line?.failed === "string")
    return { kind: "failed", stamp: line.failed };
  throw new UsageError(`${path} is damaged at line ${number}`);
}

type Fields = Record<string, unknown> | undefined;

const isHeader = (line: Fields): line is Fields & Header =>
  line?.journal === VERSION &&
  typeof line.server === "string" &&
  // It is shown.
  /^[\x21-\x7e]+$/.test(line.server) &&
  isSealed(line);

const isSealed = (line: Fields): line is Fields & Sealed =>
  typeof line?.salt === "string" && typeof line.key === "string";

const isRowLine = (line: Fields): line is Fields & RowLine =>
  typeof line?.row === "string" &&
  Number.isInteger(line.n) &&
  Number.isInteger(line.line) &&
  STATUSES.some((status) => status === line.status) &&
  typeof line.requestId === "string";

function object(line: string): Fields {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
