/** How many requests a key may make. */

/**
 * @typedef {object} RateLimit
 * @property {number} requests
 * @property {number} perMs
 */

/**
 * @param {RateLimit | false} limit
 * @param {"sliding" | "fixed"} kind whether slots become free one by one, or all at the window's end
 * @param {() => number} now in milliseconds
 */
export function createRateLimit(limit, kind, now) {
  /** @type {Map<string, number[]>} when each key took its slots, oldest first */
  const taken = new Map();
  return {
    /**
     * Takes a slot; a refused request takes none.
     * @param {string} key
     * @returns {number} 0, or the seconds until a slot is free, rounded up
     */
    take(key) {
      if (!limit) return 0;
      const at = now();
      const isRecent = (/** @type {number} */ time) => time > at - limit.perMs;
      const before = taken.get(key) ?? [];
      const inWindow = before.length > 0 && isRecent(before[0]) ? before : [];
      const recent = kind === "fixed" ? inWindow : before.filter(isRecent);
      taken.set(key, recent);
      if (recent.length < limit.requests) {
        recent.push(at);
        return 0;
      }
      return Math.max(1, Math.ceil((recent[0] + limit.perMs - at) / 1000));
    },
    reset: () => taken.clear(),
  };
}
