import type { CreateManyProgress } from "carecycle-custom-fields";
import { duration } from "./words.js";

const WIDTH = 16;
const MINUTE = 60_000;

/** The progress, as a line of text at any moment. */
export class Progress {
  #done = 0;
  #failed = 0;
  /** When rows got their results, within the last minute. */
  #times: number[] = [];
  #last: Pick<CreateManyProgress, "etaMs" | "waitingMs"> = {
    etaMs: null,
    waitingMs: 0,
  };
  #updatedAt = 0;

  constructor(readonly total: number) {}

  /** The latest progress of `createMany`. */
  update(progress: CreateManyProgress): void {
    this.#updatedAt = performance.now();
    this.#last = progress;
  }

  /** Counts a row that has its result. */
  add(isCreated: boolean): void {
    this.#done++;
    if (!isCreated) this.#failed++;
    this.#times.push(performance.now());
  }

  /** `2,100 of 5,000 rows, 58/min, 3 failed, waits 12 s, 48 min left`. */
  get text(): string {
    const { etaMs, waitingMs } = this.#last;
    const now = performance.now();
    const since = now - this.#updatedAt;
    this.#times = this.#times.filter((time) => time > now - MINUTE);
    const parts = [
      `${count(this.#done)} of ${count(this.total)} rows`,
      `${this.#times.length}/min`,
    ];
    if (this.#failed) parts.push(`${count(this.#failed)} failed`);
    if (waitingMs > since) parts.push(`waits ${duration(waitingMs - since)}`);
    const isDone = this.#done === this.total;
    if (etaMs !== null && !isDone)
      parts.push(`${duration(Math.max(0, etaMs - since))} left`);
    return parts.join(", ");
  }

  /** The same after a bar, within a number of columns. */
  bar(columns: number): string {
    const share = this.total ? this.#done / this.total : 1;
    const full = Math.round(share * WIDTH);
    const percent = `${Math.floor(share * 100)}%`.padStart(4);
    const bar = `${"#".repeat(full)}${"-".repeat(WIDTH - full)}`;
    // A line that wraps could not be erased.
    return `[${bar}] ${percent} ${this.text}`.slice(0, columns - 1);
  }
}

const count = (rows: number): string => rows.toLocaleString("en-US");
