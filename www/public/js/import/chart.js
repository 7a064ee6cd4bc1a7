import { byId } from "../dom.js";
import { duration, span } from "./words.js";

/** The drawing's own measure; the page stretches it. */
const WIDTH = 600;
const HEIGHT = 120;

/**
 * Draws how many requests each window had, under the line of what the rate limit allows.
 *
 * @param {ReturnType<ReturnType<typeof import("./traffic.js").createTraffic>["read"]>} traffic
 * @param {{ requests: number, perMs: number }} limit
 */
export function drawChart({ points, now, most, elapsedMs }, limit) {
  const limited = Number.isFinite(limit.requests);
  const top = 1.15 * Math.max(limited ? limit.requests : 0, most, 1);
  const y = (/** @type {number} */ count) =>
    Math.round(HEIGHT * (1 - count / top) * 10) / 10;
  const x = (/** @type {number} */ at) =>
    Math.round((WIDTH * at * 10) / Math.max(elapsedMs, 1)) / 10;
  const steps = points.map(({ at, count }) => `H${x(at)}V${y(count)}`);
  const line = `M0 ${y(0)}${steps.join("")}H${WIDTH}V${y(now)}`;
  draw("chart-line", line);
  draw("chart-area", `${line}V${HEIGHT}H0Z`);
  draw("chart-limit", limited ? `M0 ${y(limit.requests)}H${WIDTH}` : "");

  const window = span(limit.perMs);
  const allowed = limited
    ? `The dashed line is the limit: ${limit.requests} in any ${window}.`
    : "No limit is set.";
  byId("chart-title").textContent = `Requests in the last ${window}`;
  byId("chart-text").textContent =
    `Now ${now}, at most ${most} so far. ${allowed}`;
  byId("chart-from").textContent = "start";
  byId("chart-to").textContent = `${duration(elapsedMs)} later`;
}

/** @param {string} id @param {string} path */
function draw(id, path) {
  document.getElementById(id)?.setAttribute("d", path);
}
