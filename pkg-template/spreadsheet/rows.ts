import { isBlank } from "./blank.js";
import { type Request, requestMaker } from "./cells.js";
import { type Header, columnPlace } from "./header.js";
import type { Mapping } from "./mapping.js";
import type { CsvRecord } from "./records.js";
import { UnreadableSheet } from "./unreadable.js";

/** What a record makes. */
export interface SheetRow {
  request: Request;
  /** Why the row is no request, whatever its cells hold. */
  problem: string | undefined;
}

/**
 * Makes rows of the records below a header. Cells that are missing are empty, and empty ones may be too many, since
 * programs leave them out and behind.
 *
 * @throws {UnreadableSheet} at a cell below an empty header, in which there may be nothing
 */
export function rowMaker(
  { fields, nameless }: Pick<Header, "fields" | "nameless">,
  mapping: Mapping,
): (record: CsvRecord) => SheetRow {
  const requestOf = requestMaker(fields, mapping);
  const { length } = fields;
  return ({ line, cells, problem }) => {
    const request = requestOf(cells);
    if (problem !== undefined) return { request, problem };
    const nowhere = nameless.find((index) => !isBlank(cells[index] ?? ""));
    if (nowhere !== undefined)
      throw new UnreadableSheet(
        `has a value at line ${line} in ${columnPlace(nowhere)}, which has no header: give it one, or delete the column`,
        "ignoreColumns",
      );
    return cells.length > length && !cells.slice(length).every(isBlank)
      ? {
          request,
          problem: `the row has ${cells.length} cells, but the header has ${length}`,
        }
      : { request, problem };
  };
}
