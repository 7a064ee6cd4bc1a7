import { byId } from "../dom.js";
import { rowCount } from "../spreadsheet.js";

/** @typedef {import("/spreadsheet/index.js").CautionKind} CautionKind */

/** What rows are called that there is a caution about. @type {Record<CautionKind, string>} */
const NAMES = {
  duplicate: "duplicates",
  empty: "rows with IDs only",
  number: "numbers",
  date: "dates",
};
const KINDS = /** @type {CautionKind[]} */ (Object.keys(NAMES));

/** @param {string} id */
const checkbox = (id) => byId(id, HTMLInputElement);

const delimiter = () => byId("delimiter", HTMLSelectElement);

const listSeparator = () => byId("list-separator", HTMLInputElement);

/** @param {CautionKind} kind */
const allowing = (kind) => checkbox(`allow-${kind}`);

/**
 * @param {() => void} onChange what was read is to be checked again
 * @param {() => void} onDelimiter the file is to be read again
 */
export function startChoices(onChange, onDelimiter) {
  delimiter().addEventListener("change", onDelimiter);
  for (const id of [
    "list-separator",
    "ignore-other-columns",
    "import-cautions",
  ])
    byId(id).addEventListener("change", onChange);
}

/** @param {boolean} off */
export function disableChoices(off) {
  byId("import-cautions", HTMLFieldSetElement).disabled = off;
  // One by one, since the list of columns can still be scrolled.
  for (const control of byId("import-columns").querySelectorAll(
    "select, input",
  ))
    control.toggleAttribute("disabled", off);
  delimiter().disabled = listSeparator().disabled = off;
}

/** What separates the cells; `undefined` if the file's header decides. */
export const delimiterChosen = () => delimiter().value || undefined;

/** The cautions despite which rows are sent. */
export const allowed = () =>
  /** @type {import("/spreadsheet/index.js").Allowed} */ (
    Object.fromEntries(KINDS.map((kind) => [kind, allowing(kind).checked]))
  );

/** How a file's columns become fields, except for those that are chosen one by one. */
export const mappingChosen = () => ({
  ignoreOthers: checkbox("ignore-other-columns").checked,
  separator: listSeparator().value || undefined,
});

/** Lists the cautions that the user can turn off. @param {ReadonlyMap<CautionKind, number>} cautions */
export function showCautioned(cautions) {
  const parts = KINDS.flatMap((kind) => {
    const count = cautions.get(kind);
    return count ? [`${NAMES[kind]} (${rowCount(count)})`] : [];
  });
  const note = byId("cautioned");
  note.hidden = parts.length === 0;
  note.textContent = `The API itself allows some of these; to send them as they are, choose under “Send anyway”: ${parts.join(", ")}.`;
}
