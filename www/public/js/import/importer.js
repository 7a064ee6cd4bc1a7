import { announce } from "../announce.js";
import { byId } from "../dom.js";
import { askToLeaveOut, leaveOut, refusal, showControls } from "./controls.js";
import { createLedger } from "./ledger.js";
import { hideOutcome, showOutcome, summary } from "./outcome.js";
import { Progress } from "./progress.js";
import { startRun } from "./run.js";

/** Often enough for the eye. */
const TICK_MS = 250;

/**
 * @typedef {import("./sheet.js").Sheet} Sheet
 * @typedef {import("./check.js").Checked} Checked
 *
 * @typedef {object} Job a checked file, and how far its import is
 * @property {Sheet} sheet
 * @property {Checked} checked
 * @property {import("./ledger.js").Ledger} ledger
 * @property {Progress} progress
 */

/** The buttons of an import, and what they start. */
export class Importer {
  #customFields;
  #limit;
  #onRun;
  /** @type {Job | null} */
  #job = null;
  /** @type {import("./run.js").Run | null} */
  #run = null;
  /** @type {import("./progress.js").Phase} */
  #phase = "ended";

  /**
   * @param {import("/pkg/index.js").CustomFields} customFields
   * @param {import("./progress.js").Limit} limit
   * @param {() => void} onRun called when a run starts and when it ends
   */
  constructor(customFields, limit, onRun) {
    this.#customFields = customFields;
    this.#limit = limit;
    this.#onRun = onRun;
    byId("run").addEventListener("click", () => void this.#start());
    byId("pause").addEventListener("click", () => this.#pause());
    byId("stop").addEventListener("click", () => this.#stop());
    leaveOut().addEventListener("change", () =>
      showControls(this.#job, this.#phase),
    );
  }

  get isRunning() {
    return this.#run !== null;
  }

  /** Whether any row of the file may have been sent. */
  hasBegun = false;

  /**
   * Loads a checked file, or unloads the last one.
   *
   * @param {Sheet} [sheet]
   * @param {Checked} [checked]
   */
  load(sheet, checked) {
    this.hasBegun = false;
    this.#job = sheet && checked ? newJob(sheet, checked, this.#limit) : null;
    askToLeaveOut(checked?.invalid ?? 0);
    byId("progress").hidden = true;
    hideOutcome();
    showControls(this.#job, this.#phase);
  }

  async #start() {
    const job = this.#job;
    if (!job || this.#run || refusal(job)) return;
    const { ledger, progress } = job;
    byId("progress").hidden = false;
    hideOutcome();
    progress.begin();
    this.#run = startRun(this.#customFields, ledger.left(), {
      onRequest: () => progress.countRequest(),
      onProgress: (event) => progress.update(event),
      onResult: ledger.record,
    });
    this.hasBegun = true;
    this.#enter("running", "Import started.");
    this.#onRun();
    const failure = await this.#finished(job, this.#run);
    this.#run = null;
    showOutcome(job);
    this.#enter("ended", `Import ended. ${summary(ledger)}`);
    if (failure) byId("run-hint").textContent = failure;
    this.#onRun();
  }

  /**
   * @param {Job} job
   * @param {import("./run.js").Run} run
   * @returns {Promise<string>} what went wrong with the run itself
   */
  async #finished({ ledger, progress }, run) {
    window.addEventListener("beforeunload", warn);
    const timer = setInterval(
      () => progress.show(ledger, this.#phase),
      TICK_MS,
    );
    try {
      await run.ended;
      return "";
    } catch (error) {
      return `Error in the page: ${String(error)}`;
    } finally {
      clearInterval(timer);
      window.removeEventListener("beforeunload", warn);
    }
  }

  #pause() {
    const paused = this.#phase !== "paused";
    this.#run?.pause(paused);
    this.#job?.progress.pause(paused);
    if (paused)
      this.#enter("paused", "Paused. Requests in flight will finish.");
    else this.#enter("running", "Import resumed.");
  }

  #stop() {
    this.#enter("stopping", "Stopping. Requests in flight will finish.");
    this.#run?.stop();
  }

  /** @param {import("./progress.js").Phase} phase @param {string} message */
  #enter(phase, message) {
    this.#phase = phase;
    showControls(this.#job, phase);
    this.#job?.progress.show(this.#job.ledger, phase);
    announce(message);
  }
}

/**
 * @param {Sheet} sheet
 * @param {Checked} checked
 * @param {import("./progress.js").Limit} limit
 */
const newJob = (sheet, checked, limit) => ({
  sheet,
  checked,
  ledger: createLedger(checked.rows, checked.columns),
  progress: new Progress(limit),
});

/** The results of rows in flight would be lost. @param {BeforeUnloadEvent} event */
const warn = (event) => event.preventDefault();
