import type { Outlook } from "./outlook.js";

/** `1 row`, `2 rows`. */
export const rowCount = (count: number): string =>
  `${count.toLocaleString("en-US")} ${count === 1 ? "row" : "rows"}`;

/** A duration in words. */
export function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How many rows would be sent, and how long that would take. */
export function toSendText({ rows, minutes }: Outlook): string {
  const time =
    minutes === null || !rows
      ? ""
      : `, which takes ${duration(Math.round(minutes * MINUTE))} at the rate limit`;
  return rowCount(rows) + time;
}

const MINUTE = 60_000;

/** The number of a definition's rows with a value, by field. */
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

/** How many rows are duplicates; empty if none is. */
export const duplicatesText = ({ duplicates }: Outlook): string =>
  duplicates
    ? `${rowCount(duplicates)} with the same customer and definition as an earlier row`
    : "";

/** The text lists at most this many definitions. */
export const MAX_DEFINITIONS = 20;
