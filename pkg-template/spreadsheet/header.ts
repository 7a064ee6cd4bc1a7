import { VALUE_FIELDS } from "../generated.js";
import type { Mapping } from "./mapping.js";
import { isSpelledAs, nearest } from "./nearest.js";

/** What a column may hold. */
export const COLUMN_FIELDS: readonly string[] = [
  "customerId",
  "fieldDefinitionId",
  ...VALUE_FIELDS,
];

/** What a file's first record says of its columns. */
export interface Header {
  /** The field of each column; empty where the column is left out. */
  fields: string[];
  /** Why no row of the file can be taken. */
  problems: HeaderProblem[];
}

/** Something wrong with a header. Each face of it has its own words, since each offers another way out. */
export type HeaderProblem =
  /** The first record is one cell with another separator in it. */
  | { kind: "otherSeparator" }
  /** No column is known: these may be a person's data, which no message may show. */
  | { kind: "noHeader" }
  /** A column is mapped that is not there. */
  | { kind: "noSuchColumn"; name: string; nearest: string }
  /** Its name is no field's; `isRespelled` where case, spaces or punctuation make the difference. */
  | {
      kind: "unknownColumn";
      name: string;
      /** Its place, counted from 0. */
      index: number;
      nearest: string;
      isRespelled: boolean;
    }
  | { kind: "fieldTwice"; field: string }
  | { kind: "noCustomer" }
  | { kind: "noDefinition" }
  /** A column and the mapping both give it. */
  | { kind: "twoDefinitions" };

/** Reads a header. Spaces around its names do not count: people's spreadsheets have them. */
export function readHeader(cells: readonly string[], mapping: Mapping): Header {
  const names = cells.map((cell) => cell.trim());
  const { columns } = mapping;
  const isKnown = (name: string) =>
    columns.has(name) ||
    COLUMN_FIELDS.some((field) => isSpelledAs(field, name));
  if (!names.some(isKnown)) {
    const isSeparated = names.some((name) => /[;\t]/.test(name));
    const kind = isSeparated ? "otherSeparator" : "noHeader";
    return { fields: [], problems: [{ kind }] };
  }
  const fields = names.map(
    (name) => columns.get(name) ?? (COLUMN_FIELDS.includes(name) ? name : ""),
  );
  const problems = [
    ...missingColumns(names, mapping),
    ...unknownColumns(names, mapping),
    ...fieldProblems(fields, mapping),
  ];
  return { fields, problems };
}

const missingColumns = (
  names: readonly string[],
  { columns }: Mapping,
): HeaderProblem[] =>
  [...columns.keys()]
    .filter((name) => !names.includes(name))
    .map((name) => ({
      kind: "noSuchColumn",
      name,
      nearest: nearest(name, names),
    }));

const unknownColumns = (
  names: readonly string[],
  { columns }: Mapping,
): HeaderProblem[] =>
  names.flatMap((name, index) => {
    if (columns.has(name) || COLUMN_FIELDS.includes(name)) return [];
    const likely = nearest(name, COLUMN_FIELDS);
    const isRespelled = isSpelledAs(name, likely);
    return [
      { kind: "unknownColumn", name, index, nearest: likely, isRespelled },
    ];
  });

function fieldProblems(
  fields: readonly string[],
  { fieldDefinition }: Mapping,
): HeaderProblem[] {
  const problems: HeaderProblem[] = fields
    .filter((field, index) => field && fields.indexOf(field) < index)
    .map((field) => ({ kind: "fieldTwice", field }));
  if (!fields.includes("customerId")) problems.push({ kind: "noCustomer" });
  const isColumn = fields.includes("fieldDefinitionId");
  const isGiven = fieldDefinition !== undefined;
  if (isColumn && isGiven) problems.push({ kind: "twoDefinitions" });
  if (!isColumn && !isGiven) problems.push({ kind: "noDefinition" });
  return problems;
}
