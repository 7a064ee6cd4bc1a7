import { byId, el } from "./dom.js";
import { DOCUMENTED, FAILURES } from "./faults.js";

/** The path at which the backend handles calls; it adds the key. */
export const BACKEND = "/api/carecycle";

/** Fills the list of responses; hides it if the backend calls the real API. */
export function fillScenarios(/** @type {boolean} */ available) {
  byId("scenario-field").hidden = !available;
  byId("scenario", HTMLSelectElement).replaceChildren(
    group("Documented", [
      ["", "Created, if the request is valid"],
      ...DOCUMENTED,
    ]),
    group("Failures", FAILURES),
  );
}

/** The `baseUrl` that leads to the chosen response. */
export function chosenBaseUrl() {
  const prefix = byId("scenario", HTMLSelectElement).value;
  return prefix ? `${BACKEND}/${prefix}` : BACKEND;
}

/**
 * @param {string} label
 * @param {readonly (readonly [string, string])[]} scenarios
 */
function group(label, scenarios) {
  const options = scenarios.map(([value, text]) =>
    el("option", { value }, text),
  );
  return el("optgroup", { label }, ...options);
}
