import { type Stats, statSync } from "node:fs";
import { UsageError } from "./exit.js";

/** What a person reads of a failed system call: its code. A message of the platform's may hold a value. */
export function codeOf(error: unknown): string {
  const { code } = Object(error) as { code?: unknown };
  return typeof code === "string" && /^[A-Z][A-Z0-9_]*$/.test(code)
    ? code
    : "error";
}

/** What there is at a path instead of a file; undefined for a file. */
export function kindOf(stats: Stats): string | undefined {
  if (stats.isFile()) return undefined;
  if (stats.isDirectory()) return "a folder";
  if (stats.isFIFO()) return "a pipe";
  return stats.isSocket() ? "a socket" : "a device";
}

/** Refuses a path where something else than a file is, before it is opened: opening a pipe waits for its other end. */
export function mustBeFileOrNew(path: string): void {
  let stats: Stats | undefined;
  try {
    stats = statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw new UsageError(`${path} cannot be used: ${codeOf(error)}`);
  }
  const kind = stats && kindOf(stats);
  if (kind) throw new UsageError(`${path} is ${kind}, not a file`);
}
