import { byId } from "../dom.js";
import { plural } from "./words.js";

/** @typedef {import("./progress.js").Phase} Phase */

/** @param {string} id */
const button = (id) => byId(id, HTMLButtonElement);

export const leaveOut = () => byId("leave-out", HTMLInputElement);

/**
 * Why an import cannot start; empty if it can.
 *
 * @param {import("./importer.js").Job | null} job
 */
export function refusal(job) {
  if (!job) return "Choose a file first.";
  if (job.checked.invalid && !leaveOut().checked) {
    return "Fix the invalid rows, or choose to skip them.";
  }
  return job.ledger.left().length ? "" : "Nothing is left to import.";
}

/**
 * Enables the buttons that can be pressed now.
 *
 * @param {import("./importer.js").Job | null} job
 * @param {Phase} phase
 */
export function showControls(job, phase) {
  const runs = phase !== "ended";
  const why = refusal(job);
  const left = job?.ledger.left().length ?? 0;
  const run = button("run");
  // Not `disabled`, which would take the keyboard focus away.
  run.setAttribute("aria-disabled", String(runs || why !== ""));
  const wish = left ? `Import ${plural(left, "row")}` : "Import";
  run.textContent = runs ? "Importing…" : wish;
  byId("run-hint").textContent = runs ? HINTS[phase] : why;

  const others = [button("pause"), button("stop")];
  others[0].textContent = phase === "paused" ? "Resume" : "Pause";
  const focused = others.some((other) => other === document.activeElement);
  const off = !runs || phase === "stopping";
  for (const other of others) other.disabled = off;
  if (off && focused) run.focus();
}

const HINTS = {
  running: "",
  paused: "Requests in flight will finish. No more are sent until you resume.",
  stopping: "",
};

/** @param {number} invalid rows of the file */
export function askToLeaveOut(invalid) {
  leaveOut().checked = false;
  byId("leave-out-field").hidden = invalid === 0;
  byId("leave-out-text").textContent = `Skip ${plural(invalid, "invalid row")}`;
}
