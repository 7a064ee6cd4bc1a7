import {
  AS_NAMED,
  COLUMN_FIELDS,
  columnPlace,
  fieldNamed,
  headerName,
  headersOf,
  readHeader,
} from "../spreadsheet.js";
import { number, shortened } from "./words.js";

/** As many columns as are worth naming one by one, to the eye or the ear. */
const NAMED = 20;

/**
 * @typedef {object} Columns
 * @property {readonly string[]} fields the field of each column
 * @property {readonly number[]} nameless the columns without a header
 * @property {readonly import("/spreadsheet/index.js").Column[]} leftOut the columns that hold no field
 * @property {import("/spreadsheet/index.js").Mapping} mapping
 * @property {ReadonlyMap<string, string>} headers the header of a field's column, if it is not the field's name
 *
 * @typedef {Pick<import("/spreadsheet/index.js").Mapping, "columns" | "ignoreOthers" | "separator">} Chosen
 */

/**
 * Whether each row says which custom field it is for.
 *
 * @param {import("./sheet.js").Sheet} sheet
 * @param {Chosen["columns"]} columns
 */
export const namesDefinition = ({ header }, columns) =>
  header.cells.some((cell) => {
    const name = headerName(cell);
    return (columns.get(name) ?? fieldNamed(name)) === "fieldDefinitionId";
  });

/**
 * Reads a file's header, and says why the file cannot be imported.
 *
 * @param {import("./sheet.js").Sheet} sheet
 * @param {string} definition for files that name none; empty if none is chosen
 * @param {Chosen} chosen
 * @returns {{ columns: Columns, problems: string[] }}
 */
export function readColumns(sheet, definition, chosen) {
  const isGiven = definition !== "" && !namesDefinition(sheet, chosen.columns);
  const fieldDefinition = isGiven ? definition : undefined;
  const mapping = { ...AS_NAMED, ...chosen, fieldDefinition };
  const { fields, nameless, leftOut, problems } = readHeader(
    sheet.header.cells,
    mapping,
  );
  const unknown = problems.filter(({ kind }) => kind === "unknownColumn");
  const others = problems.filter(({ kind }) => kind !== "unknownColumn");
  const sentences = unknown.slice(0, NAMED).map(sentenceOf);
  const more = unknown.length - NAMED;
  if (more > 0)
    sentences.push(`The same applies to ${number(more)} more columns.`);
  sentences.push(...others.map(sentenceOf));
  if (unknown.length)
    sentences.push(
      "Choose their fields under “Columns”, or leave out all such columns with “Leave out other columns”.",
    );
  if (!sheet.records.length) {
    sentences.push("There are no rows below the header.");
  }
  return {
    columns: {
      fields,
      nameless,
      leftOut,
      mapping,
      headers: headersOf(mapping),
    },
    problems: sentences,
  };
}

/** @param {import("/spreadsheet/index.js").HeaderProblem} problem */
function sentenceOf(problem) {
  switch (problem.kind) {
    case "noHeader":
      return `The first line has none of ${COLUMN_FIELDS.join(", ")}, so it may not be a header. If it is, choose the fields of its columns under “Columns”${problem.isOneCell ? ", or what separates its cells under “Cell separator”" : ""}.`;
    case "unknownColumn": {
      const { nearest, isRespelled } = problem;
      const name = shortened(problem.name);
      return isRespelled
        ? `The column “${name}” probably holds ${nearest}.`
        : `The column “${name}” is not one of ${COLUMN_FIELDS.join(", ")}.`;
    }
    case "duplicateField": {
      const { field, columns } = problem;
      const places = columns
        .slice(0, NAMED)
        .map(({ index }) => columnPlace(index));
      const more = columns.length - NAMED;
      if (more > 0) places.push(`${number(more)} more`);
      // One choice is for all columns with the same header.
      const isChoice = new Set(columns.map(({ name }) => name)).size > 1;
      return `Two columns hold ${field}: ${places.join(" and ")}. ${isChoice ? "Leave one out under “Columns”" : "Rename or delete one of them"}.`;
    }
    case "noCustomer":
      return "No column holds customerId: choose one under “Columns”.";
    case "noDefinition":
      return "No column holds fieldDefinitionId: choose one under “Columns”, or choose the custom field.";
    default:
      // The page maps only columns that the file has, and sets no field twice.
      return `The header cannot be used (${problem.kind}).`;
  }
}
