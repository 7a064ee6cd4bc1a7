import {
  COLUMN_FIELDS,
  fieldNamed,
  headerName,
  nearest,
} from "../../spreadsheet/index.js";
import { UsageError } from "../exit.js";
import { textOf } from "../files.js";
import { duplicateKey } from "../formats/json-keys.js";

/** The field in the column of each header; empty if the column is left out. */
type Columns = Map<string, string>;

/**
 * Combines `--columns FILE` and `--column "HEADER=FIELD"`; for a header in both, the latter counts.
 * Headers are compared like those of files.
 */
export const readColumns = (
  file: string | undefined,
  pairs: readonly string[],
): Columns =>
  new Map([
    ...(file === undefined ? [] : columnsIn(file)),
    ...columnsOf(pairs),
  ]);

function columnsOf(pairs: readonly string[]): Columns {
  const columns: Columns = new Map();
  for (const pair of pairs) {
    const at = pair.lastIndexOf("=");
    const header = headerName(pair.slice(0, Math.max(at, 0)));
    const name = pair.slice(at + 1).trim();
    if (!header)
      throw new UsageError(
        `--column must be "HEADER=FIELD", not "${pair}"; columns without a header are left out if they are empty, ` +
          "or with --ignore-other-columns",
      );
    const field = fieldOf(name);
    if (field === undefined)
      throw new UsageError(`--column "${pair}": ${noField(name)}`);
    const before = columns.get(header);
    if (before !== undefined && before !== field)
      throw new UsageError(
        `--column maps "${header}" twice, as ${before || "left out"} and as ${field || "left out"}`,
      );
    columns.set(header, field);
  }
  return columns;
}

/** Reads a JSON object from headers to fields; reports all its problems together. */
function columnsIn(file: string): Columns {
  const { object, twice } = objectIn(file);
  const problems = twice === undefined ? [] : [`${twice} occurs twice`];
  const columns: Columns = new Map();
  for (const [key, value] of Object.entries(object)) {
    const header = headerName(key);
    const field =
      value === null
        ? ""
        : typeof value === "string"
          ? fieldOf(value)
          : undefined;
    if (!header) problems.push(`${JSON.stringify(key)} is not a header`);
    else if (columns.has(header))
      problems.push(`${JSON.stringify(header)} occurs twice`);
    else if (field === undefined)
      problems.push(
        `${JSON.stringify(key)}: ${typeof value === "string" ? noField(value) : 'a field must be a string; "" leaves out the column'}`,
      );
    columns.set(header, field ?? "");
  }
  if (problems.length)
    throw new UsageError(`--columns ${file} cannot be used`, problems);
  return columns;
}

function objectIn(file: string): { object: object; twice: string | undefined } {
  const text = textOf("--columns", file);
  try {
    const object: unknown = JSON.parse(text);
    if (typeof object === "object" && object !== null && !Array.isArray(object))
      return { object, twice: duplicateKey(text) };
  } catch {
    // It is rejected below.
  }
  throw new UsageError(
    `--columns ${file} is not a JSON object such as {"Customer": "customerId", "Notes": ""}`,
  );
}

/** A field by its name in any case; empty for a column that is left out. */
const fieldOf = (name: string): string | undefined =>
  name === "" ? "" : fieldNamed(name.trim());

const noField = (name: string): string =>
  `there is no field ${name}; the nearest is ${nearest(name, COLUMN_FIELDS)}`;
