import { CareCycle, type ValidationIssue } from "carecycle-custom-fields";
import { issueInCell } from "../../spreadsheet/index.js";
import type { Row, Rows } from "../formats/rows.js";
import type { InvalidRow, Issue } from "../report/report.js";

/** A row as it was when it was checked. */
export type CheckedRow = Pick<Row, "line" | "start" | "end" | "hash">;

/** What is known of a file after every row was checked. */
export interface Checked {
  rows: CheckedRow[];
  /** The indexes of the rows that are no valid requests. */
  invalid: Set<number>;
}

/** Checks every row without sending anything; reports each that is invalid, and hashes the others. */
export async function checkRows(
  rows: Rows,
  hash: (row: Row) => string,
  tell: (invalid: InvalidRow) => void,
): Promise<Checked> {
  const { validate } = offline().customers.customFields;
  const checked: Checked = { rows: [], invalid: new Set() };
  const check = (row: Row) => {
    const { index, line, start, end } = row;
    const issues = row.problem
      ? [{ column: undefined, message: row.problem, code: "custom" }]
      : validate(row.customerId, row.body).map((issue) => named(issue, rows));
    const isValid = !issues.length;
    checked.rows.push({ line, start, end, hash: isValid ? hash(row) : "" });
    if (isValid) return;
    checked.invalid.add(index);
    tell({ row, issues });
  };
  for await (const some of rows.batches()) some.forEach(check);
  return checked;
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
