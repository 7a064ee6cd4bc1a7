import {
  COLUMN_FIELDS,
  type Column,
  type HeaderProblem,
  type Mapping,
  columnPlace,
} from "../../spreadsheet/index.js";

/** The problems of a header and the options that help, one per line. */
export function headerWords(
  problems: readonly HeaderProblem[],
  mapping: Mapping,
): string[] {
  const lines = problems.map((problem) => sentenceOf(problem, mapping));
  const isUnknown = problems.some(({ kind }) => kind === "unknownColumn");
  return isUnknown
    ? [
        ...lines,
        "--ignore-other-columns leaves out all columns that are not a documented field",
      ]
    : lines;
}

function sentenceOf(problem: HeaderProblem, { columns }: Mapping): string {
  switch (problem.kind) {
    case "noHeader":
      return (
        `the first line has none of ${COLUMN_FIELDS.join(", ")}, so it may not be a header: add one, or delete the lines ` +
        `above it. If it is the header, map its columns with --column "HEADER=FIELD"${problem.isOneCell ? ", or set --delimiter if something else separates its cells" : ""}`
      );
    case "noSuchColumn": {
      const { name, nearest } = problem;
      return `${mapped(name, columns.get(name) ?? "")}: there is no such column; the nearest is ${quoted(nearest)}`;
    }
    case "unknownColumn": {
      const { name, index, nearest } = problem;
      const unknown = `the column ${quoted(name)} is not a documented field`;
      return nearest === undefined
        ? `${unknown}: ${columnPlace(index)}`
        : `${unknown}; the nearest is ${nearest}: ${mapped(name, nearest)}`;
    }
    case "duplicateField": {
      const places = problem.columns.map(placed).join(" and ");
      return `two columns hold ${problem.field}: ${places}. ${resolveDuplicate(problem.columns)}`;
    }
    case "noCustomer":
      return 'no column holds customerId; map it with --column "HEADER=customerId"';
    case "twoDefinitions":
      return (
        `there are both a column fieldDefinitionId and --field-definition; ${mapped(problem.name, "")} ` +
        "leaves the column out"
      );
    case "noDefinition":
      return "no column holds fieldDefinitionId; --field-definition ID sets it for all rows";
  }
}

const placed = ({ name, index }: Column): string =>
  `${columnPlace(index)} ${quoted(name)}`;

/** A header that occurs twice does not identify a single column. */
function resolveDuplicate(columns: readonly Column[]): string {
  const one = columns.findLast(
    ({ name }) => columns.filter((other) => other.name === name).length === 1,
  );
  return one
    ? `${mapped(one.name, "")} leaves one out`
    : "Rename or delete one of them";
}

const quoted = (name: string): string => JSON.stringify(name);

/**
 * How to map a column, in a form for any shell; a name that shells would split goes into a file. A
 * name that starts with a dash would be an option by itself.
 */
const mapped = (name: string, field: string): string =>
  /^[\p{L}\p{N}\p{M} _.,:;()/+#=&@*?<>|'-]+$/u.test(name)
    ? `--column${name.startsWith("-") ? "=" : " "}"${name}=${field}"`
    : `--columns FILE with ${JSON.stringify({ [name]: field })}`;
