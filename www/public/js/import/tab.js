import { announce } from "../announce.js";
import { connect, limit } from "../client.js";
import { byId, el } from "../dom.js";
import { BACKEND } from "../scenarios.js";
import { checkSheet, readSheet } from "./check.js";
import { startChoosing } from "./choose.js";
import { createDesk } from "./desk.js";
import { exampleCsv, offer } from "./download.js";
import { showIssueTable } from "./issue-table.js";
import { number, plural } from "./words.js";

/** More than a page should hold; the command reads files of any length. */
const LARGEST = 20_000_000;

/**
 * The Import tab: a file is chosen, read, checked, and then imported from the desk.
 *
 * @param {import("../types.js").DemoData} data
 */
export function startImport(data) {
  const { customFields } = connect({ baseUrl: BACKEND }).customers;
  const select = fillDefinitions(data);
  const desk = createDesk(customFields, limit(), () => lock());
  let latest = new AbortController();
  /** @type {import("./check.js").Sheet | null} */
  let sheet = null;

  const lock = () => {
    byId("file", HTMLInputElement).disabled = desk.isRunning();
    // Rows that were sent for one field must not be taken for another's.
    select.disabled =
      desk.hasBegun() || Boolean(sheet?.columns.nameDefinitions);
  };

  /** @param {(signal: AbortSignal) => Promise<void>} work the only one from now on */
  const alone = async (work) => {
    latest.abort();
    const { signal } = (latest = new AbortController());
    desk.lay();
    showProblems([]);
    showChecked(null);
    byId("check").setAttribute("aria-busy", "true");
    try {
      await work(signal);
    } catch (error) {
      if (signal.aborted) return;
      showProblems([error instanceof Error ? error.message : String(error)]);
    }
    if (!signal.aborted) byId("check").setAttribute("aria-busy", "false");
    lock();
  };

  /** @param {AbortSignal} signal */
  const check = async (signal) => {
    if (!sheet) return;
    const { columns, problems } = sheet;
    const missing = !columns.nameDefinitions && !select.value;
    const choose =
      "The file has no column fieldDefinitionId: choose the custom field below.";
    const all = missing ? [...problems, choose] : problems;
    if (all.length) return showProblems(all);
    say(`Checking ${plural(sheet.records.length, "row")} of ${sheet.name}…`);
    const { validate } = customFields;
    const checked = await checkSheet(sheet, select.value, validate, signal);
    showChecked(checked);
    desk.lay(sheet, checked);
    say(
      `${sheet.name}: ${plural(checked.rows.length, "row")}, ${
        checked.invalid ? `${number(checked.invalid)} invalid` : "all valid"
      }.`,
    );
  };

  startChoosing((file) =>
    alone(async (signal) => {
      sheet = null;
      if (file.size > LARGEST)
        throw new Error("The file is too big for a page: over 20 MB.");
      say(`Reading ${file.name}…`);
      sheet = await readSheet(file, signal);
      await check(signal);
    }),
  );
  select.addEventListener("change", () => void alone(check));
  offer("example", "example.csv", exampleCsv(data));
}

/** @param {import("../types.js").DemoData} data */
function fillDefinitions({ definitions }) {
  const select = byId("import-definition", HTMLSelectElement);
  select.replaceChildren(
    el("option", { value: "" }, "Choose one…"),
    ...definitions.map(({ id, label, valueField }) =>
      el("option", { value: id }, `${label} (${valueField})`),
    ),
  );
  return select;
}

/** @param {string} message */
function say(message) {
  byId("check-status").textContent = message;
  announce(message);
}

/** Why no row of a file can be taken. @param {readonly string[]} problems */
function showProblems(problems) {
  byId("file-issues").replaceChildren(
    ...problems.map((problem) => el("p", {}, problem)),
  );
  const input = byId("file");
  if (problems.length) {
    input.setAttribute("aria-invalid", "true");
    say("The file cannot be imported as it is.");
    announce(problems.join(" "));
  } else input.removeAttribute("aria-invalid");
}

/** @param {import("./check.js").Checked | null} checked */
function showChecked(checked) {
  byId("check-figures").hidden = !checked;
  showIssueTable("found", checked?.issues ?? []);
  if (!checked) return;
  const { rows, invalid, issues } = checked;
  byId("count-valid").textContent = number(rows.length - invalid);
  byId("count-invalid").textContent = number(invalid);
  byId("count-problems").textContent = number(issues.length);
}
