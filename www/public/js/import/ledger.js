import { ValidationError } from "../package.js";
import { inCell } from "./check.js";

/**
 * @typedef {import("./check.js").Row} Row
 * @typedef {import("./run.js").Result} Result
 *
 * @typedef {ReturnType<typeof createLedger>} Ledger
 */

/**
 * The result of each row of a file over all its runs, so that no row that may be created is sent again.
 *
 * @param {readonly Row[]} rows
 * @param {import("./columns.js").Columns} columns
 */
export function createLedger(rows, columns) {
  /** @type {Map<Row, Result>} */
  const results = new Map();
  const status = (/** @type {Row} */ row) =>
    results.get(row)?.status ?? "notSent";
  /** @param {string} wanted */
  const having = (wanted) =>
    rows.filter((row) => row.valid && status(row) === wanted);
  const counts = {
    created: 0,
    rejected: 0,
    invalid: 0,
    unknown: 0,
    notSent: 0,
  };

  return {
    counts,
    /** @param {Result} result */
    record(result) {
      const before = results.get(result.row);
      if (before) counts[before.status]--;
      counts[result.status]++;
      results.set(result.row, result);
    },
    settled: () => results.size - counts.notSent,
    /** Valid rows that were not sent. */
    left: () => having("notSent"),
    /** Rows to fix and import; not those that may have been created. */
    failed: () =>
      rows.filter((row) => !["created", "unknown"].includes(status(row))),
    unknown: () => having("unknown"),
    /** Rows that were created although the response could not be read. */
    unread: () => having("created").filter((row) => results.get(row)?.error),
    issues: () =>
      [...results.values()]
        .filter(({ status, error }) =>
          status === "created" ? error : status !== "notSent",
        )
        .sort((one, other) => one.row.record.line - other.row.record.line)
        .flatMap((result) => explain(result, columns)),
  };
}

/**
 * @param {Result} result
 * @param {import("./columns.js").Columns} columns
 */
function explain({ row, status, error }, columns) {
  if (error instanceof ValidationError && error.errors.length) {
    return error.errors.map((issue) => inCell(row.record, columns, issue));
  }
  const { message: ours = "", serverMessage = "" } =
    /** @type {{ message?: string, serverMessage?: string }} */ (error ?? {});
  // The server's words may hold a value, which whoever sees this page has anyway.
  const theirs = serverMessage && `; server message: ${serverMessage}`;
  const message = `${status}: ${ours}${theirs}`;
  return [{ line: row.record.line, column: "", cell: "", message }];
}
