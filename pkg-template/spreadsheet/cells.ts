import { VALUE_FIELDS } from "../generated.js";
import { isTooDeep } from "./depth.js";
import type { Mapping } from "./mapping.js";

/** A request as a row has it, checked by nobody yet. */
export interface Request {
  customerId: unknown;
  body: Record<string, unknown>;
}

/** The request of a CSV row. What is no value of its field stays text, for the check to find. */
export function requestOf(
  cells: readonly string[],
  fields: readonly string[],
  mapping: Mapping,
): Request {
  const row = newRow(mapping);
  const values: readonly string[] = VALUE_FIELDS;
  fields.forEach((field, index) => {
    const cell = cells[index] ?? "";
    if (field === "") return;
    if (cell !== "") row[field] = valueOf(field, cell, mapping);
    else if (mapping.emptyIsNull && values.includes(field)) row[field] = null;
  });
  return toRequest(row);
}

function valueOf(field: string, cell: string, { separator }: Mapping): unknown {
  if (field === "booleanValue")
    return cell === "true" || (cell === "false" ? false : cell);
  if (field !== "multiSelectValue") return cell;
  if (separator !== undefined) return cell.split(separator);
  try {
    const list: unknown = JSON.parse(cell);
    // "null" is no way to write null.
    return Array.isArray(list) && !isTooDeep(list) ? list : cell;
  } catch {
    return cell;
  }
}

/** A row's fields before its own are known. Without a prototype, so that a key `__proto__` is one like others. */
export const newRow = ({ fieldDefinition }: Mapping): Record<string, unknown> =>
  Object.assign(
    Object.create(null) as object,
    fieldDefinition === undefined ? {} : { fieldDefinitionId: fieldDefinition },
  );

/** The customer's ID and the body that a row's fields make; it is the row without that, so without a prototype. */
export function toRequest(row: Record<string, unknown>): Request {
  const { customerId } = row;
  delete row.customerId;
  return { customerId, body: row };
}

/** Where in a spreadsheet an issue of a request is: in the column of which field, and what to write there instead. */
export function issueInCell(
  issue: { path: readonly string[]; code: string },
  { separator }: Mapping,
): { field: string; hint: string } {
  const [first = ""] = issue.path;
  const field = first === "id" ? "customerId" : first;
  const isCell = issue.path.length === 1 && issue.code === "invalid_type";
  return { field, hint: isCell ? hintOf(field, separator) : "" };
}

/** What a cell must be, where the field's type does not say how a spreadsheet writes it. */
function hintOf(field: string, separator: string | undefined): string {
  if (field === "booleanValue") return "; write true or false";
  return field === "multiSelectValue" && separator === undefined
    ? '; write a JSON array such as ["a","b"]'
    : "";
}
