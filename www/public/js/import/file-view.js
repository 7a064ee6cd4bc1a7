import { announce } from "../announce.js";
import { byId, el } from "../dom.js";
import { showIssueTable } from "./issue-table.js";
import { number } from "./words.js";

/** @param {string} message */
export function say(message) {
  byId("check-status").textContent = message;
  announce(message);
}

/** @param {boolean} busy */
export function showChecking(busy) {
  byId("check").setAttribute("aria-busy", String(busy));
}

/** Shows why a file cannot be imported. @param {readonly string[]} problems */
export function showProblems(problems) {
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
export function showChecked(checked) {
  byId("check-figures").hidden = !checked;
  showIssueTable("found", checked?.issues ?? []);
  if (!checked) return;
  const { rows, invalid, issues } = checked;
  byId("count-valid").textContent = number(rows.length - invalid);
  byId("count-invalid").textContent = number(invalid);
  byId("count-problems").textContent = number(issues.length);
}
