import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname } from "node:path";
import { UsageError } from "../exit.js";
import {
  codeOf,
  pathExists,
  readFrom,
  syncFolder,
  writeAll,
} from "../files.js";
import { type Header, parsedHeader } from "./lines.js";

/** The header must be within this many bytes: no more is read of a file that is not a journal. */
const MAX_HEADER_BYTES = 1 << 16;

/** The file of a journal: whole lines, each of them on disk before the next. */
export class JournalFile {
  readonly #fd: number;
  /** Where the whole lines end. */
  #end: number;
  #isBroken = false;
  /** Whether the number of links can be relied on: some file systems do not report it. */
  readonly #hasName: boolean;

  private constructor(
    readonly path: string,
    fd: number,
    readonly header: Header,
  ) {
    const { nlink, size } = fstatSync(fd);
    this.#fd = fd;
    this.#end = size;
    this.#hasName = nlink > 0;
  }

  /**
   * Opens a journal; undefined if there is no file. A file that is not a journal is rejected and
   * left as it is.
   */
  static open(path: string): JournalFile | undefined {
    if (!pathExists(path)) return undefined;
    const fd = opened(path);
    try {
      const header = fstatSync(fd).isFile() ? firstLine(fd) : undefined;
      return new JournalFile(path, fd, parsedHeader(header, path));
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  /** Creates a journal. It appears with its whole header, so it never exists without one. */
  static create(path: string, header: Header): JournalFile {
    const aside = `${path}.${randomBytes(8).toString("hex")}.tmp`;
    let fd: number | undefined;
    try {
      fd = openSync(aside, "wx+", 0o600);
      writeAll(fd, lineOf(header));
      fsyncSync(fd);
      if (pathExists(path))
        throw Object.assign(new Error("created meanwhile"), { code: "EEXIST" });
      renameSync(aside, path);
      syncFolder(dirname(path));
      return new JournalFile(path, fd, header);
    } catch (error) {
      if (fd !== undefined) closeSync(fd);
      rmSync(aside, { force: true });
      throw cannotBeWritten(path, error);
    }
  }

  /**
   * The lines after the header. A torn last line is left out, since what it announces did not
   * happen.
   */
  lines(): string[] {
    const bytes = Buffer.alloc(this.#end);
    const read = readFrom(this.#fd, bytes, 0);
    this.#end = bytes.lastIndexOf(10, read - 1) + 1;
    return bytes.toString("utf8", 0, this.#end).split("\n").slice(1, -1);
  }

  /** Writes a line, which is on disk when this returns. */
  append(line: object): void {
    if (this.#isBroken) throw new Error("the journal is broken");
    const bytes = lineOf(line);
    try {
      const { nlink, size } = fstatSync(this.#fd);
      if (this.#hasName && !nlink)
        throw Object.assign(new Error("it was deleted"), { code: "ENOENT" });
      // If a line was torn, perhaps by an earlier command.
      if (size !== this.#end) ftruncateSync(this.#fd, this.#end);
      writeAll(this.#fd, bytes, this.#end);
      fsyncSync(this.#fd);
      this.#end += bytes.length;
    } catch (error) {
      // Nothing follows a line that may or may not be there.
      this.#isBroken = true;
      throw error;
    }
  }

  close(): void {
    closeSync(this.#fd);
  }
}

export const cannotBeWritten = (path: string, cause: unknown): UsageError =>
  new UsageError(`${path} cannot be written: ${codeOf(cause)}`, [], { cause });

function opened(path: string): number {
  // Windows lacks the flag.
  const { O_NONBLOCK = 0 } = constants as { O_NONBLOCK?: number };
  try {
    // Opening a device may have effects, and opening a fifo waits.
    if (!statSync(path).isFile())
      throw new UsageError(`${path} is not a journal: it is not a file`);
    return openSync(path, constants.O_RDWR | O_NONBLOCK);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path} cannot be opened: ${codeOf(error)}`);
  }
}

function firstLine(fd: number): string | undefined {
  const bytes = Buffer.alloc(MAX_HEADER_BYTES);
  const end = bytes.subarray(0, readFrom(fd, bytes, 0)).indexOf(10);
  return end < 0 ? undefined : bytes.toString("utf8", 0, end);
}

const lineOf = (line: object) => Buffer.from(`${JSON.stringify(line)}\n`);
