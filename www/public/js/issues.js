import { byId, chosen, el } from "./dom.js";

/** @typedef {import("./types.js").ValidationIssue} ValidationIssue */

/**
 * Shows each issue beside its field.
 *
 * @param {readonly ValidationIssue[]} issues
 * @param {string} valueField the body's key that the value input fills
 * @param {string | null} syntaxError
 */
export function showIssues(issues, valueField, syntaxError) {
  const asJson = chosen(byId("form"), "mode") === "json";
  /** @type {Record<string, string[]>} */
  const found = {
    "customer-id": [],
    "raw-json": [],
    definitions: [],
    value: [],
  };
  if (syntaxError) found["raw-json"].push(syntaxError);
  for (const { path, message } of issues) {
    const [first, ...rest] = path;
    if (first === "id") found["customer-id"].push(message);
    else if (asJson) found["raw-json"].push(at(path, message));
    else if (first === valueField) found.value.push(at(rest, message));
    else
      found.definitions.push(
        first === "fieldDefinitionId" ? message : at(path, message),
      );
  }
  place("customer-id", byId("customer-id"), found["customer-id"]);
  place("raw-json", byId("raw-json"), found["raw-json"]);
  place("definitions", byId("definitions"), found.definitions);
  place("value", document.getElementById("value-input"), found.value);
}

/**
 * @param {readonly ValidationIssue[]} issues
 * @param {string | null} [syntaxError]
 */
export function summary(issues, syntaxError) {
  if (syntaxError) return syntaxError;
  if (issues.length === 0) return "The request is valid.";
  const texts = issues.map(({ path, message }) => at(path, message));
  return `${count(issues.length)}. ${texts.join(". ")}`;
}

/** @param {number} issues */
export function count(issues) {
  return issues === 1 ? "1 problem" : `${issues} problems`;
}

/**
 * @param {readonly string[]} path
 * @param {string} message
 */
export function at(path, message) {
  return path.length ? `${path.join(".")}: ${message}` : message;
}

/**
 * @param {string} name
 * @param {HTMLElement | null} control
 * @param {readonly string[]} messages
 */
function place(name, control, messages) {
  byId(`${name}-issues`).replaceChildren(
    ...messages.map((message) => el("p", {}, message)),
  );
  // A group of checkboxes has no validity of its own, but its boxes have.
  const boxes = control?.querySelectorAll("input[type=checkbox]") ?? [];
  const invalid =
    control?.getAttribute("role") === "group" ? [...boxes] : [control];
  for (const element of invalid) {
    if (messages.length) element?.setAttribute("aria-invalid", "true");
    else element?.removeAttribute("aria-invalid");
  }
}
