import { byId, chosen, el } from "./dom.js";
import { valueInput } from "./value-input.js";

/**
 * @typedef {import("./types.js").Definition} Definition
 * @typedef {import("./types.js").Draft} Draft
 */

/**
 * Shows the definitions, and the input of the chosen one.
 *
 * @param {import("./types.js").DemoData} data
 * @returns {{ read: () => Draft, chosenDefinition: () => Definition }}
 */
export function draftForm({ customerId, definitions }) {
  const form = byId("form");
  const raw = byId("raw-json", HTMLTextAreaElement);
  const customer = byId("customer-id", HTMLInputElement);
  customer.value = customerId;
  byId("definition-cards").replaceChildren(...definitions.map(card));

  /** Each is created once, so switching between fields keeps what was typed. */
  const inputs = new Map(
    definitions.map((definition) => [definition.id, valueInput(definition)]),
  );
  const chosenDefinition = () => {
    const id = chosen(form, "definition");
    return (
      definitions.find((definition) => definition.id === id) ?? definitions[0]
    );
  };

  const fromFields = () => {
    const { id: fieldDefinitionId, valueField } = chosenDefinition();
    const presence = chosen(form, "presence");
    if (presence === "absent") return { fieldDefinitionId };
    const value = inputs.get(fieldDefinitionId)?.read();
    return {
      fieldDefinitionId,
      [valueField]: presence === "null" ? null : value,
    };
  };

  const show = () => {
    const { id, valueField } = chosenDefinition();
    const asJson = chosen(form, "mode") === "json";
    byId("value-field").textContent = valueField;
    const holder = byId("value");
    const issues = el("div", { class: "issues", id: "value-issues" });
    holder.replaceChildren(...(inputs.get(id)?.elements ?? []), issues);
    holder.hidden = chosen(form, "presence") !== "value";
    byId("fields").hidden = asJson;
    byId("raw").hidden = !asJson;
  };

  form.addEventListener("change", ({ target }) => {
    const name = target instanceof HTMLInputElement ? target.name : "";
    if (name === "mode" && chosen(form, "mode") === "json") {
      raw.value = JSON.stringify(fromFields(), null, 2);
    }
    if (["mode", "definition", "presence"].includes(name)) show();
  });
  show();

  const read = () => {
    const asJson = chosen(form, "mode") === "json";
    const label = asJson ? "Raw JSON" : chosenDefinition().label;
    const body = asJson
      ? parse(raw.value)
      : { body: fromFields(), syntaxError: null };
    return { customerId: customer.value, label, ...body };
  };
  return { read, chosenDefinition };
}

/**
 * @param {Definition} definition
 * @param {number} index
 */
function card({ id, label, fieldType }, index) {
  return el(
    "label",
    { class: "card" },
    el("input", {
      type: "radio",
      name: "definition",
      value: id,
      checked: index === 0,
    }),
    el("span", { class: "card-label" }, label),
    el("span", { class: "card-type" }, fieldType),
  );
}

/** @param {string} text */
function parse(text) {
  try {
    return {
      body: /** @type {unknown} */ (JSON.parse(text)),
      syntaxError: null,
    };
  } catch (error) {
    return {
      body: undefined,
      syntaxError: `Not valid JSON: ${/** @type {Error} */ (error).message}`,
    };
  }
}
