import { byId } from "../dom.js";
import { VALUES } from "./columns.js";

/**
 * Has a link download a text.
 *
 * @param {string} id
 * @param {string} name the file's
 * @param {string} text
 */
export function offer(id, name, text) {
  const link = byId(id, HTMLAnchorElement);
  URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
}

/**
 * Rows of a file as a file of their own: each as it was written there.
 *
 * @param {import("./check.js").Sheet} sheet
 * @param {readonly import("./check.js").Row[]} rows
 */
export function sameRows({ layout, header }, rows) {
  const lines = [header, ...rows.map(({ record }) => record)];
  return layout.start + lines.map(({ raw }) => raw + layout.lineEnd).join("");
}

/** @type {Record<import("../types.js").FieldType, (definition: import("../types.js").Definition) => string>} */
const EXAMPLES = {
  text: () => 'Prefers calls, in the "afternoon"\nand by phone',
  number: () => "12.50",
  boolean: () => "true",
  date: () => "2026-11-24",
  select: ({ options = [] }) => options[0] ?? "",
  multi_select: ({ options = [] }) => JSON.stringify(options.slice(0, 2)),
};

/**
 * A file with a value for each of the demo's custom fields.
 *
 * @param {import("../types.js").DemoData} data
 */
export function exampleCsv({ customerId, definitions }) {
  const names = ["customerId", "fieldDefinitionId", ...VALUES];
  const rows = definitions.map((definition) => {
    /** @type {Record<string, string>} */
    const cells = {
      customerId,
      fieldDefinitionId: definition.id,
      [definition.valueField]: EXAMPLES[definition.fieldType](definition),
    };
    return names.map((name) => quoted(cells[name] ?? ""));
  });
  return [names, ...rows].map((cells) => `${cells.join(",")}\r\n`).join("");
}

/** @param {string} cell */
const quoted = (cell) =>
  /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
