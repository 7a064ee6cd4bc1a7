import { COLUMN_FIELDS, nearest } from "../../spreadsheet/index.js";
import { UsageError } from "../exit.js";

/** What `--column "HEADER=FIELD"` says, all of them together. Spaces around a header do not count, as in a file. */
export function readColumns(pairs: readonly string[]): Map<string, string> {
  const columns = new Map<string, string>();
  for (const pair of pairs) {
    const at = pair.lastIndexOf("=");
    const header = pair.slice(0, Math.max(at, 0)).trim();
    const field = pair.slice(at + 1).trim();
    if (!header)
      throw new UsageError(`--column takes "HEADER=FIELD", not "${pair}"`);
    if (field && !COLUMN_FIELDS.includes(field))
      throw new UsageError(
        `--column "${pair}": there is no field ${field}; the nearest is ${nearest(field, COLUMN_FIELDS)}`,
      );
    columns.set(header, field);
  }
  return columns;
}
