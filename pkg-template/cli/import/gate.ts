import type { Row } from "../formats/rows.js";

/** The rows to send, of which it gives no more than there is room for. */
export class Gate implements AsyncIterable<Row> {
  readonly size: number;
  readonly #rows: AsyncIterable<Row>;
  readonly #rules: { readonly room: number };
  /** Rows that were given and are not done. */
  #active = 0;
  #wake = () => {};

  constructor(
    rows: AsyncIterable<Row> & { size: number },
    rules: { readonly room: number },
  ) {
    this.size = rows.size;
    this.#rows = rows;
    this.#rules = rules;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Row> {
    for await (const row of this.#rows) {
      while (this.#active >= this.#rules.room)
        await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#active++;
      yield row;
    }
  }

  /** A row has its result. */
  done(): void {
    this.#active--;
    this.#wake();
  }
}
