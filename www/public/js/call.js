import { announce } from "./announce.js";
import { showBusy, showError, showValue, tone } from "./response.js";
import { connect } from "./client.js";
import { byId } from "./dom.js";
import { remember } from "./history.js";
import { count } from "./issues.js";
import { CareCycleError, ValidationError } from "./package.js";

/**
 * @typedef {import("./types.js").Draft} Draft
 * @typedef {import("./types.js").Body} Body
 */

/** @type {AbortController | null} */
let running = null;

export const isBusy = () => running !== null;

export function cancel() {
  running?.abort();
}

/**
 * Makes one request, and adds one entry to the history.
 *
 * @param {Draft} draft
 * @param {string} baseUrl
 * @returns {Promise<readonly import("./types.js").ValidationIssue[]>} of the package or the server
 */
export async function call(draft, baseUrl) {
  running = new AbortController();
  setBusy(true);
  showBusy();
  const started = performance.now();
  /** @param {{ result: string, outcome: string, tone: string }} entry */
  const log = (entry) =>
    remember({
      label: draft.label,
      milliseconds: performance.now() - started,
      ...entry,
    });
  // Retries are off, so the page shows every response as it arrived.
  const options = { baseUrl, maxRetries: 0 };
  try {
    const careCycle = connect(options);
    const body = /** @type {Body} */ (draft.body);
    const { signal } = running;
    const value = await careCycle.customers.customFields.create(
      draft.customerId,
      body,
      { signal },
    );
    showValue(value);
    log({ result: "Value created", outcome: "created", tone: "good" });
    announce("Value created.");
    return [];
  } catch (error) {
    showError(error);
    const known = error instanceof CareCycleError;
    const result = known ? error.name : "Error";
    const outcome = known ? error.outcome : "fault";
    log({ result, outcome, tone: tone(outcome) });
    const issues = error instanceof ValidationError ? error.errors : [];
    const found = issues.length ? ` ${count(issues.length)}.` : "";
    announce(`${result}, outcome ${outcome}.${found}`);
    return issues;
  } finally {
    running = null;
    setBusy(false);
    reveal();
  }
}

/** @param {boolean} busy */
function setBusy(busy) {
  const create = byId("create", HTMLButtonElement);
  const stop = byId("cancel", HTMLButtonElement);
  // Not `disabled`, which would take the keyboard focus away.
  create.setAttribute("aria-disabled", String(busy));
  create.textContent = busy ? "Creating\u2026" : "Create value";
  byId("response").setAttribute("aria-busy", String(busy));
  if (!busy && document.activeElement === stop) create.focus();
  stop.disabled = !busy;
}

/** On a phone the response is far below the button. */
function reveal() {
  const { top } = byId("response").getBoundingClientRect();
  if (top > window.innerHeight - 160)
    byId("response").scrollIntoView({ block: "start" });
}
