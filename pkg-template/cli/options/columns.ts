import { readFileSync } from "node:fs";
import {
  COLUMN_FIELDS,
  fieldNamed,
  headerName,
  nearest,
} from "../../spreadsheet/index.js";
import { UsageError } from "../exit.js";
import { codeOf } from "../files.js";
import { keyTwice } from "../formats/json-keys.js";

/** Which field the column of a header holds; empty where it is left out. */
type Columns = Map<string, string>;

/**
 * What `--columns FILE` and `--column "HEADER=FIELD"` say, all of them together; of a header that both name it is
 * the latter that counts. Headers are compared as those of files are.
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
        `--column takes "HEADER=FIELD", not "${pair}"; columns without a header are left out where they are empty, ` +
          "or by --ignore-other-columns",
      );
    const field = fieldOf(name);
    if (field === undefined)
      throw new UsageError(`--column "${pair}": ${noField(name)}`);
    const before = columns.get(header);
    if (before !== undefined && before !== field)
      throw new UsageError(
        `--column names "${header}" twice, as ${before || "left out"} and as ${field || "left out"}`,
      );
    columns.set(header, field);
  }
  return columns;
}

/** A JSON object from headers to fields; everything that is wrong with it is said at once. */
function columnsIn(file: string): Columns {
  const { object, twice } = objectIn(file);
  const problems = twice === undefined ? [] : [`${twice} is there twice`];
  const columns: Columns = new Map();
  for (const [key, value] of Object.entries(object)) {
    const header = headerName(key);
    const field =
      value === null
        ? ""
        : typeof value === "string"
          ? fieldOf(value)
          : undefined;
    if (!header) problems.push(`${JSON.stringify(key)} is no header`);
    else if (columns.has(header))
      problems.push(`${JSON.stringify(header)} is there twice`);
    else if (field === undefined)
      problems.push(
        `${JSON.stringify(key)}: ${typeof value === "string" ? noField(value) : 'a field is a text, and "" leaves the column out'}`,
      );
    columns.set(header, field ?? "");
  }
  if (problems.length)
    throw new UsageError(`--columns ${file} cannot be used`, problems);
  return columns;
}

function objectIn(file: string): { object: object; twice: string | undefined } {
  let text: string;
  try {
    text = readFileSync(file, "utf8").replace(/^\ufeff/, "");
  } catch (error) {
    throw new UsageError(`--columns ${file} cannot be read: ${codeOf(error)}`);
  }
  try {
    const object: unknown = JSON.parse(text);
    if (typeof object === "object" && object !== null && !Array.isArray(object))
      return { object, twice: keyTwice(text) };
  } catch {
    // It is refused below.
  }
  throw new UsageError(
    `--columns ${file} is no JSON object such as {"Customer": "customerId", "Notes": ""}`,
  );
}

/** A field by its name in any case; empty for a column that is left out. */
const fieldOf = (name: string): string | undefined =>
  name === "" ? "" : fieldNamed(name.trim());

const noField = (name: string): string =>
  `there is no field ${name}; the nearest is ${nearest(name, COLUMN_FIELDS)}`;
