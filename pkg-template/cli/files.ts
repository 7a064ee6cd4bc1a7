import {
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";

/** What the system calls an error. Its message is not shown. */
export function codeOf(error: unknown): string {
  const { code, cause } = error as { code?: string; cause?: unknown };
  return code ?? (cause === undefined ? "error" : codeOf(cause));
}

/** Whether a name is taken, also by a link to nothing. If it cannot be found out, nothing can be created there either. */
export function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** Reads from a place on, until the bytes are full or the file ends. Gives how many it read. */
export function readFrom(fd: number, bytes: Buffer, start: number): number {
  let at = 0;
  while (at < bytes.length) {
    const read = readSync(fd, bytes, at, bytes.length - at, start + at);
    if (!read) break;
    at += read;
  }
  return at;
}

/** Writes all bytes, from a place on where one is given. */
export function writeAll(fd: number, bytes: Buffer, start?: number): void {
  for (let at = 0; at < bytes.length;) {
    const place = start === undefined ? undefined : start + at;
    at += writeSync(fd, bytes, at, bytes.length - at, place);
  }
}

/** A file's name is on disk only when its folder is. */
export function syncFolder(folder: string): void {
  try {
    const fd = openSync(folder, "r");
    fsyncSync(fd);
    closeSync(fd);
  } catch {
    // Windows has no such thing.
  }
}
