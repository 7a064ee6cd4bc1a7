import type { Row } from "../formats/rows.js";

/** Passes on rows, as long as the rules allow another one to be in progress. */
export class Gate implements AsyncIterable<Row> {
  readonly size: number;
  readonly #rows: AsyncIterable<Row>;
  readonly #rules: { readonly maxInProgress: number };
  /** Rows that were passed on and have no result yet. */
  #active = 0;
  #wake = () => {};

  constructor(
    rows: AsyncIterable<Row> & { size: number },
    rules: { readonly maxInProgress: number },
  ) {
    this.size = rows.size;
    this.#rows = rows;
    this.#rules = rules;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Row> {
    for await (const row of this.#rows) {
      while (this.#active >= this.#rules.maxInProgress)
        await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#active++;
      yield row;
    }
  }

  /** Reports that a row has its result. */
  done(): void {
    this.#active--;
    this.#wake();
  }
}
