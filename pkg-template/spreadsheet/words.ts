import type { Outlook } from "./outlook.js";

/** `1 row`, `2 rows`. */
export const rowCount = (count: number): string =>
  `${count.toLocaleString("en-US")} ${count === 1 ? "row" : "rows"}`;

/** Milliseconds as a person says them. */
export function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How many rows would be sent, and how long that takes. */
export function toSendText({ rows, minutes }: Outlook): string {
  const time =
    minutes === null || !rows
      ? ""
      : `, which takes ${duration(Math.round(minutes * MINUTE))} at the rate limit`;
  return rowCount(rows) + time;
}

const MINUTE = 60_000;

/** How many rows of a definition have a value in which field. */
export function fieldsText({
  fields,
  empty,
}: Outlook["definitions"][number]): string {
  const parts = Object.entries(fields).map(
    ([field, count]) => `${count.toLocaleString("en-US")} ${field}`,
  );
  if (empty) parts.push(`${empty.toLocaleString("en-US")} without a value`);
  return parts.join(", ");
}

/** Rows that have the customer and definition of one before; empty where there are none. */
export const duplicatesText = ({ duplicates }: Outlook): string =>
  duplicates
    ? `${rowCount(duplicates)} with the customer and definition of a row before`
    : "";

/** More definitions than a person reads are not listed. */
export const MOST_DEFINITIONS = 20;
