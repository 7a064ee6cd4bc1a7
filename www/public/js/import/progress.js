import { announce } from "../announce.js";
import { byId } from "../dom.js";
import { drawChart } from "./chart.js";
import { createTraffic } from "./traffic.js";
import { duration, number, plural, span } from "./words.js";

/**
 * @typedef {"running" | "paused" | "stopping" | "ended"} Phase
 * @typedef {{ requests: number, perMs: number }} Limit
 */

/** What a file's import shows of itself, and remembers for that. @param {Limit} limit */
export function createProgress(limit) {
  const traffic = createTraffic(limit.perMs);
  let quarter = 0;
  let etaMs = /** @type {number | null} */ (null);
  let slotAt = 0;
  let runAt = 0;
  let pausedAt = 0;
  let pausedMs = 0;

  /** The package's estimate knows of no pauses. @param {number} left rows */
  const timeLeft = (left) => {
    if (etaMs === null) return "not known yet";
    const elapsed = performance.now() - runAt;
    const active = Math.max(0, elapsed - pausedMs) / Math.max(elapsed, 1);
    const atLeast = (left * limit.perMs) / limit.requests;
    return `about ${duration(Math.max(etaMs * active, atLeast))}`;
  };

  return {
    onRequest: () => traffic.add(),
    /** @param {import("./run.js").Progress} progress */
    onProgress({ etaMs: told, waitingMs }) {
      etaMs = told;
      slotAt = performance.now() + waitingMs;
    },
    begin() {
      traffic.begin();
      runAt = performance.now();
      pausedMs = 0;
      etaMs = null;
    },
    /** @param {boolean} paused */
    pause(paused) {
      if (paused) pausedAt = performance.now();
      else pausedMs += performance.now() - pausedAt;
    },
    /**
     * @param {import("./ledger.js").Ledger} ledger
     * @param {Phase} phase
     */
    show(ledger, phase) {
      const left = ledger.left().length;
      const done = ledger.settled();
      showBar(done, done + left, phase);
      const { created, rejected, invalid, unknown } = ledger.counts;
      byId("count-created").textContent = number(created);
      byId("count-rejected").textContent = number(rejected + invalid);
      byId("count-unknown").textContent = number(unknown);
      byId("count-not-sent").textContent = number(left);
      traffic.sample();
      const seen = traffic.read();
      drawChart(seen, limit);
      const waitMs = slotAt - performance.now();
      const runs = phase === "running";
      byId("fact-rate").textContent =
        `${plural(seen.now, "request")} in the last ${span(limit.perMs)}`;
      byId("fact-wait").textContent =
        phase !== "ended" && waitMs > 0
          ? `next request in ${duration(Math.max(waitMs, 100))}`
          : "none";
      byId("fact-left").textContent = runs ? timeLeft(left) : phase;
      const reached = Math.floor((4 * done) / Math.max(done + left, 1));
      if (runs && reached > quarter && reached < 4) {
        announce(`${number(done)} of ${number(done + left)} rows done.`);
      }
      quarter = reached;
    },
  };
}

/** @param {number} done @param {number} all @param {Phase} phase */
function showBar(done, all, phase) {
  const bar = byId("progress-bar", HTMLProgressElement);
  bar.max = Math.max(all, 1);
  bar.value = done;
  const state = { paused: ", paused", stopping: ", stopping" };
  byId("progress-text").textContent =
    `${number(done)} of ${plural(all, "row")} done` +
    (state[/** @type {keyof typeof state} */ (phase)] ?? "");
}
