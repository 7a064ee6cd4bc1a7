import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync } from "node:fs";
import { UsageError } from "../exit.js";
import { codeOf, readFrom } from "../files.js";

/** How a file differs from what was read first: at its end only, or otherwise too. */
export type Change = "none" | "grown" | "changed";

/** The bytes of a file, to be read more than once. What is appended after it was read first is left out. */
export class Source {
  /** What was read first. */
  #first: { end: number; digest: string; stamp: string } | undefined;

  constructor(
    readonly name: string,
    readonly fd: number,
    /** Where others may change it. */
    readonly path?: string,
  ) {}

  /** All bytes, from the start. A stream of Node's would close the file where it is left early. */
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

  /** Where what was read first ends. */
  get end(): number {
    return this.#first?.end ?? 0;
  }

  /** What has become of the bytes that were read. */
  get change(): Change {
    return this.#changeOf(this.fd);
  }

  /** What is under the file's name now; an editor may have put another file there. */
  get changeByName(): Change {
    if (this.path === undefined) return "none";
    let fd: number;
    try {
      // Windows lacks the flag.
      const { O_NONBLOCK = 0 } = constants as { O_NONBLOCK?: number };
      fd = openSync(this.path, constants.O_RDONLY | O_NONBLOCK);
    } catch {
      // It was moved away, and says nothing of new rows.
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

/** Larger pieces hold more rows at once than the space for young objects does. */
const CHUNK = 1 << 14;

const stampOf = (fd: number): string => {
  const { dev, ino, size, mtimeNs } = fstatSync(fd, { bigint: true });
  return [dev, ino, size, mtimeNs].join();
};

/** Whether there is more than blanks from a place on. */
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

// With the other half of each in UTF-16.
const BLANK = Buffer.from(" \t\r\n\0");
