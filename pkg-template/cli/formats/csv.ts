import {
  COLUMN_FIELDS,
  type CsvRecord,
  type Header,
  type HeaderProblem,
  type Mapping,
  UnreadableCsv,
  csvRecords,
  readHeader,
} from "../../spreadsheet/index.js";
import { UsageError } from "../exit.js";
import { type Source, notUtf8 } from "./source.js";

/** The records of a file, in batches; the header is the first. */
export async function* recordsOf(source: Source): AsyncGenerator<CsvRecord[]> {
  try {
    yield* csvRecords(() => source.chunks());
  } catch (error) {
    if (!(error instanceof UnreadableCsv)) throw error;
    throw error.problem.kind === "notUtf8"
      ? notUtf8(source)
      : new UsageError(`${source.name} is ${error.message}`);
  }
}

/** The field of each column. Refuses a header that cannot be meant. */
export function fieldsOf(
  cells: readonly string[],
  mapping: Mapping,
): Header["fields"] {
  const { fields, problems } = readHeader(cells, mapping);
  const [problem] = problems;
  if (problem) throw new UsageError(sentenceOf(problem, mapping));
  return fields;
}

function sentenceOf(problem: HeaderProblem, { columns }: Mapping): string {
  switch (problem.kind) {
    case "otherSeparator":
      return "the cells are separated by semicolons or tabs: save the file as CSV with commas";
    case "noHeader":
      return (
        `the first line names none of ${COLUMN_FIELDS.join(", ")}, so it may be no header; ` +
        'name its columns by --column "HEADER=FIELD"'
      );
    case "noSuchColumn": {
      const { name, nearest } = problem;
      return `--column "${name}=${columns.get(name)}": there is no such column; the nearest is "${nearest}"`;
    }
    case "unknownColumn":
      return unknownColumn(problem.name, problem.index, problem.nearest);
    case "fieldTwice":
      return `two columns hold ${problem.field}`;
    case "noCustomer":
      return 'no column holds customerId; name it by --column "HEADER=customerId"';
    case "twoDefinitions":
      return "both a column fieldDefinitionId and --field-definition are there";
    case "noDefinition":
      return "no column holds fieldDefinitionId; --field-definition ID gives it for all rows";
  }
}

const unknownColumn = (name: string, index: number, nearest: string): string =>
  name === ""
    ? `column ${index + 1} has no header; give it one, or delete the column`
    : `the column "${name}" is no documented field; the nearest is ${nearest}: ` +
      `--column "${name}=${nearest}", or --column "${name}=" to leave it out`;
