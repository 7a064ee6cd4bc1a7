import {
  closeSync,
  createReadStream,
  fstatSync,
  mkdtempSync,
  openSync,
  readSync,
  rmdirSync,
  type Stats,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../exit.js";

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
    while (at < bytes.length) {
      const read = readSync(this.fd, bytes, at, bytes.length - at, start + at);
      if (!read) break;
      at += read;
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

/** Opens a file; what can be read only once is kept in a temporary file that has no name. */
export async function openSource(file: string): Promise<Source> {
  if (file === "-")
    return new Source("standard input", await spool(process.stdin));
  let fd: number;
  try {
    fd = openSync(file, "r");
    if (fstatSync(fd).isDirectory())
      throw Object.assign(new Error("a folder"), { code: "EISDIR" });
  } catch (error) {
    throw new UsageError(
      `${file} cannot be read: ${(error as { code?: string }).code ?? "error"}`,
    );
  }
  if (fstatSync(fd).isFile()) return new Source(file, fd);
  return new Source(file, await spool(createReadStream("", { fd })));
}

async function spool(input: AsyncIterable<Buffer>): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "carecycle-import-"));
  const path = join(folder, "rows");
  const fd = openSync(path, "wx+", 0o600);
  // Deleted now, so that not even a killed process leaves the rows behind.
  unlinkSync(path);
  rmdirSync(folder);
  for await (const chunk of input) writeFileSync(fd, chunk);
  return fd;
}

/** Read otherwise, letters would be changed in silence. */
export const notUtf8 = (source: Source): UsageError =>
  new UsageError(
    `${source.name} is not UTF-8: save it as "CSV UTF-8", or convert it`,
  );
