import {
  COLUMN_FIELDS,
  type Column,
  type HeaderProblem,
  type Mapping,
  columnPlace,
} from "../../spreadsheet/index.js";

/** What is wrong with a header, and the options that help, a line each. */
export function headerWords(
  problems: readonly HeaderProblem[],
  mapping: Mapping,
): string[] {
  const lines = problems.map((problem) => sentenceOf(problem, mapping));
  const isUnknown = problems.some(({ kind }) => kind === "unknownColumn");
  return isUnknown
    ? [
        ...lines,
        "--ignore-other-columns leaves out all columns that are no documented field",
      ]
    : lines;
}

function sentenceOf(problem: HeaderProblem, { columns }: Mapping): string {
  switch (problem.kind) {
    case "noHeader":
      return (
        `the first line names none of ${COLUMN_FIELDS.join(", ")}, so it may be no header; ` +
        `name its columns by --column "HEADER=FIELD"${problem.isOneCell ? ", or give --delimiter if something else separates its cells" : ""}`
      );
    case "noSuchColumn": {
      const { name, nearest } = problem;
      return `${mapped(name, columns.get(name) ?? "")}: there is no such column; the nearest is ${quoted(nearest)}`;
    }
    case "unknownColumn": {
      const { name, index, nearest } = problem;
      const unknown = `the column ${quoted(name)} is no documented field`;
      return nearest === undefined
        ? `${unknown}: ${columnPlace(index)}`
        : `${unknown}; the nearest is ${nearest}: ${mapped(name, nearest)}`;
    }
    case "fieldTwice": {
      const places = problem.columns.map(placed).join(" and ");
      return `two columns hold ${problem.field}: ${places}. ${wayOutOfTwo(problem.columns)}`;
    }
    case "noCustomer":
      return 'no column holds customerId; name it by --column "HEADER=customerId"';
    case "twoDefinitions":
      return (
        `both a column fieldDefinitionId and --field-definition are there; ${mapped(problem.name, "")} ` +
        "leaves the column out"
      );
    case "noDefinition":
      return "no column holds fieldDefinitionId; --field-definition ID gives it for all rows";
  }
}

const placed = ({ name, index }: Column): string =>
  `${columnPlace(index)} ${quoted(name)}`;

/** A header that is there twice names no single column. */
function wayOutOfTwo(columns: readonly Column[]): string {
  const one = columns.findLast(
    ({ name }) => columns.filter((other) => other.name === name).length === 1,
  );
  return one
    ? `${mapped(one.name, "")} leaves one out`
    : "Rename or delete one of them";
}

const quoted = (name: string): string => JSON.stringify(name);

/** How a column is mapped, so that any shell takes it; a name that shells take apart is one for a file. */
const mapped = (name: string, field: string): string =>
  /^[\p{L}\p{N}\p{M} _.,:;()/+#=&@*?<>|'-]+$/u.test(name)
    ? `--column "${name}=${field}"`
    : `--columns FILE with ${JSON.stringify({ [name]: field })}`;
