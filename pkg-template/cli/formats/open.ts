import {
  closeSync,
  fstatSync,
  mkdtempSync,
  openSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HEAD_BYTES, foreignKind } from "../../spreadsheet/index.js";
import { UsageError } from "../exit.js";
import { codeOf, readFrom } from "../files.js";
import { kindOf, openReadable, pipeFrom } from "../special.js";
import { Source } from "./source.js";

/** Opens a file. If it can be read only once, it is kept in a temporary file without a name. */
export async function openSource(file: string): Promise<Source> {
  if (file === "-") {
    const name = "standard input";
    return new Source(name, await spool(name, stdin()));
  }
  const fd = openReadable(file);
  if (fstatSync(fd).isFile()) return new Source(file, fd, file);
  return new Source(file, await spool(file, pipeFrom(fd)));
}

/** Whether a file can be read only once, such as a pipe or `<(command)`. */
export function isNameless(file: string): boolean {
  if (file === "-" || /^\/(dev|proc)\//.test(file)) return true;
  try {
    return statSync(file).isFIFO();
  } catch {
    // The error is reported when it is opened.
    return false;
  }
}

/** Throws if a file's content is neither CSV nor JSON Lines. */
export function refuseForeign(file: string): void {
  if (isNameless(file)) return;
  const fd = openReadable(file);
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const kind = foreignKind(head.subarray(0, readFrom(fd, head, 0)));
    if (kind !== undefined) throw new UsageError(`${file} is ${kind}`);
  } finally {
    closeSync(fd);
  }
}

/**
 * If standard input is closed, Node replaces it with a device, and an endless one would fill the
 * disk.
 */
function stdin(): AsyncIterable<Buffer> {
  let kind: string | undefined;
  try {
    kind = kindOf(fstatSync(0));
  } catch (error) {
    throw new UsageError(`standard input cannot be read: ${codeOf(error)}`);
  }
  if (kind === "a folder" || (kind === "a device" && !process.stdin.isTTY))
    throw new UsageError(
      `standard input is closed, or ${kind}: redirect it from a file or a pipe`,
    );
  return process.stdin;
}

async function spool(
  name: string,
  input: AsyncIterable<Buffer>,
): Promise<number> {
  const fd = keeping(name, nameless);
  try {
    for await (const chunk of input)
      keeping(name, () => writeFileSync(fd, chunk));
    return fd;
  } catch (error) {
    closeSync(fd);
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${name} cannot be read: ${codeOf(error)}`);
  }
}

/** A file for reading and writing that is in no folder. */
function nameless(): number {
  const folder = mkdtempSync(join(tmpdir(), "carecycle-import-"));
  const path = join(folder, "rows");
  const fd = openSync(path, "wx+", 0o600);
  // Deleted now, so that even a killed process leaves no rows behind.
  unlinkSync(path);
  rmdirSync(folder);
  return fd;
}

function keeping<Result>(name: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw new UsageError(
      `${name} cannot be kept in ${tmpdir()} while it is imported: ${codeOf(error)}; ` +
        "set TMPDIR to use another folder",
    );
  }
}
