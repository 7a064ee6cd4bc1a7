import { duplicateOf } from "../../spreadsheet/index.js";
import type { Rows } from "../formats/rows.js";
import type { Journal } from "../journal/journal.js";
import type { InvalidRow } from "../report/report.js";
import { type Checked, cautioned, count } from "./check.js";

/**
 * Refuses rows with the same customer and definition as a row that an earlier start sent. The row that was sent is not
 * refused, whatever was allowed then, even if it is below the others.
 */
export function refuseDuplicates(
  rows: Rows,
  checked: Checked,
  journal: Journal | undefined,
  onInvalid: (invalid: InvalidRow) => void,
): void {
  const { duplicates } = checked;
  const isSent = (index: number) =>
    journal?.isCreated(index) || journal?.isUnknown(index);
  /** The row that is kept, by the first row of its group of duplicates. */
  const kept = new Map<number, number>();
  for (const { index, first } of duplicates)
    if (!isSent(first) && isSent(index) && !kept.has(first))
      kept.set(first, index);
  const refused = duplicates.filter(({ index }) => !isSent(index));
  for (const first of kept.keys()) refused.push({ index: first, first });
  for (const { index, first } of refused.sort((a, b) => a.index - b.index)) {
    const other = checked.rows[kept.get(first) ?? first];
    const row = checked.rows[index];
    if (!row || !other) continue;
    count(checked.cautions, "duplicate");
    checked.invalid.add(index);
    onInvalid({
      row: { index, line: row.line },
      issues: [cautioned(duplicateOf(other.line), rows)],
    });
  }
}
