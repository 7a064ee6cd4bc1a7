import { createHash } from "node:crypto";
import { CareCycle, type ValidationIssue } from "carecycle-custom-fields";
import { issueInCell } from "../../spreadsheet/index.js";
import type { Row, Rows } from "../formats/rows.js";
import type { InvalidRow, Issue } from "../report/report.js";

/** What is known of a file after every row was checked. */
export interface Checked {
  /** Of each row. */
  hashes: string[];
  /** Of all rows. */
  hash: string;
  /** The indexes of the rows that are no valid requests. */
  invalid: Set<number>;
}

/** Checks every row without sending anything; tells of each that is invalid. */
export async function checkRows(
  rows: Rows,
  tell: (invalid: InvalidRow) => void,
): Promise<Checked> {
  const { validate } = offline().customers.customFields;
  const hashes: string[] = [];
  const invalid = new Set<number>();
  const all = createHash("sha256");
  const check = (row: Row) => {
    hashes.push(row.hash);
    all.update(row.hash);
    const issues = row.problem
      ? [{ column: undefined, message: row.problem, code: "custom" }]
      : validate(row.customerId, row.body).map((issue) => named(issue, rows));
    if (!issues.length) return;
    invalid.add(row.index);
    tell({ row, issues });
  };
  for await (const some of rows.batches()) some.forEach(check);
  return { hashes, hash: all.digest("base64url"), invalid };
}

/** A client that checks and cannot send. */
const offline = (): CareCycle =>
  new CareCycle({
    apiKey: "cc_none",
    baseUrl: "https://localhost",
    fetch: () => Promise.reject(new Error("checks send nothing")),
  });

/** In the words of the file: its own headers, and what to write in a cell. */
function named(
  issue: ValidationIssue,
  { format, headers, mapping }: Rows,
): Issue {
  const { field, hint } = issueInCell(issue, mapping);
  const option = field === "multiSelectValue" ? ", or give --separator" : "";
  const isHinted = format === "csv" && hint !== "";
  return {
    ...issue,
    column: headers.get(field) ?? field,
    message: isHinted ? issue.message + hint + option : issue.message,
  };
}
