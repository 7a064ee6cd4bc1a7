import { type Stats, constants, openSync, statSync } from "node:fs";
import { Socket } from "node:net";
import { UsageError } from "./exit.js";
import { codeOf } from "./files.js";

/** The kind of what is at a path; undefined for a file. */
export function kindOf(stats: Stats): string | undefined {
  if (stats.isFile()) return undefined;
  if (stats.isDirectory()) return "a folder";
  if (stats.isFIFO()) return "a pipe";
  return stats.isSocket() ? "a socket" : "a device";
}

/**
 * Throws if something other than a file is at a path, before it is opened: opening a pipe waits,
 * and a device may act.
 */
export function assertFileOrNew(path: string): void {
  const kind = kindAt(path, "used");
  if (kind) throw new UsageError(`${path} is ${kind}, not a file`);
}

/** Opens a file or a pipe for reading; throws for anything else. */
export function openReadable(path: string): number {
  const kind = kindAt(path, "read");
  if (kind && kind !== "a pipe")
    throw new UsageError(`${path} is ${kind}, not a file`);
  try {
    // Without this flag, which Windows lacks, a pipe without a writer blocks the whole process.
    const { O_NONBLOCK = 0 } = constants as { O_NONBLOCK?: number };
    return openSync(path, constants.O_RDONLY | O_NONBLOCK);
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${codeOf(error)}`);
  }
}

/** The content of a pipe, read without blocking everything else. */
export const pipeFrom = (fd: number): AsyncIterable<Buffer> =>
  new Socket({ fd, readable: true, writable: false });

function kindAt(path: string, use: string): string | undefined {
  try {
    return kindOf(statSync(path));
  } catch (error) {
    if (use !== "read" && codeOf(error) === "ENOENT") return undefined;
    throw new UsageError(`${path} cannot be ${use}: ${codeOf(error)}`);
  }
}
