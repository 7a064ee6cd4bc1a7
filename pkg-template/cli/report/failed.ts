import { randomBytes } from "node:crypto";
import {
  closeSync,
  fstatSync,
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
import {
  codeOf,
  pathExists,
  readFrom,
  syncFolder,
  writeAll,
} from "../files.js";
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
 * ends, so it is always either the old or the new one, and only if this journal has written it, or
 * if it has what a dry run of the same rows writes.
 */
export class FailedRows {
  readonly #path: string;
  readonly #aside: string;
  readonly #rejected = new Set<number>();
  /** The stamp of a file that has exactly the rows that failed so far. */
  #same: string | undefined;

  /** Throws if it is not a file, or its folder cannot be written to. */
  constructor(
    readonly path: string,
    readonly journal: Journal | undefined,
  ) {
    this.#path = targetOf(path);
    // Predictable, so that the next run deletes what a killed one left behind.
    const id = journal?.id ?? randomBytes(16).toString("base64url");
    this.#aside = `${this.#path}.${id}.tmp`;
    const problem = this.#problem();
    // Whether it is this import's is known once the rows are checked.
    if (problem !== FOREIGN) this.#assertNo(problem);
    try {
      closeSync(this.#openAside());
      unlinkSync(this.#aside);
    } catch (error) {
      throw new UsageError(`${path} cannot be written: ${codeOf(error)}`);
    }
  }

  /** Throws if the file is not this import's, now that the rows are checked. */
  assertOwn(rows: Rows, checked: Checked): void {
    const problem = this.#problem();
    if (problem === FOREIGN && this.#hasRowsOf(rows, checked)) return;
    this.#assertNo(problem);
  }

  /** Adds a row that was rejected in this run. */
  add({ index }: Row): void {
    this.#rejected.add(index);
  }

  /**
   * Writes the rows that are invalid or rejected and not created; deletes the file if there are
   * none. Returns what went wrong.
   */
  write(rows: Rows, checked: Checked): string | undefined {
    const places = this.#places(checked);
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

  #places({ rows, invalid }: Checked): readonly Place[] {
    const isFailed = (index: number) =>
      invalid.has(index) ||
      this.#rejected.has(index) ||
      this.journal?.isRejected(index);
    return rows.filter((_, index) => isFailed(index));
  }

  #replace(places: readonly Place[], rows: Rows): void {
    try {
      const fd = this.#openAside();
      try {
        for (const line of linesAt(places, rows)) writeAll(fd, line);
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

  /** Whether the file has exactly the rows that failed, so that replacing it loses nothing. */
  #hasRowsOf(rows: Rows, checked: Checked): boolean {
    // A dry run does not read the journal, so it knows no rejected rows.
    const invalid = checked.rows.filter((_, at) => checked.invalid.has(at));
    try {
      return (
        this.#isSame(invalid, rows) || this.#isSame(this.#places(checked), rows)
      );
    } catch (error) {
      if (error instanceof UsageError) throw error;
      throw new UsageError(
        `--failed ${this.path} cannot be read: ${codeOf(error)}`,
      );
    }
  }

  #isSame(places: readonly Place[], rows: Rows): boolean {
    if (!places.length) return false;
    const stamp = stampOf(this.#path);
    const fd = openSync(this.#path, "r");
    try {
      let at = 0;
      for (const line of linesAt(places, rows)) {
        const found = Buffer.alloc(line.length);
        readFrom(fd, found, at);
        if (!found.equals(line)) return false;
        at += line.length;
      }
      if (fstatSync(fd).size > at) return false;
    } finally {
      closeSync(fd);
    }
    this.#same = stamp;
    return true;
  }

  /** Why an existing file may not be replaced. */
  #problem(): string | undefined {
    try {
      if (!pathExists(this.#path)) return undefined;
      if (!statSync(this.#path).isFile()) return "is not a file";
      const stamp = stampOf(this.#path);
      return stamp === this.#same || this.journal?.hasWritten(stamp)
        ? undefined
        : FOREIGN;
    } catch (error) {
      return `cannot be used: ${codeOf(error)}`;
    }
  }

  #assertNo(problem: string | undefined): void {
    if (problem !== undefined)
      throw new UsageError(`--failed ${this.path} ${problem}`);
  }

  #notWritten(reason: string): string {
    const text = `The failed rows were not written to ${this.path}: ${reason}.`;
    return pathExists(this.#path)
      ? `${text} It has those of an earlier run, some of which may have been created since: do not import it.`
      : text;
  }
}

const FOREIGN =
  "exists, and differs from what this import wrote; move it away, or name another file";

/** The header and some rows of a file, each as a whole line. */
function* linesAt(
  places: readonly Place[],
  { headerEnd, source, encoding }: Rows,
): Generator<Buffer> {
  for (const { start, end } of [{ start: 0, end: headerEnd }, ...places])
    yield whole(source.slice(start, end), encoding);
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
