import { randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
} from "node:fs";
import { dirname } from "node:path";
import {
  type Encoding,
  isWholeLine,
  lineEndIn,
} from "../../spreadsheet/index.js";
import { UsageError } from "../exit.js";
import { codeOf, pathExists, syncFolder, writeAll } from "../files.js";
import type { Row, Rows } from "../formats/rows.js";
import type { Checked } from "../import/check.js";
import type { Journal } from "../journal/journal.js";

/** Where a row is in the source. */
interface Place {
  start: number;
  end: number;
}

/**
 * The file of rows that failed, as they are in the source. It is replaced as a whole when a run
 * ends, so it is always either the old or the new one, and only if this journal has written it.
 */
export class FailedRows {
  readonly #path: string;
  readonly #aside: string;
  readonly #rejected = new Set<number>();

  /** Throws if the file is not this journal's, or its folder cannot be written to. */
  constructor(
    readonly path: string,
    readonly journal: Journal | undefined,
  ) {
    this.#path = targetOf(path);
    // Predictable, so that the next run deletes what a killed one left behind.
    const id = journal?.id ?? randomBytes(16).toString("base64url");
    this.#aside = `${this.#path}.${id}.tmp`;
    const problem = this.#problem();
    if (problem !== undefined)
      throw new UsageError(`--failed ${path} ${problem}`);
    try {
      closeSync(this.#openAside());
      unlinkSync(this.#aside);
    } catch (error) {
      throw new UsageError(`${path} cannot be written: ${codeOf(error)}`);
    }
  }

  /** Adds a row that was rejected in this run. */
  add({ index }: Row): void {
    this.#rejected.add(index);
  }

  /**
   * Writes the rows that are invalid or rejected and not created; deletes the file if there are
   * none. Returns what went wrong.
   */
  write(rows: Rows, { rows: checked, invalid }: Checked): string | undefined {
    const isFailed = (index: number) =>
      invalid.has(index) ||
      this.#rejected.has(index) ||
      this.journal?.isRejected(index);
    const places = checked.filter((_, index) => isFailed(index));
    try {
      const problem = this.#problem();
      if (problem !== undefined)
        return `--failed ${this.path} ${problem}. It was left as it is.`;
      if (!places.length) rmSync(this.#path, { force: true });
      else if (rows.source.change === "changed")
        return this.#notWritten(`${rows.source.name} was changed`);
      else this.#replace(places, rows);
      return undefined;
    } catch (error) {
      return this.#notWritten(codeOf(error));
    }
  }

  #replace(
    places: readonly Place[],
    { headerEnd, source, encoding }: Rows,
  ): void {
    try {
      const fd = this.#openAside();
      try {
        for (const { start, end } of [{ start: 0, end: headerEnd }, ...places])
          writeAll(fd, whole(source.slice(start, end), encoding));
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
      this.journal?.noteFailedFile(stampOf(this.#aside));
      renameSync(this.#aside, this.#path);
      syncFolder(dirname(this.#path));
    } catch (error) {
      rmSync(this.#aside, { force: true });
      throw error;
    }
  }

  #openAside(): number {
    rmSync(this.#aside, { force: true });
    return openSync(this.#aside, "wx", 0o600);
  }

  /** Why an existing file may not be replaced. */
  #problem(): string | undefined {
    if (!pathExists(this.#path)) return undefined;
    try {
      if (!statSync(this.#path).isFile()) return "is not a file";
      if (this.journal?.hasWritten(stampOf(this.#path))) return undefined;
    } catch (error) {
      return `cannot be used: ${codeOf(error)}`;
    }
    return "exists, and differs from what this import wrote; move it away, or name another file";
  }

  #notWritten(reason: string): string {
    const text = `The failed rows were not written to ${this.path}: ${reason}.`;
    return pathExists(this.#path)
      ? `${text} It has those of an earlier run, some of which may have been created since: do not import it.`
      : text;
  }
}

/** The target of a link, which is replaced instead of the link. */
function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/**
 * Identifies a file until it is edited. A hash would allow guesses of its rows to be
 * tested.
 */
function stampOf(path: string): string {
  const { size, mtimeNs } = statSync(path, { bigint: true });
  return `${size}:${mtimeNs}`;
}

const whole = (line: Buffer, encoding: Encoding): Buffer =>
  !line.length || isWholeLine(line, encoding)
    ? line
    : Buffer.concat([line, lineEndIn(encoding)]);
