import { byId } from "../dom.js";
import { offer, sameRows } from "./download.js";
import { showIssueTable } from "./issue-table.js";
import { plural } from "./words.js";

/**
 * Shows the errors of a run, and offers files of the rows to fix or to check.
 *
 * @param {import("./importer.js").Job} job
 */
export function showOutcome({ sheet, ledger }) {
  showIssueTable("failed", ledger.issues());
  const [base, extension] = partsOf(sheet.name);
  const files = /** @type {const} */ ([
    ["failed", ledger.failed(), "not created"],
    ["unknown", ledger.unknown(), "that may have been created"],
  ]);
  for (const [id, rows, which] of files) {
    byId(`${id}-field`).hidden = rows.length === 0;
    byId(id).textContent =
      `Download ${plural(rows.length, "row")} ${which} (CSV)`;
    if (rows.length)
      offer(id, `${base}.${id}.${extension}`, sameRows(sheet, rows));
  }
  byId("downloads").hidden = files.every(([, rows]) => !rows.length);
}

/** A file's name and its extension, which its rows keep. @param {string} name */
function partsOf(name) {
  const [, base = name, extension = "csv"] =
    /^(.+)\.(csv|tsv|txt)$/i.exec(name) ?? [];
  return [base, extension];
}

export function hideOutcome() {
  showIssueTable("failed", []);
  byId("downloads").hidden = true;
}

/** @param {import("./ledger.js").Ledger} ledger */
export function summary({ counts, left, unread }) {
  const { created, rejected, invalid, unknown } = counts;
  const lines = unread().map(({ record }) => record.line);
  const without = lines.length
    ? ` (unreadable response: line ${lines.join(", ")})`
    : "";
  return `Created ${created}${without}, rejected ${rejected + invalid}, unknown ${unknown}, not sent ${left().length}.`;
}
