import { announceAfterTyping } from "./announce.js";
import { call, cancel, isBusy } from "./call.js";
import { connect, keepTo } from "./client.js";
import { byId } from "./dom.js";
import { draftForm } from "./draft.js";
import { count, showIssues, summary } from "./issues.js";
import { startImport } from "./import/tab.js";
import { showPreview, startPreview } from "./preview.js";
import { BACKEND, chosenBaseUrl, fillScenarios } from "./scenarios.js";
import { startTabs } from "./tabs.js";

async function start() {
  const response = await fetch("/demo-data.json");
  /** @type {import("./types.js").DemoData} */
  const data = await response.json();
  if (!data.definitions.length)
    throw new Error("the backend was given no definitions");

  keepTo(data.rateLimit);
  startViews();
  startImport(data);
  fillScenarios(data.faults);
  startPreview();
  const form = draftForm(data);
  const { customFields } = connect({ baseUrl: BACKEND }).customers;
  let lastSummary = "";

  /** Checks what the form says now: the package's own checks, nothing of the page's. */
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
      ? "Valid: it can be sent."
      : `${syntaxError ? count(1) : count(issues.length)}: it would not be sent.`;
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
    // What the server found stays beside the fields until they change.
    if (issues.length && JSON.stringify(form.read()) === before) {
      showIssues(issues, form.chosenDefinition().valueField, null);
    }
  });
  byId("cancel").addEventListener("click", cancel);
  check();
}

/** One value, or many of a file. */
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
