import { byId, el } from "../dom.js";
import {
  MAX_DEFINITIONS,
  duplicatesText,
  fieldsText,
  toSendText,
} from "../spreadsheet.js";
import { number, shortened } from "./words.js";

/** How many columns are named. */
const NAMED = 100;

/**
 * Shows what would be sent: the command's summary of a dry run.
 *
 * @param {import("/spreadsheet/index.js").Outlook | null} outlook
 * @param {readonly import("/spreadsheet/index.js").Column[]} [leftOut]
 */
export function showOutlook(outlook, leftOut = []) {
  byId("outlook").hidden = !outlook;
  if (!outlook) return;
  const { rows, definitions, first } = outlook;
  byId("outlook-to-send").textContent = toSendText(outlook);
  byId("outlook-duplicates").textContent = duplicatesText(outlook) || "none";
  byId("outlook-left-out").textContent = namesOf(leftOut) || "none";
  byId("outlook-rows").hidden = rows === 0;
  byId("outlook-definitions").replaceChildren(
    ...definitions.slice(0, MAX_DEFINITIONS).map(definitionRow),
  );
  const more = definitions.length - MAX_DEFINITIONS;
  byId("outlook-more").textContent =
    more > 0 ? `and ${number(more)} more definitions` : "";
  byId("outlook-first").replaceChildren(...first.map(maskedRow));
}

/** @param {readonly import("/spreadsheet/index.js").Column[]} columns */
function namesOf(columns) {
  const names = columns
    .slice(0, NAMED)
    .map(({ name }) => JSON.stringify(shortened(name)));
  const more = columns.length - NAMED;
  return [...names, ...(more > 0 ? [`${number(more)} more`] : [])].join(", ");
}

/** @param {import("/spreadsheet/index.js").Outlook["definitions"][number]} definition */
const definitionRow = (definition) =>
  el(
    "tr",
    {},
    el("td", {}, el("code", {}, definition.fieldDefinitionId)),
    el("td", {}, number(definition.rows)),
    el("td", {}, fieldsText(definition)),
  );

/** @param {import("/spreadsheet/index.js").Outlook["first"][number]} row */
const maskedRow = ({ line, fieldDefinitionId, masked }) =>
  el(
    "li",
    {},
    el("p", {}, `Line ${line}`),
    el(
      "dl",
      {},
      ...Object.entries({ fieldDefinitionId, ...masked }).flatMap(
        ([name, text]) => [
          el("dt", {}, el("code", {}, name)),
          el("dd", {}, text ?? "null"),
        ],
      ),
    ),
  );
