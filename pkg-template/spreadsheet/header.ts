import { VALUE_FIELDS } from "../generated.js";
import { trimmed } from "./blank.js";
import type { Mapping } from "./mapping.js";
import { isNear, isSpelledAs, nearest } from "./nearest.js";

/** The fields that a column may hold. */
export const COLUMN_FIELDS: readonly string[] = [
  "customerId",
  "fieldDefinitionId",
  ...VALUE_FIELDS,
];

/** A column, with its header and its index from 0. */
export interface Column {
  name: string;
  index: number;
}

/** What a file's first record says about its columns. */
export interface Header {
  /** The field of each column; empty if the column is left out. */
  fields: readonly string[];
  /** The columns without a header, which must be empty. */
  nameless: readonly number[];
  /** The columns that are left out because they hold no field. */
  leftOut: readonly Column[];
  /** Everything that prevents reading the rows. */
  problems: HeaderProblem[];
}

/**
 * A problem of a header. The command and the page word it themselves, since they offer different
 * solutions.
 */
export type HeaderProblem =
  /** No column is known: the names may be personal data, so no message shows them. */
  | { kind: "noHeader"; isOneCell: boolean }
  /** A mapped column does not exist. */
  | { kind: "noSuchColumn"; name: string; nearest: string }
  /** Its name is not a field's. */
  | ({
      kind: "unknownColumn";
      /** The field that it probably holds, if no other column holds it. */
      nearest: string | undefined;
      /** Whether only spaces or punctuation differ. */
      isRespelled: boolean;
    } & Column)
  | { kind: "duplicateField"; field: string; columns: Column[] }
  | { kind: "noCustomer" }
  | { kind: "noDefinition" }
  /** A column and the mapping both set it. */
  | ({ kind: "twoDefinitions" } & Column);

/**
 * A header's name: without blanks at its ends, and with a single spelling for each accented letter.
 */
export const headerName = (text: string): string =>
  trimmed(text).normalize("NFC");

/** The documented field with this name in any case. */
export const fieldNamed = (name: string): string | undefined =>
  BY_LETTERS.get(name.toLowerCase());

const BY_LETTERS = new Map(
  COLUMN_FIELDS.map((field) => [field.toLowerCase(), field]),
);

/** Whether a file may have a column with this header. */
export const isKnownHeader = (header: string, { columns }: Mapping): boolean =>
  columns.has(headerName(header)) ||
  COLUMN_FIELDS.some((field) => isSpelledAs(field, header));

/** Reads a header. */
export function readHeader(cells: readonly string[], mapping: Mapping): Header {
  const { columns, ignoreOthers } = mapping;
  const all = cells.map((cell, index) => ({ name: headerName(cell), index }));
  const fields = all.map(
    ({ name }) => columns.get(name) ?? fieldNamed(name) ?? "",
  );
  const nameless = all.filter(({ name }) => name === "");
  const others = all.filter(
    ({ name }) => name !== "" && !columns.has(name) && !fieldNamed(name),
  );
  const header: Header = {
    fields,
    nameless: ignoreOthers ? [] : nameless.map(({ index }) => index),
    leftOut: ignoreOthers ? others : [],
    problems: [],
  };
  if (!cells.some((cell) => isKnownHeader(cell, mapping))) {
    const isOneCell = all.length === 1;
    header.problems.push({ kind: "noHeader", isOneCell });
    return header;
  }
  const unknown = ignoreOthers ? [] : unknownColumns(others, fields);
  const isLikely = (field: string) =>
    unknown.some(({ nearest }) => nearest === field);
  header.problems.push(
    ...missingColumns(all, mapping),
    ...unknown,
    ...fieldsTwice(all, fields),
    ...lacking(all, fields, mapping, isLikely),
  );
  return header;
}

const missingColumns = (
  all: readonly Column[],
  { columns }: Mapping,
): HeaderProblem[] => {
  const names = all.map(({ name }) => name);
  return [...columns.keys()]
    .filter((name) => !names.includes(name))
    .map((name) => ({
      kind: "noSuchColumn",
      name,
      nearest: nearest(name, names),
    }));
};

function unknownColumns(others: readonly Column[], fields: readonly string[]) {
  const free = COLUMN_FIELDS.filter((field) => !fields.includes(field));
  const found = others.map((column) => {
    const field = nearest(column.name, free);
    const isLikely = field !== "" && isNear(column.name, field);
    return {
      kind: "unknownColumn" as const,
      ...column,
      nearest: isLikely ? field : undefined,
      isRespelled: isLikely && isSpelledAs(column.name, field),
    };
  });
  // Two columns cannot hold one field, so only the likeliest is proposed for it.
  const likeliest = new Map<string | undefined, (typeof found)[number]>();
  for (const column of found) {
    const other = likeliest.get(column.nearest);
    if (!other || (column.isRespelled && !other.isRespelled))
      likeliest.set(column.nearest, column);
  }
  return found.map((column) =>
    likeliest.get(column.nearest) === column
      ? column
      : { ...column, nearest: undefined, isRespelled: false },
  );
}

const fieldsTwice = (
  all: readonly Column[],
  fields: readonly string[],
): HeaderProblem[] =>
  COLUMN_FIELDS.map((field) => ({
    kind: "duplicateField" as const,
    field,
    columns: all.filter(({ index }) => fields[index] === field),
  })).filter(({ columns }) => columns.length > 1);

function lacking(
  all: readonly Column[],
  fields: readonly string[],
  { fieldDefinition }: Mapping,
  isLikely: (field: string) => boolean,
): HeaderProblem[] {
  const problems: HeaderProblem[] = [];
  if (!fields.includes("customerId") && !isLikely("customerId"))
    problems.push({ kind: "noCustomer" });
  const definition = all[fields.indexOf("fieldDefinitionId")];
  const isGiven = fieldDefinition !== undefined;
  if (definition && isGiven)
    problems.push({ kind: "twoDefinitions", ...definition });
  if (!definition && !isGiven && !isLikely("fieldDefinitionId"))
    problems.push({ kind: "noDefinition" });
  return problems;
}

/** A column's place as a spreadsheet shows it: `column 28 (AB)`. */
export function columnPlace(index: number): string {
  let letters = "";
  for (let left = index + 1; left > 0; left = Math.floor((left - 1) / 26))
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  return `column ${index + 1} (${letters})`;
}
