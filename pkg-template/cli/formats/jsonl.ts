import {
  MAX_DEPTH,
  MAX_RECORD_BYTES,
  type Mapping,
  type Request,
  isTooDeep,
  newRow,
  toRequest,
} from "../../spreadsheet/index.js";
import { type Source, notUtf8 } from "./source.js";

/** A line of JSON Lines, where it is there, and what it holds. */
export interface JsonRecord {
  line: number;
  start: number;
  end: number;
  /** Empty where there is a problem. */
  object: object;
  problem: string | undefined;
}

/** The lines, as many at once as there are in a piece of the file; empty ones are left out. */
export function* jsonRecords(source: Source): Generator<JsonRecord[]> {
  let line = 0;
  let start = 0;
  for (const lines of linesOf(source)) {
    const found: JsonRecord[] = [];
    for (const { bytes, length } of lines) {
      const end = start + length;
      line++;
      const text = bytes && decode(bytes, source);
      if (text === undefined || text.trim() !== "")
        found.push({ line, start, end, ...read(text) });
      start = end;
    }
    yield found;
  }
}

/** A line with its end; without its bytes where it is too long for a row. */
interface Line {
  bytes: Buffer | undefined;
  length: number;
}

function* linesOf(source: Source): Generator<Line[]> {
  let parts: Buffer[] = [];
  let length = 0;
  const add = (part: Buffer) => {
    length += part.length;
    if (length > MAX_RECORD_BYTES) parts = [];
    else parts.push(part);
  };
  const ended = (): Line => {
    const isWhole = length <= MAX_RECORD_BYTES;
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

function decode(bytes: Buffer, source: Source): string {
  try {
    // It leaves out a BOM.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw notUtf8(source);
  }
}

function read(
  text: string | undefined,
): Pick<JsonRecord, "object" | "problem"> {
  const fails = (problem: string) => ({ object: {}, problem });
  if (text === undefined) return fails("the line is longer than 16 MB");
  const json = parsed(text);
  if (typeof json !== "object" || json === null || Array.isArray(json))
    return fails("the line is no JSON object");
  if (isTooDeep(json))
    return fails(`the line is nested more than ${MAX_DEPTH} levels deep`);
  const twice = keyTwice(text);
  return {
    object: json,
    problem: twice && `the key ${twice} is given twice`,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A key that valid JSON has twice at its top: `JSON.parse` keeps the last value and loses the others. */
function keyTwice(text: string): string | undefined {
  const keys = new Set<unknown>();
  let depth = 0;
  let key = "";
  for (let at = 0; at < text.length; at++) {
    const unit = text[at];
    if (unit === "{" || unit === "[") depth++;
    else if (unit === "}" || unit === "]") depth--;
    else if (unit === '"') {
      const start = at;
      while (text[++at] !== '"') if (text[at] === "\\") at++;
      if (depth === 1) key = text.slice(start, at + 1);
    } else if (unit === ":" && depth === 1) {
      // Parsed, since it may be written in more ways than one.
      const name: unknown = JSON.parse(key);
      if (keys.has(name)) return key;
      keys.add(name);
    }
  }
  return undefined;
}

/** The request of a line of JSON, and a field that it has twice, one of which would be lost. */
export function fromObject(
  object: object,
  mapping: Mapping,
): { request: Request; twice: string | undefined } {
  const row = newRow(mapping);
  let twice: string | undefined;
  for (const [key, value] of Object.entries(object)) {
    const field = mapping.columns.get(key.trim()) ?? key;
    if (field === "") continue;
    if (field in row) twice = field;
    row[field] = value;
  }
  return { request: toRequest(row), twice };
}
