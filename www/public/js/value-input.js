import { chosen, el } from "./dom.js";

/**
 * @typedef {import("./types.js").Definition} Definition
 *
 * @typedef {object} ValueInput
 * @property {HTMLElement[]} elements
 * @property {() => unknown} read
 */

const DESCRIBED = "value-hint value-issues";

/** @type {Record<import("./types.js").FieldType, (definition: Definition) => ValueInput>} */
const INPUTS = {
  text: ({ label }) => {
    const area = el("textarea", {
      id: "value-input",
      rows: "2",
      "aria-describedby": DESCRIBED,
    });
    area.value = "Prefers calls in the afternoon";
    return {
      elements: labelled(label, "Any text.", area),
      read: () => area.value,
    };
  },
  number: ({ label }) =>
    line(
      label,
      "A decimal number, sent as a string so that no digit is lost.",
      "12.50",
      {
        type: "text",
        inputmode: "decimal",
      },
    ),
  date: ({ label }) =>
    line(label, "A calendar date.", "2026-11-24", { type: "date" }),
  boolean: ({ label }) => {
    const choices = el(
      "div",
      { class: "choices" },
      choice("radio", "boolean", "true", true),
      choice("radio", "boolean", "false", false),
    );
    return {
      elements: [
        grouped(
          label,
          "Sent as a boolean, not as text.",
          choices,
          "radiogroup",
        ),
      ],
      read: () => chosen(choices, "boolean") === "true",
    };
  },
  select: ({ label, options = [] }) => {
    const list = el(
      "select",
      { id: "value-input", "aria-describedby": DESCRIBED },
      ...options.map((value) => el("option", { value }, value)),
    );
    return {
      elements: labelled(label, "One of the options.", list),
      read: () => list.value,
    };
  },
  multi_select: ({ label, options = [] }) => {
    const choices = el(
      "div",
      { class: "choices" },
      ...options.map((value, index) =>
        choice("checkbox", "multi", value, index < 2),
      ),
    );
    return {
      elements: [
        grouped(
          label,
          "Any of the options. If you select none, an empty list is sent.",
          choices,
          "group",
        ),
      ],
      read: () =>
        [...choices.querySelectorAll("input")]
          .filter((box) => box.checked)
          .map((box) => box.value),
    };
  },
};

/**
 * The input for a definition's type. Its value is sent unchanged.
 *
 * @param {Definition} definition
 * @returns {ValueInput}
 */
export function valueInput(definition) {
  return INPUTS[definition.fieldType](definition);
}

/**
 * @param {string} label
 * @param {string} hint
 * @param {string} value
 * @param {Record<string, string>} attributes
 * @returns {ValueInput}
 */
function line(label, hint, value, attributes) {
  const input = el("input", {
    id: "value-input",
    "aria-describedby": DESCRIBED,
    ...attributes,
  });
  input.value = value;
  return { elements: labelled(label, hint, input), read: () => input.value };
}

/**
 * @param {string} label
 * @param {string} hint
 * @param {HTMLElement} control
 */
function labelled(label, hint, control) {
  return [
    el("label", { for: "value-input" }, label),
    el("p", { class: "hint", id: "value-hint" }, hint),
    control,
  ];
}

/**
 * @param {string} label
 * @param {string} hint
 * @param {HTMLElement} choices
 * @param {"group" | "radiogroup"} role
 */
function grouped(label, hint, choices, role) {
  return el(
    "fieldset",
    { role, "aria-describedby": DESCRIBED, id: "value-input" },
    el("legend", {}, label),
    el("p", { class: "hint", id: "value-hint" }, hint),
    choices,
  );
}

/**
 * @param {"radio" | "checkbox"} type
 * @param {string} name
 * @param {string} value
 * @param {boolean} checked
 */
function choice(type, name, value, checked) {
  return el(
    "label",
    { class: "choice" },
    el("input", { type, name, value, checked }),
    value,
  );
}
