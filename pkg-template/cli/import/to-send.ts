import { CommandError } from "../exit.js";
import { isWholeLine, lineEndIn } from "../../spreadsheet/index.js";
import type { Row, Rows } from "../formats/rows.js";
import type { CheckedRow } from "./check.js";

/** The rows to send, as they were when they were checked. */
export class RowsToSend {
  readonly size: number;
  readonly #indexes: Set<number>;

  constructor(
    readonly rows: Rows,
    readonly checked: readonly CheckedRow[],
    readonly hash: (row: Row) => string,
    indexes: readonly number[],
  ) {
    this.#indexes = new Set(indexes);
    this.size = indexes.length;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Row> {
    let left = this.size;
    for await (const row of this.rows) {
      if (!this.#indexes.has(row.index)) continue;
      const hash = this.#hashOf(row);
      if (hash !== this.checked[row.index]?.hash || this.#goesOn(row))
        throw changed();
      left--;
      yield { ...row, hash };
    }
    if (left) throw changed();
  }

  #hashOf(row: Row): string {
    try {
      return this.hash(row);
    } catch {
      // It is no longer a valid request.
      throw changed();
    }
  }

  /** Whether the last row, which had no line end when it was read, has got more text since. */
  #goesOn({ end }: Row): boolean {
    const { source } = this.rows;
    if (end !== source.end) return false;
    const { encoding } = this.rows;
    const size = lineEndIn(encoding).length;
    const [before, after] = [end - size, end].map((at) =>
      source.slice(at, at + size),
    );
    return (
      before !== undefined &&
      after?.length === size &&
      !isWholeLine(before, encoding) &&
      !isWholeLine(after, encoding)
    );
  }
}

const changed = () =>
  new CommandError("the file was changed while it was imported");
