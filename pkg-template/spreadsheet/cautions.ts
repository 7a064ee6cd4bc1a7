import { VALUE_FIELDS } from "../generated.js";
import { trimmed } from "./blank.js";
import type { Request } from "./cells.js";

/**
 * Why it is better not to send a row that the API would accept. These are not rules of the API,
 * which accepts any text as a value.
 */
export type CautionKind = "duplicate" | "empty" | "number" | "date";

/** Which of them are sent nevertheless. */
export type Allowed = Readonly<Record<CautionKind, boolean>>;

/** A reason not to send a row. Contains none of the row's values. */
export interface Caution {
  kind: CautionKind;
  /** The field that it is about; absent if it is the row as a whole. */
  field: string | undefined;
  message: string;
  code: "duplicate" | "empty_value" | "not_a_number" | "not_a_date";
}

const NONE: readonly Caution[] = [];

/** The cautions about a row's own values. */
export function cautionsOf(
  body: Request["body"],
  allowed: Allowed,
): readonly Caution[] {
  const { numberValue, dateValue } = body;
  const number =
    allowed.number || typeof numberValue !== "string"
      ? undefined
      : problemOfNumber(numberValue);
  const date =
    allowed.date || typeof dateValue !== "string"
      ? undefined
      : problemOfDate(dateValue);
  const isEmpty =
    !allowed.empty && VALUE_FIELDS.every((name) => body[name] === undefined);
  if (number === undefined && date === undefined && !isEmpty) return NONE;
  const found: Caution[] = [];
  if (isEmpty)
    found.push({
      kind: "empty",
      field: undefined,
      message: "the row has only IDs and would create an empty value",
      code: "empty_value",
    });
  if (number !== undefined)
    found.push({
      kind: "number",
      field: "numberValue",
      message: number,
      code: "not_a_number",
    });
  if (date !== undefined)
    found.push({
      kind: "date",
      field: "dateValue",
      message: date,
      code: "not_a_date",
    });
  return found;
}

/** That a row before it has the same customer and definition. */
export const duplicateOf = (line: number): Caution => ({
  kind: "duplicate",
  field: undefined,
  message: `the same customer and definition as in line ${line}: the API would hold two values`,
  code: "duplicate",
});

// Cells may be long, so no pattern can split the same digits in two ways.
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
const SEPARATED = /^[+-]?\d+(?:[.,'’\s]\d+)+$/;
const SCIENTIFIC = /^\s*[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)e[+-]?\d+\s*$/i;

function problemOfNumber(text: string): string | undefined {
  if (DECIMAL.test(text)) return undefined;
  if (DECIMAL.test(trimmed(text)))
    return "there is white space around the number";
  if (SCIENTIFIC.test(text))
    return "a number in scientific notation, as spreadsheets show long numbers: digits may be lost; write all digits";
  return SEPARATED.test(text)
    ? "a number with a decimal comma or thousands separators; write it as -1234.50"
    : "not a decimal number such as -1234.50";
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:Z|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)?)?$/;
const SERIAL = /^\s*\d{1,6}(?:[.,]\d+)?\s*$/;

function problemOfDate(text: string): string | undefined {
  const parts = ISO.exec(text);
  if (parts) {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] =
      parts.slice(1).map((part) => Number(part || 0));
    const isDay = month > 0 && day > 0 && day <= daysOf(year, month);
    // Midnight at the end of a day is 24:00, and a leap second is the 60th.
    const isTime =
      minute < 60 &&
      second <= 60 &&
      (hour < 24 || (hour === 24 && minute === 0 && second === 0));
    return isDay && isTime ? undefined : "there is no such day or time";
  }
  if (ISO.test(trimmed(text))) return "there is white space around the date";
  return SERIAL.test(text)
    ? "a number, as spreadsheets keep dates; export the column as YYYY-MM-DD"
    : "not an ISO 8601 date such as 2026-12-31";
}

function daysOf(year: number, month: number): number {
  if (month === 2)
    return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month > 12 ? 0 : [4, 6, 9, 11].includes(month) ? 30 : 31;
}
