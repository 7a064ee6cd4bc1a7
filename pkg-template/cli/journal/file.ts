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
import { codeOf, isThere, readFrom, syncFolder, writeAll } from "../files.js";
import { type Header, parsedHeader } from "./lines.js";

/** The header is looked for within so many bytes, and no more is read of what is no journal. */
const MOST_OF_HEADER = 1 << 16;

/** The file of a journal: whole lines, each of them on disk before the next. */
export class JournalFile {
  readonly #fd: number;
  /** Of the whole lines. */
  #end: number;
  #isBroken = false;
  /** Some file systems do not tell. */
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

  /** Opens a journal; undefined where nothing is there. What is none is refused and stays as it is. */
  static open(path: string): JournalFile | undefined {
    if (!isThere(path)) return undefined;
    const fd = opened(path);
    try {
      const header = fstatSync(fd).isFile() ? firstLine(fd) : undefined;
      return new JournalFile(path, fd, parsedHeader(header, path));
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  /** Begins one. It appears with its whole header, so that none is ever there without. */
  static create(path: string, header: Header): JournalFile {
    const aside = `${path}.${randomBytes(8).toString("hex")}.tmp`;
    let fd: number | undefined;
    try {
      fd = openSync(aside, "wx+", 0o600);
      writeAll(fd, lineOf(header));
      fsyncSync(fd);
      if (isThere(path))
        throw Object.assign(new Error("there meanwhile"), { code: "EEXIST" });
      renameSync(aside, path);
      syncFolder(dirname(path));
      return new JournalFile(path, fd, header);
    } catch (error) {
      if (fd !== undefined) closeSync(fd);
      rmSync(aside, { force: true });
      throw cannotBeWritten(path, error);
    }
  }

  /** The lines after the header. A last one that was torn is left out, since what it was to say did not happen. */
  lines(): string[] {
    const bytes = Buffer.alloc(this.#end);
    const read = readFrom(this.#fd, bytes, 0);
    this.#end = bytes.lastIndexOf(10, read - 1) + 1;
    return bytes.toString("utf8", 0, this.#end).split("\n").slice(1, -1);
  }

  /** Writes a line, and has it on disk before it returns. */
  append(line: object): void {
    if (this.#isBroken) throw new Error("the journal is broken");
    const bytes = lineOf(line);
    try {
      const { nlink, size } = fstatSync(this.#fd);
      if (this.#hasName && !nlink)
        throw Object.assign(new Error("it was deleted"), { code: "ENOENT" });
      // Where a line was torn, by an earlier command too.
      if (size !== this.#end) ftruncateSync(this.#fd, this.#end);
      writeAll(this.#fd, bytes, this.#end);
      fsyncSync(this.#fd);
      this.#end += bytes.length;
    } catch (error) {
      // Nothing follows a line of which nobody knows whether it is there.
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
    // Devices may act when they are opened, and a fifo waits.
    if (!statSync(path).isFile())
      throw new UsageError(`${path} is not a journal: it is not a file`);
    return openSync(path, constants.O_RDWR | O_NONBLOCK);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path} cannot be opened: ${codeOf(error)}`);
  }
}

function firstLine(fd: number): string | undefined {
  const bytes = Buffer.alloc(MOST_OF_HEADER);
  const end = bytes.subarray(0, readFrom(fd, bytes, 0)).indexOf(10);
  return end < 0 ? undefined : bytes.toString("utf8", 0, end);
}

const lineOf = (line: object) => Buffer.from(`${JSON.stringify(line)}\n`);
