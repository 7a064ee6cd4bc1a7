/** At most `requests` in any `perMs` milliseconds. */
export interface Limit {
  requests: number;
  perMs: number;
}

/** The slots of each key, in a sliding window. */
export class Slots {
  readonly #limit: Limit | false;
  readonly #taken = new Map<string, number[]>();

  constructor(limit: Limit | false) {
    this.#limit = limit;
  }

  /** Takes a slot; 0, or the seconds until one is free, rounded up. */
  take(key: string): number {
    const limit = this.#limit;
    if (!limit) return 0;
    const now = performance.now();
    const recent = (this.#taken.get(key) ?? []).filter(
      (at) => at > now - limit.perMs,
    );
    this.#taken.set(key, recent);
    if (recent.length < limit.requests) {
      recent.push(now);
      return 0;
    }
    const [first = now] = recent;
    return Math.max(1, Math.ceil((first + limit.perMs - now) / 1000));
  }

  reset(): void {
    this.#taken.clear();
  }
}
