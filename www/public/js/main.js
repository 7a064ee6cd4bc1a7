import { announceAfterTyping } from "./announce.js";
import { call, cancel, isBusy } from "./call.js";
import { connect, setRateLimit } from "./client.js";
import { byId } from "./dom.js";
import { draftForm } from "./draft.js";
import { count, showIssues, summary } from "./issues.js";
import { startImport } from "./import/tab.js";
import { loadParts } from "./parts.js";
import { showPreview, startPreview } from "./preview.js";
import { BACKEND, chosenBaseUrl, fillScenarios } from "./scenarios.js";
import { startTabs } from "./tabs.js";

async function start() {
  const [response] = await Promise.all([fetch("/demo-data.json"), loadParts()]);
  /** @type {import("./types.js").DemoData} */
  const data = await response.json();
  if (!data.definitions.length)
    throw new Error("the backend has no definitions");

  setRateLimit(data.rateLimit);
  startViews();
  startImport(data);
  fillScenarios(data.faults);
  startPreview();
  const form = draftForm(data);
  const { customFields } = connect({ baseUrl: BACKEND }).customers;
  let lastSummary = "";

  /** Checks the form as it is now, with the package's own checks only. */
  const check = () => {
    const draft = form.read();
    const { syntaxError } = draft;
    const issues = syntaxError
      ? []
      : customFields.validate(draft.customerId, draft.body);
    showIssues(issues, form.chosenDefinition().valueField, syntaxError);
    showPreview(draft, chosenBaseUrl());
    const valid = !syntaxError && issues.length === 0;
    byId("unsent").hidden = valid;
    const verdict = byId("verdict");
    verdict.classList.toggle("refused", !valid);
    verdict.textContent = valid
      ? "Valid: ready to send."
      : `${syntaxError ? count(1) : count(issues.length)}: this request will not be sent.`;
    const said = summary(issues, syntaxError);
    if (lastSummary && said !== lastSummary) announceAfterTyping(said);
    lastSummary = said;
    return draft;
  };

  byId("form").addEventListener("input", check);
  byId("form").addEventListener("change", check);
  byId("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy()) return;
    const draft = check();
    if (draft.syntaxError) {
      byId("raw-json").focus();
      return;
    }
    const before = JSON.stringify(draft);
    const issues = await call(draft, chosenBaseUrl());
    // Issues that the server found stay beside the fields until the fields change.
    if (issues.length && JSON.stringify(form.read()) === before) {
      showIssues(issues, form.chosenDefinition().valueField, null);
    }
  });
  byId("cancel").addEventListener("click", cancel);
  check();
}

/** The tabs: one value, or many from a file. */
function startViews() {
  startTabs(["one", "import"], (name) => {
    const content = name === "import" ? "import" : "request";
    const skip = document.querySelector(".skip");
    skip?.setAttribute("href", `#${content}`);
    skip?.replaceChildren(`Skip to the ${content}`);
  });
}

start().catch((/** @type {unknown} */ error) => {
  const failure = byId("failure");
  failure.textContent = `The page could not start: ${error instanceof Error ? error.message : String(error)}`;
  failure.hidden = false;
});
