import { type Stats, closeSync, fstatSync, readSync } from "node:fs";
import { UsageError } from "../exit.js";
import { codeOf } from "../files.js";

/** The bytes of a file, to be read more than once. */
export class Source {
  constructor(
    readonly name: string,
    readonly fd: number,
  ) {}

  /** All bytes, from the start. A stream of Node's would close the file where it is left early. */
  *chunks(): Generator<Buffer> {
    for (let at = 0; ;) {
      const chunk = this.slice(at, at + CHUNK);
      if (!chunk.length) return;
      at += chunk.length;
      yield chunk;
    }
  }

  slice(start: number, end: number): Buffer {
    const bytes = Buffer.alloc(end - start);
    let at = 0;
    try {
      while (at < bytes.length) {
        const left = bytes.length - at;
        const read = readSync(this.fd, bytes, at, left, start + at);
        if (!read) break;
        at += read;
      }
    } catch (error) {
      throw new UsageError(`${this.name} cannot be read: ${codeOf(error)}`);
    }
    return bytes.subarray(0, at);
  }

  stat(): Stats {
    return fstatSync(this.fd);
  }

  close(): void {
    closeSync(this.fd);
  }
}

const CHUNK = 1 << 16;

/** Read otherwise, letters would be changed in silence. */
export const notUtf8 = (source: Source): UsageError =>
  new UsageError(
    `${source.name} is not UTF-8: save it as "CSV UTF-8", or convert it`,
  );
