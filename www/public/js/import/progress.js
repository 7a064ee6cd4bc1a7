import { announce } from "../announce.js";
import { byId } from "../dom.js";
import { drawChart } from "./chart.js";
import { createTraffic } from "./traffic.js";
import { duration, number, plural, span } from "./words.js";

/**
 * @typedef {"running" | "paused" | "stopping" | "ended"} Phase
 * @typedef {{ requests: number, perMs: number }} Limit
 * @typedef {import("./ledger.js").Ledger} Ledger
 */

/** Shows the progress of a file's import. */
export class Progress {
  #limit;
  #traffic;
  #quarter = 0;
  /** @type {number | null} */
  #etaMs = null;
  #slotAt = 0;
  #runAt = 0;
  #pausedAt = 0;
  #pausedMs = 0;

  /** @param {Limit} limit */
  constructor(limit) {
    this.#limit = limit;
    this.#traffic = createTraffic(limit.perMs);
  }

  begin() {
    this.#traffic.begin();
    this.#runAt = performance.now();
    this.#pausedMs = 0;
    this.#etaMs = null;
  }

  countRequest() {
    this.#traffic.add();
  }

  /** @param {import("./run.js").Progress} of the package */
  update({ etaMs, waitingMs }) {
    this.#etaMs = etaMs;
    this.#slotAt = performance.now() + waitingMs;
  }

  /** @param {boolean} paused */
  pause(paused) {
    if (paused) this.#pausedAt = performance.now();
    else this.#pausedMs += performance.now() - this.#pausedAt;
  }

  /**
   * @param {Ledger} ledger
   * @param {Phase} phase
   */
  show(ledger, phase) {
    const left = ledger.left().length;
    const done = ledger.settled();
    showBar(done, done + left, phase);
    showFigures(ledger, left);
    this.#traffic.sample();
    const seen = this.#traffic.read();
    drawChart(seen, this.#limit);
    byId("fact-rate").textContent =
      `${plural(seen.now, "request")} in the last ${span(this.#limit.perMs)}`;
    byId("fact-wait").textContent = phase === "ended" ? "none" : this.#wait();
    const runs = phase === "running";
    byId("fact-left").textContent = runs ? this.#timeLeft(left) : phase;
    if (runs) this.#sayQuarters(done, done + left);
  }

  #wait() {
    const ms = this.#slotAt - performance.now();
    return ms > 0 ? `next request in ${duration(Math.max(ms, 100))}` : "none";
  }

  /** The package's estimate does not account for pauses. @param {number} left rows */
  #timeLeft(left) {
    if (this.#etaMs === null) return "not known yet";
    const elapsed = performance.now() - this.#runAt;
    const active = Math.max(0, elapsed - this.#pausedMs) / Math.max(elapsed, 1);
    const { requests, perMs } = this.#limit;
    const atLeast = (left * perMs) / requests;
    return `about ${duration(Math.max(this.#etaMs * active, atLeast))}`;
  }

  /** @param {number} done @param {number} all */
  #sayQuarters(done, all) {
    const reached = Math.floor((4 * done) / Math.max(all, 1));
    if (reached > this.#quarter && reached < 4) {
      announce(`${number(done)} of ${number(all)} rows done.`);
    }
    this.#quarter = reached;
  }
}

/**
 * @param {number} done
 * @param {number} all
 * @param {Phase} phase
 */
function showBar(done, all, phase) {
  const bar = byId("progress-bar", HTMLProgressElement);
  bar.max = Math.max(all, 1);
  bar.value = done;
  const held = phase === "paused" || phase === "stopping" ? `, ${phase}` : "";
  byId("progress-text").textContent =
    `${number(done)} of ${plural(all, "row")} done${held}`;
}

/**
 * @param {Ledger} ledger
 * @param {number} left
 */
function showFigures({ counts }, left) {
  const { created, rejected, invalid, unknown } = counts;
  byId("count-created").textContent = number(created);
  byId("count-rejected").textContent = number(rejected + invalid);
  byId("count-unknown").textContent = number(unknown);
  byId("count-not-sent").textContent = number(left);
}
