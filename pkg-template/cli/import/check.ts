import { CareCycle, type ValidationIssue } from "carecycle-custom-fields";
import {
  type Allowed,
  type Caution,
  type CautionKind,
  Duplicates,
  OutlookBuilder,
  cautionsOf,
  duplicateOf,
  issueInCell,
} from "../../spreadsheet/index.js";
import type { Row, Rows } from "../formats/rows.js";
import type { InvalidRow, Issue } from "../report/report.js";
import type { Definitions } from "./definitions.js";

/** A row as it was when it was checked. */
export type CheckedRow = Pick<Row, "line" | "start" | "end" | "hash">;

/** The rules for rows besides the API's documentation. */
export interface Rules {
  allowed: Allowed;
  definitions: Definitions | undefined;
}

/** A row that has the customer and definition of one before it, both by their indexes. */
export interface Duplicate {
  index: number;
  first: number;
}

/** The result of checking every row of a file. */
export interface Checked {
  rows: CheckedRow[];
  /** The indexes of the rows that are not sent. */
  invalid: Set<number>;
  /** The number of rows that only cautions prevent, by kind. */
  cautions: Map<CautionKind, number>;
  /**
   * Groups of duplicates of which an earlier start may have sent a row. Which rows of a group are refused is known only
   * once all rows have been read.
   */
  duplicates: Duplicate[];
  /** What would be sent, if that is asked for. */
  outlook: OutlookBuilder | undefined;
}

/** Checks every row without sending anything; reports each invalid one, and hashes the others. */
export async function checkRows(
  rows: Rows,
  { allowed, definitions }: Rules,
  {
    hash,
    isSent,
    onInvalid,
    hasOutlook,
  }: {
    hash: (row: Row) => string;
    /** Whether an earlier run sent a row with this hash. */
    isSent: (hash: string) => boolean;
    onInvalid: (invalid: InvalidRow) => void;
    hasOutlook: boolean;
  },
): Promise<Checked> {
  const { validate } = offline().customers.customFields;
  const seen = allowed.duplicate && !hasOutlook ? undefined : new Duplicates();
  const checked: Checked = {
    rows: [],
    invalid: new Set(),
    cautions: new Map(),
    duplicates: [],
    outlook: hasOutlook ? new OutlookBuilder() : undefined,
  };
  const { outlook } = checked;
  const issuesOf = (row: Row): Issue[] => {
    if (row.problem)
      return [{ column: undefined, message: row.problem, code: "custom" }];
    const { customerId, body } = row;
    const definition = definitions?.of(body.fieldDefinitionId);
    const issues: Issue[] = validate(customerId, body, definition).map(
      (issue) => inFileTerms(issue, rows),
    );
    const unknown = definitions?.unknown(body.fieldDefinitionId, issues);
    if (unknown) issues.push({ ...unknown, column: columnOfDefinition(rows) });
    return issues;
  };
  const refuse = (row: Row, issues: Issue[]) => {
    checked.invalid.add(row.index);
    onInvalid({ row, issues });
  };
  /** The first row of each group of duplicates of which an earlier start may have sent one. */
  const late = new Set<number>();
  /** Whether the row is refused as a duplicate of an earlier row, or may be once all rows have been read. */
  const refuseDuplicate = (row: Row, content: string, first: number) => {
    if (allowed.duplicate) return false;
    const { hash = "", line = 0 } = checked.rows[first] ?? {};
    if (late.has(first) || isSent(content) || isSent(hash)) {
      late.add(first);
      checked.duplicates.push({ index: row.index, first });
      return true;
    }
    count(checked.cautions, "duplicate");
    refuse(row, [cautioned(duplicateOf(line), rows)]);
    return true;
  };
  const check = (row: Row) => {
    const { index, line, start, end } = row;
    const issues = issuesOf(row);
    const content = issues.length ? "" : hash(row);
    const cautions = row.problem ? [] : cautionsOf(bodyOf(row), allowed);
    // No option would send a row that has other issues.
    const isAllowable = !issues.length;
    // A row that an earlier run was allowed to send, and sent, is not sent again.
    if (cautions.length && !(content && isSent(content)))
      for (const caution of cautions) {
        if (isAllowable) count(checked.cautions, caution.kind);
        issues.push(cautioned(caution, rows));
      }
    const isValid = !issues.length;
    checked.rows.push({ line, start, end, hash: isValid ? content : "" });
    if (!isValid) return refuse(row, issues);
    const { customerId, body } = row;
    const first = seen?.firstOf(customerId, body.fieldDefinitionId, index);
    if (first !== undefined && outlook) outlook.duplicates++;
    if (first === undefined || !refuseDuplicate(row, content, first))
      outlook?.add(line, { customerId, body: bodyOf(row) });
  };
  for await (const some of rows.batches()) some.forEach(check);
  return checked;
}

const bodyOf = (row: Row): Record<string, unknown> => row.body;

export function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** A client that can check but not send. */
const offline = (): CareCycle =>
  new CareCycle({
    apiKey: "cc_none",
    baseUrl: "https://localhost",
    fetch: () => Promise.reject(new Error("checks send nothing")),
  });

/** Expresses an issue by the file's own headers, and says what to write in a cell. */
function inFileTerms(
  issue: ValidationIssue,
  { format, headers, mapping }: Rows,
): Issue {
  const { field, hint } = issueInCell(issue, mapping);
  const option =
    field !== "multiSelectValue"
      ? ""
      : mapping.separator === undefined
        ? ", or set --separator"
        : ", or leave out --separator for JSON arrays";
  const isHinted = format === "csv" && hint !== "";
  return {
    ...issue,
    column: headers.get(field) ?? field,
    message: isHinted ? issue.message + hint + option : issue.message,
  };
}

function columnOfDefinition({ headers, mapping }: Rows): string {
  const field = "fieldDefinitionId";
  return mapping.fieldDefinition === undefined
    ? (headers.get(field) ?? field)
    : "--field-definition";
}

/** A caution about a row, as an issue. */
export const cautioned = (
  { field, message, code }: Caution,
  { headers }: Rows,
): Issue => ({
  column: field === undefined ? undefined : (headers.get(field) ?? field),
  ...(field !== undefined && { path: [field] }),
  message,
  code,
});
