import { VALUE_FIELDS } from "../generated.js";
import { isTooDeep } from "./depth.js";
import type { Mapping } from "./mapping.js";

/** A row as a request, not yet checked. */
export interface Request {
  customerId: unknown;
  body: Record<string, unknown>;
}

/**
 * Bodies inherit nothing, so a key `__proto__` is like any other. This is faster than no prototype.
 */
const NOTHING = Object.freeze(Object.create(null) as object);

/** A body without a row's own fields. */
export function newBody({ fieldDefinition }: Mapping): Record<string, unknown> {
  const body = Object.create(NOTHING) as Record<string, unknown>;
  if (fieldDefinition !== undefined) body.fieldDefinitionId = fieldDefinition;
  return body;
}

/**
 * Returns a function that makes a request from a row's cells. `fields` has the field of each cell,
 * or an empty string if it has none. A value that does not fit its field stays text, so the check
 * finds it.
 */
export function requestMaker(
  fields: readonly string[],
  mapping: Mapping,
): (cells: readonly string[]) => Request {
  const customer = fields.indexOf("customerId");
  const values: readonly string[] = VALUE_FIELDS;
  const columns = fields.flatMap((field, index) =>
    field === "" || index === customer
      ? []
      : [{ field, index, isValue: values.includes(field) }],
  );
  return (cells) => {
    const body = newBody(mapping);
    for (const { field, index, isValue } of columns) {
      const cell = cells[index] ?? "";
      const value = cell === "" ? undefined : valueOf(field, cell, mapping);
      if (value !== undefined) body[field] = value;
      else if (isValue && mapping.emptyIsNull) body[field] = null;
    }
    const customerId = cells[customer] ?? "";
    return { customerId: customerId === "" ? undefined : customerId, body };
  };
}

/** The value in a cell; undefined if it is empty. */
function valueOf(field: string, cell: string, { separator }: Mapping): unknown {
  if (field === "booleanValue") return booleanOf(cell) ?? cell;
  if (field !== "multiSelectValue") return cell;
  if (separator !== undefined) {
    if (LIST.test(cell)) return cell;
    const parts = cell.split(separator).map((part) => part.trim());
    const texts = parts.filter((part) => part !== "");
    return texts.length ? texts : undefined;
  }
  try {
    const list: unknown = JSON.parse(cell);
    // The text null is not how to write null.
    return Array.isArray(list) && !isTooDeep(list) ? list : cell;
  } catch {
    return cell;
  }
}

/** A list in JSON or Python, which separated would become texts with brackets and quotes. */
const LIST = /^\s*\[\s*(["'])[^]*\1\s*\]\s*$/;

/** As spreadsheets, databases and pandas write it. */
function booleanOf(cell: string): boolean | undefined {
  const word = cell.toLowerCase();
  if (word === "true") return true;
  return word === "false" ? false : undefined;
}

/**
 * Where an issue of a request is in a spreadsheet: in the column of which field, and what to write
 * there instead.
 */
export function issueInCell(
  issue: { path: readonly string[]; code: string },
  { separator }: Mapping,
): { field: string; hint: string } {
  const [first = ""] = issue.path;
  const field = first === "id" ? "customerId" : first;
  const isCell = issue.path.length === 1 && issue.code === "invalid_type";
  return { field, hint: isCell ? hintOf(field, separator) : "" };
}

/** What a cell must contain, if the field's type does not show how a spreadsheet writes it. */
function hintOf(field: string, separator: string | undefined): string {
  if (field === "booleanValue") return "; write true or false";
  if (field !== "multiSelectValue") return "";
  return separator === undefined
    ? '; write a JSON array such as ["a","b"]'
    : "; write the texts without brackets and quotes around them";
}
