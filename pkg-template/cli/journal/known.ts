import type { RowLine } from "./lines.js";

/** What is known of a row. */
export class KnownRow {
  isCreated = false;
  /** Whether it was rejected, unless another request created it. */
  wasRejected = false;
  /** Whether some request may have created it. */
  #mayBeCreated = false;
  /** The call whose request left, until its end is recorded. */
  #open: string | undefined;
  /** Whether the server redirected its last request. */
  #wasRedirected = false;

  constructor(
    /** Which of the rows with the same content it is. */
    readonly n: number,
    public line: number,
  ) {}

  get isUnknown(): boolean {
    return !this.isCreated && (this.#mayBeCreated || this.#open !== undefined);
  }

  get isRejected(): boolean {
    return this.wasRejected && !this.isCreated && !this.isUnknown;
  }

  note({
    line,
    status,
    requestId,
    httpStatus = 0,
  }: Pick<RowLine, "line" | "status" | "requestId" | "httpStatus">): void {
    this.line = line;
    // A call of an earlier run, which was killed.
    const wasLost = this.#open !== undefined && this.#open !== requestId;
    // A later request was rejected, but an earlier one may have created it.
    this.#mayBeCreated ||= wasLost || status === "unknown";
    this.isCreated ||= status === "created";
    this.wasRejected ||= status === "rejected";
    this.#open = status === "sending" ? requestId : undefined;
    this.#wasRedirected =
      status === "rejected" && httpStatus >= 300 && httpStatus < 400;
  }

  /**
   * Prepares another run. A redirected row was rejected, but many servers redirect after they have
   * handled a request, so the user decides whether it is sent again.
   */
  startAgain(): void {
    this.#mayBeCreated ||= this.#wasRedirected;
  }
}

/** All known rows, by content. Rows of the same content are interchangeable, and are counted. */
export class KnownRows {
  readonly #rows = new Map<string, KnownRow[]>();

  /** The n-th row of a content; undefined if those before it are unknown. */
  at(hash: string, n: number, line: number): KnownRow | undefined {
    const same = this.#of(hash);
    if (n === same.length) same.push(new KnownRow(n, line));
    return same[n];
  }

  /** Adds a row of a content. */
  add(hash: string, line: number): KnownRow {
    const same = this.#of(hash);
    const row = new KnownRow(same.length, line);
    same.push(row);
    return row;
  }

  /** Whether a row of this content was or may have been created. */
  hasSent(hash: string): boolean {
    const same = this.#rows.get(hash) ?? [];
    return same.some((row) => row.isCreated || row.isUnknown);
  }

  /**
   * The known rows that a file's rows match, by index. If the file has fewer of a content than are
   * known, those that were created come first: the others are the ones that are gone.
   */
  match(hashes: Iterable<string>): Map<number, KnownRow> {
    const counts = new Map<string, number>();
    for (const hash of hashes)
      if (this.#rows.has(hash)) counts.set(hash, (counts.get(hash) ?? 0) + 1);
    const left = new Map<string, KnownRow[]>();
    for (const [hash, count] of counts) {
      const strongest = (this.#rows.get(hash) ?? [])
        .toSorted((a, b) => strength(b) - strength(a))
        .slice(0, count);
      left.set(
        hash,
        strongest.sort((a, b) => b.n - a.n),
      );
    }
    const found = new Map<number, KnownRow>();
    let index = 0;
    for (const hash of hashes) {
      const row = left.get(hash)?.pop();
      if (row) found.set(index, row);
      index++;
    }
    return found;
  }

  #of(hash: string): KnownRow[] {
    const same = this.#rows.get(hash) ?? [];
    if (!same.length) this.#rows.set(hash, same);
    return same;
  }

  *[Symbol.iterator](): Generator<KnownRow> {
    for (const same of this.#rows.values()) yield* same;
  }
}

const strength = (row: KnownRow): number =>
  row.isCreated ? 3 : row.isUnknown ? 2 : row.isRejected ? 1 : 0;
