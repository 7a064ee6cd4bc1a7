import { byId, el } from "../dom.js";
import { number, shortened } from "./words.js";

/** More than anyone reads, and few enough to draw at once. */
const SHOWN = 200;

/**
 * Lists issues by line and cell.
 *
 * @param {"found" | "failed"} name which of the page's tables
 * @param {readonly import("./check.js").Issue[]} issues
 */
export function showIssueTable(name, issues) {
  byId(`${name}-holder`).hidden = issues.length === 0;
  byId(`${name}-more`).textContent =
    issues.length > SHOWN
      ? `Showing the first ${SHOWN} of ${number(issues.length)}.`
      : "";
  byId(`${name}-rows`).replaceChildren(...issues.slice(0, SHOWN).map(row));
}

/** @param {import("./check.js").Issue} issue */
function row({ line, column, cell, message }) {
  const says = column && (cell ? shortened(cell) : "empty");
  return el(
    "tr",
    {},
    el("td", {}, String(line)),
    el("td", {}, el("code", {}, column)),
    el(
      "td",
      {},
      message,
      el("span", { class: cell ? "detail" : "detail null" }, says),
    ),
  );
}
