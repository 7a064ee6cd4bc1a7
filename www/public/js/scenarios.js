import { byId, el } from "./dom.js";

/** Where the backend forwards the operation; it adds the key. */
export const BACKEND = "/api/carecycle";

/** What the emulator is asked for, by a prefix of the path: [prefix, what the list calls it]. */
const DOCUMENTED = /** @type {const} */ ([
  ["", "Created, or what it finds wrong itself"],
  ["~400", "400 Bad request"],
  ["~401", "401 Invalid or missing API key"],
  ["~403", "403 The key lacks permission"],
  ["~404", "404 No such customer or definition"],
  ["~422", "422 Validation error"],
  ["~429", "429 Rate limit exceeded"],
  ["~500", "500 Internal error"],
]);

const FAULTS = /** @type {const} */ ([
  ["~slow-headers:ms=5000", "Created, but answered after 5 seconds"],
  ["~cut-body", "Created, but the answer is cut"],
  ["~missing-key:key=recordId", "Created, but a key is missing"],
  ["~close-after", "Connection lost behind the backend"],
  ["~redirect", "A redirect to elsewhere"],
  ["~502-html", "A gateway's HTML page"],
]);

/** Fills the list of answers; hides it where a real API is behind the backend. */
export function fillScenarios(/** @type {boolean} */ available) {
  byId("scenario-field").hidden = !available;
  byId("scenario", HTMLSelectElement).replaceChildren(
    group("As documented", DOCUMENTED),
    group("When things break", FAULTS),
  );
}

/** The `baseUrl` that gets the chosen answer. */
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
