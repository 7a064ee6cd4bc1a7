import {
  AS_NAMED,
  COLUMN_FIELDS,
  columnPlace,
  readHeader,
} from "../spreadsheet.js";

/**
 * @typedef {object} Columns
 * @property {readonly string[]} fields the field of each column
 * @property {readonly number[]} nameless the columns without a header
 * @property {readonly import("/spreadsheet/index.js").Column[]} leftOut the columns that hold no field
 * @property {import("/spreadsheet/index.js").Mapping} mapping
 */

/** Whether each row says which custom field it is for. @param {import("./sheet.js").Sheet} sheet */
export const namesDefinition = ({ header }) =>
  readHeader(header.cells, AS_NAMED).fields.includes("fieldDefinitionId");

/**
 * Reads a file's header, and says why the file cannot be imported.
 *
 * @param {import("./sheet.js").Sheet} sheet
 * @param {string} definition for files that name none; empty if none is chosen
 * @param {ReturnType<typeof import("./choices.js").mappingChosen>} chosen
 * @returns {{ columns: Columns, problems: string[] }}
 */
export function readColumns(sheet, definition, chosen) {
  const isGiven = definition !== "" && !namesDefinition(sheet);
  const fieldDefinition = isGiven ? definition : undefined;
  const mapping = { ...AS_NAMED, ...chosen, fieldDefinition };
  const { fields, nameless, leftOut, problems } = readHeader(
    sheet.header.cells,
    mapping,
  );
  const sentences = problems.map(sentenceOf);
  if (problems.some(({ kind }) => kind === "unknownColumn"))
    sentences.push(
      "“Leave out other columns” leaves out all columns that are no documented field.",
    );
  if (!sheet.records.length) {
    sentences.push("There are no rows below the header.");
  }
  return {
    columns: { fields, nameless, leftOut, mapping },
    problems: sentences,
  };
}

/** @param {import("/spreadsheet/index.js").HeaderProblem} problem */
function sentenceOf(problem) {
  switch (problem.kind) {
    case "noHeader":
      return `The first line has none of ${COLUMN_FIELDS.join(", ")}, so it may not be a header.`;
    case "unknownColumn": {
      const { name, nearest, isRespelled } = problem;
      return isRespelled
        ? `The column “${name}” must be called ${nearest}.`
        : `The column “${name}” is not one of ${COLUMN_FIELDS.join(", ")}.`;
    }
    case "duplicateField":
      return `The column “${problem.field}” appears twice: ${problem.columns.map(({ index }) => columnPlace(index)).join(" and ")}.`;
    case "noCustomer":
      return "The file has no column customerId.";
    case "noDefinition":
      return "The file has no column fieldDefinitionId: choose the custom field below.";
    default:
      // The page maps no columns.
      return `The header cannot be used (${problem.kind}).`;
  }
}
