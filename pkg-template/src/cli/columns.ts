import { VALUES } from "../fields.js";
import type { Mapping } from "./args.js";
import { UsageError } from "./exit.js";
import { nearest } from "./nearest.js";

/** What a column may hold. */
export const FIELDS: readonly string[] = [
  "customerId",
  "fieldDefinitionId",
  ...VALUES,
];

const IDS: readonly string[] = FIELDS.slice(0, 2);

/** A request as a row has it, checked by nobody yet. */
export interface Request {
  customerId: unknown;
  body: Record<string, unknown>;
}

/** The field of each column; empty where it is left out. Refuses headers that cannot be meant. */
export function fieldsOf(
  header: readonly string[],
  mapping: Mapping,
): string[] {
  const { columns, fieldDefinition } = mapping;
  // Where the header is missing these are a person's data, which no message may show.
  if (!header.some((name) => columns.has(name) || FIELDS.includes(name)))
    throw new UsageError(
      `the first line names none of ${FIELDS.join(", ")}, so it may be no header; ` +
        'name its columns by --column "HEADER=FIELD"',
    );
  for (const name of columns.keys())
    if (!header.includes(name))
      throw new UsageError(
        `--column "${name}=${columns.get(name)}": there is no such column; the nearest is "${nearest(name, header)}"`,
      );
  const fields = header.map((name) => fieldOf(name, mapping));
  const named = fields.filter((field) => field !== "");
  const twice = named.find((field, at) => named.indexOf(field) !== at);
  if (twice) throw new UsageError(`two columns hold ${twice}`);
  if (fieldDefinition !== undefined && named.includes("fieldDefinitionId"))
    throw new UsageError(
      "both a column fieldDefinitionId and --field-definition are there",
    );
  if (!named.includes("customerId"))
    throw new UsageError(
      'no column holds customerId; name it by --column "HEADER=customerId"',
    );
  if (fieldDefinition === undefined && !named.includes("fieldDefinitionId"))
    throw new UsageError(
      "no column holds fieldDefinitionId; --field-definition ID gives it for all rows",
    );
  return fields;
}

/** The field that a header or a key stands for. */
function fieldOf(name: string, { columns }: Mapping): string {
  const mapped = columns.get(name);
  if (mapped !== undefined) return mapped;
  if (FIELDS.includes(name)) return name;
  const likely = nearest(name, FIELDS);
  throw new UsageError(
    `the column "${name}" is no documented field; the nearest is ${likely}: ` +
      `--column "${name}=${likely}", or --column "${name}=" to leave it out`,
  );
}

/** The request of a CSV row. What is no value of its field stays text, for the check to find. */
export function fromCells(
  cells: readonly string[],
  fields: readonly string[],
  mapping: Mapping,
): Request {
  const all: Record<string, unknown> = startOf(mapping);
  fields.forEach((field, at) => {
    const cell = cells[at] ?? "";
    if (field === "") return;
    if (cell !== "") all[field] = valueOf(field, cell, mapping);
    else if (mapping.emptyIsNull && !IDS.includes(field)) all[field] = null;
  });
  return split(all);
}

function valueOf(field: string, cell: string, { separator }: Mapping): unknown {
  if (field === "booleanValue")
    return cell === "true" || (cell === "false" ? false : cell);
  if (field !== "multiSelectValue") return cell;
  if (separator !== undefined) return cell.split(separator);
  try {
    const list: unknown = JSON.parse(cell);
    // "null" is no way to write null.
    return Array.isArray(list) ? list : cell;
  } catch {
    return cell;
  }
}

/** The request of a line of JSON, and a field that it has twice, one of which would be lost. */
export function fromObject(
  object: object,
  mapping: Mapping,
): { request: Request; twice: string | undefined } {
  const all: Record<string, unknown> = startOf(mapping);
  let twice: string | undefined;
  for (const [key, value] of Object.entries(object)) {
    const field = mapping.columns.get(key) ?? key;
    if (field === "") continue;
    if (field in all) twice = field;
    all[field] = value;
  }
  return { request: split(all), twice };
}

// Without a prototype, so that a key __proto__ is one like others.
const startOf = ({ fieldDefinition }: Mapping): Record<string, unknown> =>
  Object.assign(
    Object.create(null) as object,
    fieldDefinition === undefined ? {} : { fieldDefinitionId: fieldDefinition },
  );

function split({ customerId, ...body }: Record<string, unknown>): Request {
  return { customerId, body };
}

/** What a cell of a field must be, where its type does not say how a spreadsheet writes it. */
export const hintOf = (field: string, { separator }: Mapping): string =>
  field === "booleanValue"
    ? "; write true or false"
    : field === "multiSelectValue" && separator === undefined
      ? '; write a JSON array such as ["a","b"], or give --separator'
      : "";
