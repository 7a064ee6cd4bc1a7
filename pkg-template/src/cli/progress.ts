import type { CreateManyProgress } from "carecycle-custom-fields";
import { duration } from "./words.js";

const WIDTH = 24;
const MINUTE = 60_000;

/** How far it is, as a line of text at any moment. */
export class Progress {
  #last: CreateManyProgress;
  #toldAt = performance.now();
  /** When rows were done, within the last minute. */
  #times: number[] = [];

  constructor(readonly total: number) {
    this.#last = {
      done: 0,
      created: 0,
      failed: 0,
      etaMs: null,
      waitingMs: 0,
    };
  }

  update(progress: CreateManyProgress): void {
    this.#toldAt = performance.now();
    for (let done = this.#last.done; done < progress.done; done++)
      this.#times.push(this.#toldAt);
    this.#last = progress;
  }

  /** `2,100 of 5,000 rows, 58 in the last minute, 3 failed, waits 12 s, 48 min left`. */
  get text(): string {
    const { done, failed, etaMs, waitingMs } = this.#last;
    const now = performance.now();
    const since = now - this.#toldAt;
    this.#times = this.#times.filter((time) => time > now - MINUTE);
    const parts = [
      `${count(done)} of ${count(this.total)} rows`,
      `${this.#times.length} in the last minute`,
    ];
    if (failed) parts.push(`${count(failed)} failed`);
    if (waitingMs > since) parts.push(`waits ${duration(waitingMs - since)}`);
    if (etaMs !== null)
      parts.push(`${duration(Math.max(0, etaMs - since))} left`);
    return parts.join(", ");
  }

  /** The same behind a bar, within so many columns. */
  bar(columns: number): string {
    const share = this.total ? this.#last.done / this.total : 1;
    const full = Math.round(share * WIDTH);
    const percent = `${Math.floor(share * 100)}%`.padStart(4);
    const bar = `${"#".repeat(full)}${"-".repeat(WIDTH - full)}`;
    // Longer than the line, it could not be taken back.
    return `[${bar}] ${percent} ${this.text}`.slice(0, columns - 1);
  }
}

const count = (rows: number): string => rows.toLocaleString("en-US");
