import { startBreathing } from "./breathe.js";
import { readHeader, toRequest } from "./columns.js";
import { readCsv } from "./csv.js";

/**
 * @typedef {import("./columns.js").Columns} Columns
 * @typedef {import("./csv.js").Record} Record
 *
 * @typedef {object} Sheet a file that was read
 * @property {string} name
 * @property {import("./csv.js").Layout} layout
 * @property {Record} header
 * @property {Columns} columns
 * @property {Record[]} records
 * @property {string[]} problems why no row of it can be taken
 *
 * @typedef {object} Row
 * @property {Record} record
 * @property {string} customerId
 * @property {import("../types.js").Body} body
 * @property {boolean} valid
 *
 * @typedef {object} Issue
 * @property {number} line
 * @property {string} column
 * @property {string} cell
 * @property {string} message
 *
 * @typedef {object} Checked
 * @property {Row[]} rows
 * @property {number} invalid how many of them are
 * @property {Issue[]} issues
 */

/**
 * @param {File} file
 * @param {AbortSignal} signal
 * @returns {Promise<Sheet>}
 */
export async function readSheet(file, signal) {
  /** @type {Record[]} */
  const records = [];
  const layout = await readCsv(file, (record) => records.push(record), signal);
  const header = records.shift();
  if (!header) throw new Error("The file is empty.");
  const { columns, problems } = readHeader(header.cells);
  if (!records.length) problems.push("There is no row below the header.");
  return { name: file.name, layout, header, columns, records, problems };
}

/**
 * Checks each row with the package's checks, and lets the page live meanwhile.
 *
 * @param {Sheet} sheet
 * @param {string} fieldDefinitionId for files that name none
 * @param {import("/pkg/index.js").CustomFields["validate"]} validate
 * @param {AbortSignal} signal
 * @returns {Promise<Checked>}
 */
export async function checkSheet(sheet, fieldDefinitionId, validate, signal) {
  const { columns, records } = sheet;
  const breathe = startBreathing();
  /** @type {Checked} */
  const checked = { rows: [], invalid: 0, issues: [] };
  for (const record of records) {
    const { customerId, body } = toRequest(
      record.cells,
      columns,
      fieldDefinitionId,
    );
    const found = validate(customerId, body).map(({ path, message }) =>
      inCell(record, columns, path, message),
    );
    found.push(...miscounted(record, columns));
    const valid = found.length === 0;
    checked.rows.push({ record, customerId, body, valid });
    checked.issues.push(...found);
    if (!valid) checked.invalid++;
    await breathe();
    signal.throwIfAborted();
  }
  return checked;
}

/**
 * @param {Record} record
 * @param {Columns} columns
 * @param {readonly string[]} path
 * @param {string} message
 * @returns {Issue}
 */
export function inCell({ line, cells }, { names }, path, message) {
  const [first, ...rest] = path;
  const column = first === "id" ? "customerId" : (first ?? "");
  const cell = cells[names.indexOf(column)] ?? "";
  return { line, column: [column, ...rest].join("."), cell, message };
}

/**
 * @param {Record} record
 * @param {Columns} columns
 * @returns {Issue[]}
 */
function miscounted({ line, cells }, { names }) {
  if (cells.length === names.length) return [];
  const message = `The row has ${cells.length} cells, the header ${names.length}.`;
  return [
    { line, column: "", cell: cells.slice(names.length).join(","), message },
  ];
}
