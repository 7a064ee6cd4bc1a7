/** As many points as the chart has pixels for. */
const POINTS = 240;

/**
 * @typedef {object} Point how many requests the window that ended `at` had
 * @property {number} at milliseconds since the start
 * @property {number} count
 */

/** Counts the requests of any window as long as the rate limit's. @param {number} windowMs */
export function createTraffic(windowMs) {
  let startedAt = 0;
  /** @type {number[]} when those of the latest window were sent */
  const sent = [];
  /** @type {Point[]} */
  let points = [];
  let stepMs = 0;
  let most = 0;

  const count = () => {
    const since = performance.now() - windowMs;
    while (sent.length && sent[0] <= since) sent.shift();
    most = Math.max(most, sent.length);
    return sent.length;
  };

  const sample = () => {
    const at = performance.now() - startedAt;
    const point = { at, count: count() };
    const last = points.at(-1);
    if (last && at - last.at < stepMs) return;
    points.push(point);
    if (points.length > POINTS) {
      points = points.filter((_point, index) => index % 2 === 0);
      stepMs = (2 * at) / POINTS;
    }
  };

  return {
    begin() {
      startedAt ||= performance.now();
    },
    add() {
      sent.push(performance.now());
      sample();
    },
    /** Adds a point to the chart even if nothing was sent, so that it shows the window emptying. */
    sample,
    read: () => ({
      points,
      now: count(),
      most,
      elapsedMs: performance.now() - startedAt,
    }),
  };
}
