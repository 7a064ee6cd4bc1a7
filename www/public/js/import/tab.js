import { connect, limit } from "../client.js";
import { byId, el } from "../dom.js";
import { BACKEND } from "../scenarios.js";
import { AS_NAMED, isKnownHeader } from "../spreadsheet.js";
import { checkSheet } from "./check.js";
import {
  allowed,
  delimiterChosen,
  disableChoices,
  mappingChosen,
  showCautioned,
  startChoices,
} from "./choices.js";
import { startChoosing } from "./choose.js";
import { ColumnFields } from "./column-fields.js";
import { namesDefinition, readColumns } from "./columns.js";
import { DefinitionsFile } from "./definitions-file.js";
import { Importer } from "./importer.js";
import { exampleCsv, offer } from "./download.js";
import { say, showChecked, showChecking, showProblems } from "./file-view.js";
import { showOutlook } from "./outlook-view.js";
import { readSheet } from "./sheet.js";
import { number, plural } from "./words.js";

/** More than a page should hold; the command reads files of any length. */
const LARGEST = 20_000_000;

/** @param {import("../types.js").DemoData} data */
export function startImport(data) {
  offer("example", "example.csv", exampleCsv(data));
  new ImportTab(data.definitions);
}

/** Reads and checks the chosen file, and hands it to the importer. */
class ImportTab {
  #customFields = connect({ baseUrl: BACKEND }).customers.customFields;
  #select = byId("import-definition", HTMLSelectElement);
  #importer = new Importer(this.#customFields, limit(), () => this.#lock());
  #definitions = new DefinitionsFile(() => this.#checkAgain());
  #columnFields = new ColumnFields(() => this.#checkAgain());
  #latest = new AbortController();
  /** @type {File | null} */
  #file = null;
  /** @type {import("./sheet.js").Sheet | null} */
  #sheet = null;

  /** @param {readonly import("../types.js").Definition[]} definitions */
  constructor(definitions) {
    this.#select.replaceChildren(
      el("option", { value: "" }, "Choose one…"),
      ...definitions.map(({ id, label, valueField }) =>
        el("option", { value: id }, `${label} (${valueField})`),
      ),
    );
    this.#select.addEventListener("change", () => this.#checkAgain());
    startChoices(
      () => this.#checkAgain(),
      () => this.#readAgain(),
    );
    startChoosing((file) => {
      this.#file = file;
      this.#readAgain();
    });
  }

  #readAgain() {
    const file = this.#file;
    if (file) void this.#alone((signal) => this.#read(file, signal));
  }

  #checkAgain() {
    if (this.#sheet && !this.#importer.hasBegun)
      void this.#alone((signal) => this.#check(signal));
  }

  #lock() {
    byId("file", HTMLInputElement).disabled = this.#importer.isRunning;
    // Rows that were sent must not be sent again, nor be counted for another field.
    const { hasBegun } = this.#importer;
    disableChoices(hasBegun);
    this.#definitions.disable(hasBegun);
    this.#select.disabled =
      hasBegun || (this.#sheet !== null && this.#namesDefinition(this.#sheet));
  }

  /** @param {import("./sheet.js").Sheet} sheet */
  #namesDefinition(sheet) {
    return namesDefinition(sheet, this.#columnFields.of(sheet.header.cells));
  }

  /** @param {(signal: AbortSignal) => Promise<void>} work the only one from now on */
  async #alone(work) {
    this.#latest.abort();
    this.#latest = new AbortController();
    const { signal } = this.#latest;
    this.#importer.load();
    showProblems([]);
    showChecked(null);
    showCautioned(new Map());
    showOutlook(null);
    showChecking(true);
    try {
      await work(signal);
    } catch (error) {
      if (signal.aborted) return;
      showProblems([error instanceof Error ? error.message : String(error)]);
    }
    showChecking(false);
    this.#lock();
  }

  /** @param {File} file @param {AbortSignal} signal */
  async #read(file, signal) {
    this.#sheet = null;
    this.#columnFields.show([]);
    if (file.size > LARGEST) {
      throw new Error("The file is too large for this page: over 20 MB.");
    }
    say(`Reading ${file.name}…`);
    const dialect = {
      delimiter: delimiterChosen(),
      isKnown: (/** @type {string} */ header) =>
        isKnownHeader(header, AS_NAMED) || this.#columnFields.has(header),
    };
    const sheet = await readSheet(file, dialect, signal);
    this.#sheet = sheet;
    this.#columnFields.show(sheet.header.cells);
    await this.#check(signal);
  }

  /** @param {AbortSignal} signal */
  async #check(signal) {
    const sheet = this.#sheet;
    if (!sheet) return;
    const { name, header, records } = sheet;
    const { columns, problems } = readColumns(sheet, this.#select.value, {
      ...mappingChosen(),
      columns: this.#columnFields.of(header.cells),
    });
    if (problems.length) return showProblems(problems);
    const { definitions } = this.#definitions;
    say(`Checking ${plural(records.length, "row")} of ${name}…`);
    const { validate } = this.#customFields;
    const rules = { validate, allowed: allowed(), definitions };
    const checked = await checkSheet(sheet, columns, rules, signal);
    showChecked(checked);
    showCautioned(checked.cautions);
    showOutlook(checked.outlook.get(rateLimit()), columns.leftOut);
    this.#importer.load(sheet, checked);
    const { rows, invalid } = checked;
    const found = invalid ? `${number(invalid)} invalid` : "all valid";
    say(`${name}: ${plural(rows.length, "row")}, ${found}.`);
  }
}

/** Undefined if there is none. */
const rateLimit = () => {
  const { requests, perMs } = limit();
  return Number.isFinite(requests) ? { requests, perMs } : undefined;
};
