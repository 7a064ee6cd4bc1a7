import {
  COLUMN_FIELDS,
  HEAD_BYTES,
  MAX_DEPTH,
  MAX_RECORD,
  type Mapping,
  type Request,
  encodingOf,
  fieldNamed,
  headerName,
  isTooDeep,
  assertText,
  newBody,
} from "../../spreadsheet/index.js";
import { UsageError } from "../exit.js";
import { duplicateKey } from "./json-keys.js";
import type { Source } from "./source.js";

/** A line of JSON Lines, its place in the file, and its content. */
export interface JsonRecord {
  line: number;
  start: number;
  end: number;
  /** Empty if there is a problem. */
  object: object;
  problem: string | undefined;
}

/** The lines, in batches of those in a piece of the file; empty ones are left out. */
export function* jsonRecords(source: Source): Generator<JsonRecord[]> {
  let line = 0;
  let start = 0;
  assertJson(source);
  for (const lines of linesOf(source)) {
    const found: JsonRecord[] = [];
    for (const { bytes, length } of lines) {
      const end = start + length;
      line++;
      const text = bytes && decode(bytes, line, source);
      if (text === undefined || text.trim() !== "")
        found.push({ line, start, end, ...read(text) });
      start = end;
    }
    yield found;
  }
}

/** A line with its line end; without its bytes if it is too long for a row. */
interface Line {
  bytes: Buffer | undefined;
  length: number;
}

function* linesOf(source: Source): Generator<Line[]> {
  let parts: Buffer[] = [];
  let length = 0;
  const add = (part: Buffer) => {
    length += part.length;
    if (length > MAX_RECORD) parts = [];
    else parts.push(part);
  };
  const ended = (): Line => {
    const isWhole = length <= MAX_RECORD;
    const line = { bytes: isWhole ? Buffer.concat(parts) : undefined, length };
    parts = [];
    length = 0;
    return line;
  };
  for (const chunk of source.chunks()) {
    const lines: Line[] = [];
    let from = 0;
    for (;;) {
      const at = chunk.indexOf(10, from);
      if (at < 0) break;
      add(chunk.subarray(from, at + 1));
      lines.push(ended());
      from = at + 1;
    }
    if (from < chunk.length) add(chunk.subarray(from));
    yield lines;
  }
  if (length) yield [ended()];
}

/** JSON is UTF-8 by its standard. */
function assertJson(source: Source): void {
  const head = source.slice(0, HEAD_BYTES);
  const encoding = encodingOf(head);
  assertText(head, encoding);
  if (encoding !== "utf-8")
    throw new UsageError(`${source.name} is not UTF-8, but UTF-16: convert it`);
  const text = head.toString("latin1");
  if (/^(?:\xef\xbb\xbf|\s)*\{\s*[\r\n]/.test(text))
    throw new UsageError(
      `${source.name} begins with a JSON object over several lines: JSON Lines has an object on each line`,
    );
  if (/^(?:\xef\xbb\xbf|\s)*\[/.test(text))
    throw new UsageError(
      `${source.name} begins with a JSON array: JSON Lines has an object on each line, ` +
        "without brackets around all of them or commas between them",
    );
}

function decode(bytes: Buffer, line: number, source: Source): string {
  try {
    // It removes a BOM.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(
      `${source.name} is not UTF-8 at line ${line}: convert it`,
    );
  }
}

function read(
  text: string | undefined,
): Pick<JsonRecord, "object" | "problem"> {
  const fails = (problem: string) => ({ object: {}, problem });
  if (text === undefined) return fails("the line is longer than 16 MB");
  const json = parsed(text);
  if (typeof json !== "object" || json === null || Array.isArray(json))
    return fails(
      json === undefined && hasComma(text)
        ? "there is a comma after the JSON object; JSON Lines has none between lines"
        : "the line is not a JSON object",
    );
  if (isTooDeep(json))
    return fails(`the line is nested more than ${MAX_DEPTH} levels deep`);
  const twice = duplicateKey(text);
  return {
    object: json,
    problem: twice && `the key ${twice} occurs twice`,
  };
}

/** Whether a comma follows the JSON, as in lines that were cut out of an array. */
function hasComma(text: string): boolean {
  const line = text.trimEnd();
  return line.endsWith(",") && parsed(line.slice(0, -1)) !== undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The request of a JSON line, and a field that occurs twice, of which one value would be lost. */
export function fromObject(
  object: object,
  mapping: Mapping,
): { request: Request; twice: string | undefined } {
  const body = newBody(mapping);
  let customerId: unknown;
  let twice: string | undefined;
  const seen = new Set(Object.keys(body));
  for (const [key, value] of Object.entries(object)) {
    const name = headerName(key);
    const field = mapping.columns.get(name) ?? fieldNamed(name) ?? key;
    if (
      field === "" ||
      (mapping.ignoreOthers && !COLUMN_FIELDS.includes(field))
    )
      continue;
    if (seen.has(field)) twice = field;
    seen.add(field);
    if (field === "customerId") customerId = value;
    else body[field] = value;
  }
  return { request: { customerId, body }, twice };
}
