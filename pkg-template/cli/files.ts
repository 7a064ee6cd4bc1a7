import {
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from "node:fs";
import { encodingOf } from "../spreadsheet/index.js";
import { UsageError } from "./exit.js";

/** The system's code of an error. Its message is not shown. */
export function codeOf(error: unknown): string {
  const { code, cause } = error as { code?: string; cause?: unknown };
  return code ?? (cause === undefined ? "error" : codeOf(cause));
}

/**
 * Whether something has this name, including a dangling link. If that cannot be determined, nothing
 * can be created there either.
 */
export function pathExists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/**
 * Reads from an offset until the buffer is full or the file ends; returns how many bytes it read.
 */
export function readFrom(fd: number, bytes: Buffer, start: number): number {
  let at = 0;
  while (at < bytes.length) {
    const read = readSync(fd, bytes, at, bytes.length - at, start + at);
    if (!read) break;
    at += read;
  }
  return at;
}

/** Writes all bytes, at an offset if one is given. */
export function writeAll(fd: number, bytes: Buffer, start?: number): void {
  for (let at = 0; at < bytes.length;) {
    const place = start === undefined ? undefined : start + at;
    at += writeSync(fd, bytes, at, bytes.length - at, place);
  }
}

/** A file's name is on disk only once its folder is. */
export function syncFolder(folder: string): void {
  try {
    const fd = openSync(folder, "r");
    fsyncSync(fd);
    closeSync(fd);
  } catch {
    // Windows cannot do that.
  }
}

/**
 * The text of an option's file, in UTF-8 or, as PowerShell redirects, in UTF-16 with a byte order
 * mark. Any other encoding is refused, since letters would be changed silently.
 */
export function textOf(option: string, file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new UsageError(`${option} ${file} cannot be read: ${codeOf(error)}`);
  }
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${option} ${file} is not UTF-8: save it as UTF-8`);
  }
}
