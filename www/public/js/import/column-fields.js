import { byId, el } from "../dom.js";
import {
  COLUMN_FIELDS,
  columnPlace,
  fieldNamed,
  headerName,
} from "../spreadsheet.js";
import { number, shortened } from "./words.js";

/** Few enough to draw at once; for files with more columns there is the command. */
const SHOWN = 100;
/** The choice that is not a field. */
const LEAVE_OUT = "-";

/** The fields that the user chooses for columns instead of those that the headers name. */
export class ColumnFields {
  /** By header, and kept for the next file. @type {Map<string, string>} */
  #chosen = new Map();
  #list = byId("column-fields");
  #more = byId("column-fields-more");
  #onChange;

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** Lists the columns of a file, or of none. @param {readonly string[]} header */
  show(header) {
    const columns = columnsIn(header);
    // A field that is in use can always be seen and changed.
    const shown = columns.filter(
      ({ name }, at) =>
        at < SHOWN || this.#chosen.has(name) || fieldNamed(name) !== undefined,
    );
    const labels = labelsOf(shown);
    this.#list.hidden = shown.length === 0;
    this.#list.replaceChildren(
      ...shown.map(({ name, index }, at) =>
        el(
          "div",
          { class: "column-field" },
          el("label", { for: `column-${index}` }, labels[at]),
          this.#select(name, `column-${index}`),
        ),
      ),
    );
    this.#more.textContent =
      columns.length > shown.length
        ? `Showing ${number(shown.length)} of ${number(columns.length)} columns. For the others, use the command or rename them in the file.`
        : "";
  }

  /** Whether a header is known, so that it shows what separates the cells. @param {string} header */
  has(header) {
    return this.#chosen.has(headerName(header));
  }

  /**
   * The choices for a file.
   *
   * @param {readonly string[]} header
   * @returns {import("/spreadsheet/index.js").Mapping["columns"]}
   */
  of(header) {
    return new Map(
      columnsIn(header).flatMap(({ name }) => {
        const field = this.#chosen.get(name);
        return field === undefined ? [] : [[name, field]];
      }),
    );
  }

  /** @param {string} name @param {string} id */
  #select(name, id) {
    const own = fieldNamed(name);
    const field = this.#chosen.get(name) ?? own;
    const select = el(
      "select",
      { id },
      ...(own ? [] : [el("option", { value: "" }, "Choose a field…")]),
      ...COLUMN_FIELDS.map((field) => el("option", { value: field }, field)),
      el("option", { value: LEAVE_OUT }, "Leave out"),
    );
    select.value = field === "" ? LEAVE_OUT : (field ?? "");
    select.addEventListener("change", () => {
      const { value } = select;
      if (value === (own ?? "")) this.#chosen.delete(name);
      else this.#chosen.set(name, value === LEAVE_OUT ? "" : value);
      this.#onChange();
    });
    return select;
  }
}

/**
 * The columns with a header. Those with the same header are one choice, as in the command.
 *
 * @param {readonly string[]} header
 * @returns {import("/spreadsheet/index.js").Column[]}
 */
function columnsIn(header) {
  /** @type {Map<string, number>} */
  const firsts = new Map();
  for (const [index, cell] of header.entries()) {
    const name = headerName(cell);
    if (name !== "" && !firsts.has(name)) firsts.set(name, index);
  }
  return [...firsts].map(([name, index]) => ({ name, index }));
}

/**
 * What the columns are called. Headers that look alike have their places added.
 *
 * @param {readonly import("/spreadsheet/index.js").Column[]} columns
 */
function labelsOf(columns) {
  const looks = columns.map(({ name }) => lookOf(name));
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const look of looks) counts.set(look, (counts.get(look) ?? 0) + 1);
  return columns.map(({ index }, at) => {
    const look = looks[at];
    const isClear = counts.get(look) === 1 && VISIBLE.test(look);
    return isClear ? look : `${look} (${columnPlace(index)})`;
  });
}

/** How a page shows a header: without invisible characters, and spaces as one. @param {string} name */
const lookOf = (name) =>
  shortened(name.replace(/\p{Cf}/gu, "").replace(/\s+/g, " "));

const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;
