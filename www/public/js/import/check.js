import {
  Duplicates,
  OutlookBuilder,
  cautionsOf,
  duplicateOf,
  issueInCell,
  rowMaker,
} from "../spreadsheet.js";
import { startTimeSlices } from "./time-slices.js";
import { readable } from "./sheet.js";

/**
 * @typedef {import("./columns.js").Columns} Columns
 * @typedef {import("./sheet.js").Record} Record
 * @typedef {import("/spreadsheet/index.js").CautionKind} CautionKind
 *
 * @typedef {object} Rules what rows are checked by
 * @property {import("/pkg/index.js").CustomFields["validate"]} validate
 * @property {import("/spreadsheet/index.js").Allowed} allowed
 * @property {import("./definitions-file.js").KnownDefinitions | undefined} definitions
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
 * @property {Map<CautionKind, number>} cautions how many rows there is one about
 * @property {OutlookBuilder} outlook what would be sent
 */

/**
 * Checks each row with the package's checks and the command's cautions, without blocking the page.
 *
 * @param {import("./sheet.js").Sheet} sheet
 * @param {Columns} columns
 * @param {Rules} rules
 * @param {AbortSignal} signal
 * @returns {Promise<Checked>}
 */
export async function checkSheet({ records }, columns, rules, signal) {
  const rowOf = rowMaker(columns, columns.mapping);
  const cautionsIn = cautioner(rules.allowed);
  const yieldToPage = startTimeSlices();
  /** @type {Checked} */
  const checked = {
    columns,
    rows: [],
    invalid: 0,
    issues: [],
    cautions: new Map(),
    outlook: new OutlookBuilder(),
  };
  const { cautions, outlook } = checked;
  for (const record of records) {
    const { request, problem } = rowIn(rowOf, record);
    const { customerId, body } = /** @type {any} checked below */ (request);
    const found = issuesOf(record, request, problem, columns, rules);
    if (problem === undefined) {
      const { reasons, isDuplicate } = cautionsIn(
        request,
        record,
        !found.length,
      );
      if (isDuplicate) outlook.duplicates++;
      // No choice would send a row that has other issues.
      const isAllowable = !found.length;
      for (const { kind, field = "", message } of reasons) {
        if (isAllowable) cautions.set(kind, (cautions.get(kind) ?? 0) + 1);
        found.push(ofCell(record, columns, field, message));
      }
    }
    const valid = found.length === 0;
    checked.rows.push({ record, customerId, body, valid });
    checked.issues.push(...found);
    if (valid) outlook.add(record.line, request);
    else checked.invalid++;
    await yieldToPage();
    signal.throwIfAborted();
  }
  return checked;
}

/**
 * @param {Record} record
 * @param {import("/spreadsheet/index.js").Request} request
 * @param {string | undefined} problem
 * @param {Columns} columns
 * @param {Rules} rules
 */
function issuesOf(
  record,
  request,
  problem,
  columns,
  { validate, definitions },
) {
  if (problem !== undefined) return [ofRow(record, columns, problem)];
  const { customerId, body } = /** @type {any} checked here */ (request);
  const { fieldDefinitionId } = body;
  const issues = validate(customerId, body, definitions?.of(fieldDefinitionId));
  const unknown = definitions?.unknown(fieldDefinitionId, issues);
  const found = issues.map((issue) => inCell(record, columns, issue));
  if (unknown)
    found.push(ofCell(record, columns, "fieldDefinitionId", unknown.message));
  return found;
}

/**
 * Finds the reasons not to send a row, one after the other.
 *
 * @param {import("/spreadsheet/index.js").Allowed} allowed
 */
function cautioner(allowed) {
  const seen = new Duplicates();
  /**
   * @param {import("/spreadsheet/index.js").Request} request
   * @param {Record} record
   * @param {boolean} isRequest whether the API would take it
   */
  return ({ customerId, body }, { line }, isRequest) => {
    const reasons = [...cautionsOf(body, allowed)];
    if (!isRequest || reasons.length) return { reasons, isDuplicate: false };
    const ids = [customerId, body.fieldDefinitionId];
    const [customer, definition] = /** @type {[string, string]} */ (ids);
    const first = seen.firstOf(customer, definition, line);
    const isDuplicate = first !== undefined;
    if (isDuplicate && !allowed.duplicate) reasons.push(duplicateOf(first));
    return { reasons, isDuplicate };
  };
}

/**
 * @param {Record} record
 * @param {Columns} columns
 * @param {import("../types.js").ValidationIssue} issue
 * @returns {Issue}
 */
export function inCell(record, columns, issue) {
  const { field, hint } = issueInCell(issue, columns.mapping);
  const { separator } = columns.mapping;
  const other = separator
    ? ", or leave out the separator for JSON arrays"
    : ", or set a separator";
  const way = field === "multiSelectValue" && hint ? other : "";
  const found = ofCell(record, columns, field, issue.message + hint + way);
  const column = [found.column, ...issue.path.slice(1)].join(".");
  return { ...found, column };
}

/**
 * @param {Record} record
 * @param {Columns} columns
 * @param {string} field empty where it is about the row
 * @param {string} message
 * @returns {Issue}
 */
function ofCell({ line, cells }, columns, field, message) {
  const { fields, headers, mapping } = columns;
  const { fieldDefinition } = mapping;
  // No cell of the file has it.
  if (field === "fieldDefinitionId" && fieldDefinition !== undefined)
    return { line, column: "Custom field", cell: fieldDefinition, message };
  const cell = (field && cells[fields.indexOf(field)]) || "";
  return { line, column: headers.get(field) ?? field, cell, message };
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
    throw readable(error);
  }
}
