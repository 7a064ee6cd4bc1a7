/** At most `requests` in any `perMs` milliseconds. */
export interface Limit {
  requests: number;
  perMs: number;
}

/** The time of both clocks, since a test runner may fake only one of them. */
interface Instant {
  monotonic: number;
  wall: number;
}

const instant = (): Instant => ({
  monotonic: performance.now(),
  wall: Date.now(),
});

/** By the clock that advanced further: the other one may be faked, and stand still. */
const msBetween = (then: Instant, now: Instant): number =>
  Math.max(now.monotonic - then.monotonic, now.wall - then.wall);

/** The slots of each key, in a sliding window. */
export class Slots {
  readonly #limit: Limit | false;
  readonly #taken = new Map<string, Instant[]>();

  constructor(limit: Limit | false) {
    this.#limit = limit;
  }

  /** Takes a slot and returns 0, or returns the seconds until one is free, rounded up. */
  take(key: string): number {
    const limit = this.#limit;
    if (!limit) return 0;
    const now = instant();
    const recent = (this.#taken.get(key) ?? []).filter(
      (at) => msBetween(at, now) < limit.perMs,
    );
    this.#taken.set(key, recent);
    if (recent.length < limit.requests) {
      recent.push(now);
      return 0;
    }
    const [first = now] = recent;
    return Math.max(1, Math.ceil((limit.perMs - msBetween(first, now)) / 1000));
  }

  reset(): void {
    this.#taken.clear();
  }
}
