import { announce } from "../announce.js";
import { byId } from "../dom.js";
import { offer, sameRows } from "./download.js";
import { showIssueTable } from "./issue-table.js";
import { createLedger } from "./ledger.js";
import { createProgress } from "./progress.js";
import { startRun } from "./run.js";
import { plural } from "./words.js";

/** Often enough for the eye. */
const TICK_MS = 250;

/**
 * @typedef {import("./check.js").Sheet} Sheet
 * @typedef {import("./check.js").Checked} Checked
 *
 * @typedef {object} Job a checked file, and how far its import is
 * @property {Sheet} sheet
 * @property {Checked} checked
 * @property {import("./ledger.js").Ledger} ledger
 * @property {ReturnType<typeof createProgress>} progress
 */

/**
 * The buttons of an import, and all that they begin.
 *
 * @param {import("/pkg/index.js").CustomFields} customFields
 * @param {import("./progress.js").Limit} limit
 * @param {() => void} onRun called as a run begins and as it ends
 */
export function createDesk(customFields, limit, onRun) {
  const [runButton, pauseButton, stopButton] = ["run", "pause", "stop"].map(
    (id) => byId(id, HTMLButtonElement),
  );
  const leaveOut = byId("leave-out", HTMLInputElement);
  /** @type {Job | null} */
  let job = null;
  /** @type {import("./run.js").Run | null} */
  let run = null;
  /** @type {import("./progress.js").Phase} */
  let phase = "ended";

  const refusal = () => {
    if (!job) return "Choose a file first.";
    if (job.checked.invalid && !leaveOut.checked) {
      return "Mend the invalid rows, or agree to leave them out.";
    }
    return job.ledger.left().length ? "" : "Nothing is left to import.";
  };

  const showButtons = () => {
    const why = refusal();
    const left = job?.ledger.left().length ?? 0;
    runButton.setAttribute("aria-disabled", String(Boolean(why || run)));
    runButton.textContent = run
      ? "Importing…"
      : left
        ? `Import ${plural(left, "row")}`
        : "Import";
    const held = "Rows under way are still sent, then none until you go on.";
    byId("run-hint").textContent = phase === "paused" ? held : run ? "" : why;
    pauseButton.textContent = phase === "paused" ? "Go on" : "Pause";
    const focused = document.activeElement;
    const stuck = focused === pauseButton || focused === stopButton;
    pauseButton.disabled = stopButton.disabled = !run || phase === "stopping";
    // A button that is disabled would take the focus with it.
    if (stuck && pauseButton.disabled) runButton.focus();
  };

  /** @param {import("./progress.js").Phase} next @param {string} message */
  const enter = (next, message) => {
    phase = next;
    showButtons();
    if (job) job.progress.show(job.ledger, phase);
    announce(message);
  };

  const start = async () => {
    if (!job || run || refusal()) return;
    const { ledger, progress } = job;
    byId("progress").hidden = false;
    byId("downloads").hidden = true;
    progress.begin();
    run = startRun(customFields, ledger.left(), {
      onRequest: progress.onRequest,
      onProgress: progress.onProgress,
      onResult: ledger.record,
    });
    enter("running", "The import has begun.");
    onRun();
    window.addEventListener("beforeunload", warn);
    const timer = setInterval(() => progress.show(ledger, phase), TICK_MS);
    let failure = "";
    try {
      await run.ended;
    } catch (error) {
      failure = `The page failed: ${error}`;
    }
    clearInterval(timer);
    window.removeEventListener("beforeunload", warn);
    run = null;
    showEnd(job);
    enter("ended", ended(ledger));
    if (failure) byId("run-hint").textContent = failure;
    onRun();
  };

  runButton.addEventListener("click", start);
  leaveOut.addEventListener("change", showButtons);
  pauseButton.addEventListener("click", () => {
    const paused = phase !== "paused";
    run?.pause(paused);
    job?.progress.pause(paused);
    if (paused) enter("paused", "Paused. Rows under way are finished.");
    else enter("running", "The import goes on.");
  });
  stopButton.addEventListener("click", () => {
    enter("stopping", "Stopping. Rows in flight are finished.");
    run?.stop();
  });

  return {
    isRunning: () => run !== null,
    /** Whether any row of the file may have been sent. */
    hasBegun: () => !byId("progress").hidden,
    /**
     * Lays a checked file on the desk, or clears it.
     *
     * @param {Sheet} [sheet]
     * @param {Checked} [checked]
     */
    lay(sheet, checked) {
      job = sheet && checked ? newJob(sheet, checked, limit) : null;
      leaveOut.checked = false;
      byId("leave-out-field").hidden = !checked?.invalid;
      byId("leave-out-text").textContent =
        `Leave out ${plural(checked?.invalid ?? 0, "invalid row")}`;
      byId("progress").hidden = true;
      showIssueTable("failed", []);
      showButtons();
    },
  };
}

/** @param {Sheet} sheet @param {Checked} checked @param {import("./progress.js").Limit} limit */
const newJob = (sheet, checked, limit) => ({
  sheet,
  checked,
  ledger: createLedger(checked.rows, sheet.columns),
  progress: createProgress(limit),
});

/** Rows that are under way would be lost. @param {BeforeUnloadEvent} event */
const warn = (event) => event.preventDefault();

/** @param {Job} job */
function showEnd({ sheet, ledger }) {
  showIssueTable("failed", ledger.issues());
  const base = sheet.name.replace(/\.csv$/i, "");
  const files = /** @type {const} */ ([
    ["failed", ledger.failed(), "not created"],
    ["unknown", ledger.unknown(), "possibly created"],
  ]);
  for (const [id, rows, which] of files) {
    byId(`${id}-field`).hidden = rows.length === 0;
    byId(id).textContent =
      `Download ${plural(rows.length, "row")} ${which}, as CSV`;
    if (rows.length) offer(id, `${base}.${id}.csv`, sameRows(sheet, rows));
  }
  byId("downloads").hidden = files.every(([, rows]) => !rows.length);
}

/** @param {import("./ledger.js").Ledger} ledger */
function ended(ledger) {
  const { created, rejected, invalid, unknown } = ledger.counts;
  const left = ledger.left().length;
  return `The import has ended. Created ${created}, rejected ${rejected + invalid}, unknown ${unknown}, not sent ${left}.`;
}
