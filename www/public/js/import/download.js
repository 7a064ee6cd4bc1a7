import { byId } from "../dom.js";
import {
  COLUMN_FIELDS,
  encodingOf,
  isWholeLine,
  lineEndIn,
} from "../spreadsheet.js";

/**
 * Makes a link download a CSV file.
 *
 * @param {string} id
 * @param {string} name the file's
 * @param {BlobPart[]} parts
 */
export function offer(id, name, parts) {
  const link = byId(id, HTMLAnchorElement);
  URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(new Blob(parts, { type: "text/csv" }));
  link.download = name;
}

/**
 * Rows of a file as a file of their own: each as it was written there.
 *
 * @param {import("./sheet.js").Sheet} sheet
 * @param {readonly import("./check.js").Row[]} rows
 * @returns {BlobPart[]}
 */
export function sameRows({ bytes, header }, rows) {
  const places = [
    { start: 0, end: header.end },
    ...rows.map(({ record }) => record),
  ];
  const encoding = encodingOf(bytes);
  return places.flatMap(({ start, end }) => {
    const line = bytes.subarray(start, end);
    return isWholeLine(line, encoding) ? [line] : [line, lineEndIn(encoding)];
  });
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
  const rows = definitions.map((definition) => {
    /** @type {Record<string, string>} */
    const cells = {
      customerId,
      fieldDefinitionId: definition.id,
      [definition.valueField]: EXAMPLES[definition.fieldType](definition),
    };
    return COLUMN_FIELDS.map((name) => quoted(cells[name] ?? ""));
  });
  return [COLUMN_FIELDS, ...rows].map((cells) => `${cells.join(",")}\r\n`);
}

/** @param {string} cell */
const quoted = (cell) =>
  /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
