import { createHash } from "node:crypto";
import { CareCycle, type ValidationIssue } from "carecycle-custom-fields";
import { hintOf } from "./columns.js";
import type { Row, Rows } from "./rows.js";

/** What is wrong with a cell, or with the row where there is no column. */
export interface Issue extends Partial<ValidationIssue> {
  column: string | undefined;
  message: string;
}

/** A row that is no valid request. */
export interface InvalidRow {
  row: Row;
  issues: Issue[];
}

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

function named(issue: ValidationIssue, { headers, mapping }: Rows): Issue {
  const [first = ""] = issue.path;
  const field = first === "id" ? "customerId" : first;
  const isCell = issue.path.length === 1 && issue.code === "invalid_type";
  const hint = isCell && mapping.format === "csv" ? hintOf(field, mapping) : "";
  return {
    ...issue,
    column: headers.get(field) ?? field,
    message: issue.message + hint,
  };
}
