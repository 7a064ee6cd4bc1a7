import { byId, el } from "../dom.js";
import { COLUMN_FIELDS, fieldNamed, headerName } from "../spreadsheet.js";
import { number } from "./words.js";

/** Few enough to draw at once; files with more columns can use the command. */
const SHOWN = 100;
const MAX_NAME_LENGTH = 80;
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
    const names = namesIn(header);
    this.#list.replaceChildren(
      ...names
        .slice(0, SHOWN)
        .map((name, index) =>
          el(
            "div",
            { class: "column-field" },
            el("label", { for: `column-${index}` }, shortened(name)),
            this.#select(name, `column-${index}`),
          ),
        ),
    );
    this.#more.textContent =
      names.length > SHOWN
        ? `Showing the first ${SHOWN} of ${number(names.length)} columns.`
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
      namesIn(header).flatMap((name) => {
        const field = this.#chosen.get(name);
        return field === undefined ? [] : [[name, field]];
      }),
    );
  }

  /** @param {string} name @param {string} id */
  #select(name, id) {
    const own = fieldNamed(name);
    const chosen = this.#chosen.get(name) ?? own ?? "";
    const select = el(
      "select",
      { id },
      ...(own ? [] : [el("option", { value: "" }, "Choose a field…")]),
      ...COLUMN_FIELDS.map((field) => el("option", { value: field }, field)),
      el("option", { value: LEAVE_OUT }, "Leave out"),
    );
    select.value = this.#chosen.get(name) === "" ? LEAVE_OUT : chosen;
    select.addEventListener("change", () => {
      const { value } = select;
      if (value === (own ?? "")) this.#chosen.delete(name);
      else this.#chosen.set(name, value === LEAVE_OUT ? "" : value);
      this.#onChange();
    });
    return select;
  }
}

/** Two columns with one header are one choice, as in the command. @param {readonly string[]} header */
const namesIn = (header) => [
  ...new Set(header.map(headerName).filter((name) => name !== "")),
];

/** @param {string} name */
const shortened = (name) =>
  name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH)}…` : name;
