import { VALUE_FIELDS } from "../generated.js";
import type { Request } from "./cells.js";

/** What would be sent. Contains none of the values. */
export interface Outlook {
  /** How many rows would be sent. */
  rows: number;
  /** How many minutes that takes at the rate limit; null without one. */
  minutes: number | null;
  /** The number of rows with the same customer and definition as an earlier row, whether they would be sent or not. */
  duplicates: number;
  definitions: {
    fieldDefinitionId: string;
    rows: number;
    /** How many rows have a value in which field. */
    fields: Record<string, number>;
    /** How many rows have no value. */
    empty: number;
  }[];
  /** The first rows, with masked values. */
  first: {
    line: number;
    fieldDefinitionId: string;
    /** The customer's ID, and the values by field. */
    masked: Record<string, string | null>;
  }[];
}

const SHOWN = 3;

/** Collects what would be sent. */
export class OutlookBuilder {
  duplicates = 0;
  #rows = 0;
  readonly #definitions = new Map<string, Outlook["definitions"][number]>();
  readonly #first: Outlook["first"] = [];

  /** Adds a row that is valid and would be sent. */
  add(line: number, { customerId, body }: Request): void {
    const fieldDefinitionId = String(body.fieldDefinitionId);
    this.#rows++;
    const definition = this.#definitionOf(fieldDefinitionId);
    definition.rows++;
    let isEmpty = true;
    for (const field of VALUE_FIELDS) {
      const value = body[field];
      if (value === undefined || value === null) continue;
      isEmpty = false;
      definition.fields[field] = (definition.fields[field] ?? 0) + 1;
    }
    if (isEmpty) definition.empty++;
    if (this.#first.length === SHOWN) return;
    const masked: Record<string, string | null> = {
      customerId: maskOf(customerId),
    };
    for (const field of VALUE_FIELDS)
      if (body[field] !== undefined) masked[field] = maskOf(body[field]);
    this.#first.push({ line, fieldDefinitionId, masked });
  }

  /** @param limit the rate limit, if there is one */
  get(limit: { requests: number; perMs: number } | undefined): Outlook {
    const definitions = [...this.#definitions.values()];
    const minutes =
      limit && ((this.#rows / limit.requests) * limit.perMs) / 60_000;
    return {
      rows: this.#rows,
      minutes: minutes === undefined ? null : Number(minutes.toFixed(6)),
      duplicates: this.duplicates,
      definitions: definitions.sort((a, b) => b.rows - a.rows),
      first: this.#first,
    };
  }

  #definitionOf(id: string): Outlook["definitions"][number] {
    const key = id.toLowerCase();
    const known = this.#definitions.get(key);
    if (known) return known;
    const definition = {
      fieldDefinitionId: key,
      rows: 0,
      fields: {},
      empty: 0,
    };
    this.#definitions.set(key, definition);
    return definition;
  }
}

/** A value's kind and length instead of the value; null if there is none. */
function maskOf(value: unknown): string | null {
  if (value === null) return null;
  if (typeof value === "string")
    return `••• (${counted(Array.from(value).length, "character")})`;
  return Array.isArray(value)
    ? `••• (${counted(value.length, "text")})`
    : `••• (${typeof value})`;
}

const counted = (count: number, what: string): string =>
  `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;
