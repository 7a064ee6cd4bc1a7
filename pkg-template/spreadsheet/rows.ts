import { isBlank } from "./blank.js";
import { type Request, requestMaker } from "./cells.js";
import { type Header, columnPlace } from "./header.js";
import type { Mapping } from "./mapping.js";
import type { CsvRecord } from "./records.js";
import { UnreadableSheet } from "./unreadable.js";

/** A record as a row. */
export interface SheetRow {
  request: Request;
  /** Why the row is not a request, whatever its cells contain. */
  problem: string | undefined;
}

/**
 * Returns a function that turns the records below a header into rows. Missing cells are empty, and
 * there may be too many empty cells: programs leave these out, or leave them behind.
 *
 * @throws {UnreadableSheet} at a cell below an empty header, which must be empty
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
