import { randomBytes } from "node:crypto";
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { UsageError } from "../exit.js";

const VERSION = 1;

/** Which rows a journal is of. */
export interface Header {
  /** Of all rows. */
  rows: string;
  count: number;
  server: string;
}

/** A line of the journal. `sending` is written before the request leaves; `retry` where it did nothing. */
export interface Entry {
  index: number;
  /** Where the row is in the file, for a person. */
  line: number;
  hash: string;
  status: "sending" | "retry" | "created" | "rejected" | "unknown" | "notSent";
  requestId: string;
  /** Of the created value. */
  id?: string;
  httpStatus?: number;
}

/** What the journal knows of a row. */
interface Known {
  line: number;
  created: boolean;
  /** Some request may have created it. */
  unknown: boolean;
  /** The call whose request left, while nothing is written of its end. */
  open: string | undefined;
}

/** What was done with each row: on disk before and after each request. Holds no values. */
export class Journal {
  /** Goes into the hashes, so that those of two journals cannot be compared. */
  readonly salt: string;
  readonly #rows = new Map<number, Known>();
  #header: Header | undefined;
  #fd: number | undefined;

  /** Reads what is there. */
  constructor(readonly path: string) {
    const [first, ...entries] = readLines(path);
    const header = first === undefined ? undefined : parsedHeader(first, path);
    this.salt = header?.salt ?? randomBytes(16).toString("base64url");
    this.#header = header;
    entries.forEach((line, at) => this.#note(parsed(line, path, at + 2)));
  }

  /** Refuses to go on with other rows, or at another server. */
  mustBeOf({ rows, count, server }: Header): void {
    const known = this.#header;
    if (!known) return;
    const how = `restore what it was, or move ${this.path} away to send all rows anew`;
    if (known.rows !== rows || known.count !== count)
      throw new UsageError(
        `${this.path} is of other rows: the file, or what its columns mean, was changed since; ${how}`,
      );
    if (known.server !== server)
      throw new UsageError(
        `${this.path} is of another server, ${known.server}; ${how}`,
      );
  }

  /** Opens it for writing; where there was none begins it. */
  open(header: Header): void {
    const isNew = !this.#header;
    try {
      const fd = (this.#fd = openSync(this.path, isNew ? "w" : "a", 0o600));
      fchmodSync(fd, 0o600);
      if (!isNew) return;
      this.#header = header;
      this.#write({ journal: VERSION, salt: this.salt, ...header });
      syncFolder(dirname(this.path));
    } catch (error) {
      throw new UsageError(
        `${this.path} cannot be written: ${(error as { code?: string }).code ?? "error"}`,
      );
    }
  }

  /** Writes a line, and has it on disk before it returns. */
  append(entry: Entry): void {
    this.#write(entry);
    this.#note(entry);
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  isCreated(index: number): boolean {
    return this.#rows.get(index)?.created ?? false;
  }

  isUnknown(index: number): boolean {
    const row = this.#rows.get(index);
    return !!row && !row.created && (row.unknown || row.open !== undefined);
  }

  /** The lines of the rows that may have been created. */
  unknownLines(): number[] {
    return [...this.#rows]
      .filter(([index]) => this.isUnknown(index))
      .map(([, { line }]) => line)
      .sort((a, b) => a - b);
  }

  #write(line: object): void {
    const fd = this.#fd;
    if (fd === undefined) throw new Error("the journal is closed");
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
    fsyncSync(fd);
  }

  #note({ index, line, status, requestId }: Entry): void {
    const before = this.#rows.get(index);
    const { created = false, unknown = false, open } = before ?? {};
    // A call of an earlier start, which was killed.
    const wasLost = open !== undefined && open !== requestId;
    this.#rows.set(index, {
      line,
      created: created || status === "created",
      // Sent again and refused, it may still be there from before.
      unknown: unknown || wasLost || status === "unknown",
      open: status === "sending" ? requestId : undefined,
    });
  }
}

/** Whole lines; a last one that was torn is cut off, since what it was to tell of did not happen. */
function readLines(path: string): string[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "ENOENT") return [];
    throw new UsageError(`${path} cannot be read: ${code}`);
  }
  const whole = bytes.lastIndexOf(10) + 1;
  if (whole < bytes.length) truncate(path, whole);
  const text = bytes.toString("utf8", 0, whole);
  return text === "" ? [] : text.slice(0, -1).split("\n");
}

function truncate(path: string, length: number): void {
  const fd = openSync(path, "r+");
  ftruncateSync(fd, length);
  fsyncSync(fd);
  closeSync(fd);
}

function parsedHeader(line: string, path: string): Header & { salt: string } {
  const header = object(line);
  if (header?.journal !== VERSION || typeof header.salt !== "string")
    throw new UsageError(`${path} is no journal of this version's`);
  return header as unknown as Header & { salt: string };
}

function parsed(line: string, path: string, at: number): Entry {
  const entry = object(line);
  if (!Number.isInteger(entry?.index) || typeof entry?.status !== "string")
    throw new UsageError(`${path} is damaged at line ${at}`);
  return entry as unknown as Entry;
}

function object(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A file's name is on disk only when its folder is. */
function syncFolder(folder: string): void {
  try {
    const fd = openSync(folder, "r");
    fsyncSync(fd);
    closeSync(fd);
  } catch {
    // Windows has no such thing.
  }
}
