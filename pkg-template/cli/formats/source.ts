import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync } from "node:fs";
import { UsageError } from "../exit.js";
import { codeOf, readFrom } from "../files.js";

/** How a file differs from when it was first read: at its end only, or elsewhere too. */
export type Change = "none" | "grown" | "changed";

/**
 * The bytes of a file, which can be read more than once. What was appended after the first time is
 * left out.
 */
export class Source {
  /** The first reading. */
  #first: { end: number; digest: string; stamp: string } | undefined;

  constructor(
    readonly name: string,
    readonly fd: number,
    /** Whether others may change it. */
    readonly path?: string,
  ) {}

  /** All bytes, from the start. A stream of Node's would close the file when reading ends early. */
  *chunks(): Generator<Buffer> {
    const stamp = stampOf(this.fd);
    const hash = createHash("sha256");
    const end = this.#first?.end ?? Infinity;
    let at = 0;
    while (at < end) {
      const chunk = this.slice(at, Math.min(at + CHUNK, end));
      if (!chunk.length) break;
      at += chunk.length;
      if (!this.#first) hash.update(chunk);
      yield chunk;
    }
    this.#first ??= { end: at, digest: hash.digest("hex"), stamp };
  }

  slice(start: number, end: number): Buffer {
    const bytes = Buffer.alloc(end - start);
    try {
      return bytes.subarray(0, readFrom(this.fd, bytes, start));
    } catch (error) {
      throw new UsageError(`${this.name} cannot be read: ${codeOf(error)}`);
    }
  }

  /** Where the first reading ended. */
  get end(): number {
    return this.#first?.end ?? 0;
  }

  /** Whether the bytes that were read have changed. */
  get change(): Change {
    return this.#changeOf(this.fd);
  }

  /** Whether the file of this name has changed; an editor may have replaced it. */
  get changeByName(): Change {
    if (this.path === undefined) return "none";
    let fd: number;
    try {
      // Windows lacks the flag.
      const { O_NONBLOCK = 0 } = constants as { O_NONBLOCK?: number };
      fd = openSync(this.path, constants.O_RDONLY | O_NONBLOCK);
    } catch {
      // It was moved away, so it has no new rows.
      return "none";
    }
    try {
      return fstatSync(fd).isFile() ? this.#changeOf(fd) : "changed";
    } finally {
      closeSync(fd);
    }
  }

  #changeOf(fd: number): Change {
    const first = this.#first;
    if (!first || stampOf(fd) === first.stamp) return "none";
    const hash = createHash("sha256");
    const bytes = Buffer.alloc(CHUNK);
    for (let at = 0; at < first.end;) {
      const wanted = bytes.subarray(0, Math.min(CHUNK, first.end - at));
      const read = readFrom(fd, wanted, at);
      if (!read) return "changed";
      hash.update(wanted.subarray(0, read));
      at += read;
    }
    if (hash.digest("hex") !== first.digest) return "changed";
    return hasText(fd, first.end) ? "grown" : "none";
  }

  close(): void {
    closeSync(this.fd);
  }
}

/** Larger pieces would hold more rows at once than fit into the space for young objects. */
const CHUNK = 1 << 14;

const stampOf = (fd: number): string => {
  const { dev, ino, size, mtimeNs } = fstatSync(fd, { bigint: true });
  return [dev, ino, size, mtimeNs].join();
};

/** Whether there is anything but white space after an offset. */
function hasText(fd: number, start: number): boolean {
  const bytes = Buffer.alloc(CHUNK);
  for (let at = start; ;) {
    const read = readFrom(fd, bytes, at);
    if (!read) return false;
    if (bytes.subarray(0, read).some((byte) => !BLANK.includes(byte)))
      return true;
    at += read;
  }
}

// With the zero bytes of UTF-16.
const BLANK = Buffer.from(" \t\r\n\0");
