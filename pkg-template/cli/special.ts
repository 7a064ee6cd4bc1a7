import { type Stats, constants, openSync, statSync } from "node:fs";
import { Socket } from "node:net";
import { UsageError } from "./exit.js";
import { codeOf } from "./files.js";

/** What is at a path in place of a file; undefined for a file. */
export function kindOf(stats: Stats): string | undefined {
  if (stats.isFile()) return undefined;
  if (stats.isDirectory()) return "a folder";
  if (stats.isFIFO()) return "a pipe";
  return stats.isSocket() ? "a socket" : "a device";
}

/** Refuses a path where something else than a file is, before it is opened: a pipe waits then, and a device acts. */
export function mustBeFileOrNew(path: string): void {
  const kind = kindAt(path, "used");
  if (kind) throw new UsageError(`${path} is ${kind}, not a file`);
}

/** Opens a file or a pipe for reading; refuses all else. */
export function openReadable(path: string): number {
  const kind = kindAt(path, "read");
  if (kind && kind !== "a pipe")
    throw new UsageError(`${path} is ${kind}, not a file`);
  try {
    // Without the flag, which Windows lacks, a pipe that nobody writes to stops the whole process.
    const { O_NONBLOCK = 0 } = constants as { O_NONBLOCK?: number };
    return openSync(path, constants.O_RDONLY | O_NONBLOCK);
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${codeOf(error)}`);
  }
}

/** What comes out of a pipe; waits for it without stopping all else. */
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
