import { UnreadableSheet, issueInCell, rowMaker } from "../spreadsheet.js";
import { startBreathing } from "./breathe.js";

/**
 * @typedef {import("./columns.js").Columns} Columns
 * @typedef {import("./sheet.js").Record} Record
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
 * @property {Columns} columns
 * @property {Row[]} rows
 * @property {number} invalid how many of them are
 * @property {Issue[]} issues
 */

/**
 * Checks each row with the package's checks, without blocking the page.
 *
 * @param {import("./sheet.js").Sheet} sheet
 * @param {Columns} columns
 * @param {import("/pkg/index.js").CustomFields["validate"]} validate
 * @param {AbortSignal} signal
 * @returns {Promise<Checked>}
 */
export async function checkSheet({ records }, columns, validate, signal) {
  const rowOf = rowMaker(columns, columns.mapping);
  const breathe = startBreathing();
  /** @type {Checked} */
  const checked = { columns, rows: [], invalid: 0, issues: [] };
  for (const record of records) {
    const { request, problem } = rowIn(rowOf, record);
    const { customerId, body } = /** @type {any} checked below */ (request);
    const found =
      problem === undefined
        ? validate(customerId, body).map((issue) =>
            inCell(record, columns, issue),
          )
        : [ofRow(record, columns, problem)];
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
 * @param {import("../types.js").ValidationIssue} issue
 * @returns {Issue}
 */
export function inCell({ line, cells }, { fields, mapping }, issue) {
  const { field, hint } = issueInCell(issue, mapping);
  const cell = cells[fields.indexOf(field)] ?? "";
  const column = [field, ...issue.path.slice(1)].join(".");
  return { line, column, cell, message: issue.message + hint };
}

/**
 * What is wrong with a row as such.
 *
 * @param {Record} record
 * @param {Columns} columns
 * @param {string} problem
 * @returns {Issue}
 */
function ofRow({ line, cells }, { fields }, problem) {
  const cell = cells.slice(fields.length).join();
  return { line, column: "", cell, message: problem };
}

/**
 * @param {ReturnType<typeof rowMaker>} rowOf
 * @param {Record} record
 */
function rowIn(rowOf, record) {
  try {
    return rowOf(record);
  } catch (error) {
    throw error instanceof UnreadableSheet
      ? new Error(`The file ${error.message}.`)
      : error;
  }
}
