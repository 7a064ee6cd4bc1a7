import { closeSync, fchmodSync, openSync, statSync, writeSync } from "node:fs";
import { isWholeLine } from "../../spreadsheet/index.js";
import { UsageError } from "../exit.js";
import type { Row, Rows } from "../formats/rows.js";
import type { Source } from "../formats/source.js";

/** Rows that failed, as they are in the source; made when there is the first. */
export class FailedRows {
  #fd: number | undefined;

  constructor(
    readonly path: string,
    source: Source,
  ) {
    const { dev, ino } = source.stat();
    const there = statSync(path, { throwIfNoEntry: false });
    if (there?.dev === dev && there.ino === ino)
      throw new UsageError(`--failed ${path} is the file that is imported`);
  }

  add({ start, end }: Row, { headerEnd, source }: Rows): void {
    if (this.#fd === undefined) {
      this.#fd = open(this.path);
      writeLine(this.#fd, source.slice(0, headerEnd));
    }
    writeLine(this.#fd, source.slice(start, end));
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }
}

function open(path: string): number {
  try {
    const fd = openSync(path, "w", 0o600);
    fchmodSync(fd, 0o600);
    return fd;
  } catch (error) {
    throw new UsageError(
      `${path} cannot be written: ${(error as { code?: string }).code ?? "error"}`,
    );
  }
}

function writeLine(fd: number, bytes: Buffer): void {
  const whole =
    !bytes.length || isWholeLine(bytes)
      ? bytes
      : Buffer.concat([bytes, Buffer.from("\n")]);
  for (let at = 0; at < whole.length;) at += writeSync(fd, whole, at);
}
