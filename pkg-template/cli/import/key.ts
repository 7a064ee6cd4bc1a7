import { closeSync, fstatSync, readSync } from "node:fs";
import { UsageError } from "../exit.js";
import { codeOf } from "../files.js";
import { writeLine } from "../report/output.js";
import { openReadable, pipeFrom } from "../special.js";

/** Far longer than any key. */
const MAX_BYTES = 1 << 14;

/** Reads an API key from a file, or from a pipe such as `<(pass show key)`. */
export async function readKey(path: string): Promise<string> {
  const fd = openReadable(path);
  const stats = fstatSync(fd);
  if (!stats.isFile()) return keyIn(path, await fromPipe(path, fd));
  try {
    const bytes = Buffer.alloc(MAX_BYTES + 1);
    const key = keyIn(path, bytes.subarray(0, readSync(fd, bytes)));
    // Windows has no such modes.
    if (process.platform !== "win32" && stats.mode & 0o077)
      writeLine(
        process.stderr,
        `Warning: other users of this machine can read or change ${path}; run chmod 600 to protect the API key.`,
      );
    return key;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path} cannot be read: ${codeOf(error)}`);
  } finally {
    closeSync(fd);
  }
}

async function fromPipe(path: string, fd: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of pipeFrom(fd)) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > MAX_BYTES) break;
    }
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${codeOf(error)}`);
  }
  return Buffer.concat(chunks);
}

function keyIn(path: string, bytes: Buffer): string {
  if (bytes.length > MAX_BYTES)
    throw new UsageError(
      `${path} contains more than an API key: over ${MAX_BYTES} bytes`,
    );
  const key = bytes.toString("utf8").trim();
  if (!key) throw new UsageError(`${path} contains no API key`);
  return key;
}
