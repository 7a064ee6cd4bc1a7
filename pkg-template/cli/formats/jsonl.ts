import {
  type Mapping,
  type Request,
  newRow,
  toRequest,
} from "../../spreadsheet/index.js";
import { type Source, notUtf8 } from "./source.js";

/** A line of JSON Lines, where it is there, and what it holds. */
export interface JsonRecord {
  line: number;
  start: number;
  end: number;
  /** Undefined where it is no JSON. */
  json: unknown;
  /** A key of the object that is there twice. */
  twice: string | undefined;
}

/** The lines, as many at once as there are in a piece of the file; empty ones are left out. */
export function* jsonRecords(source: Source): Generator<JsonRecord[]> {
  let line = 0;
  let start = 0;
  for (const lines of linesOf(source)) {
    const found: JsonRecord[] = [];
    for (const bytes of lines) {
      const end = start + bytes.length;
      line++;
      const text = decode(bytes, source);
      if (text.trim() !== "") {
        const json = parsed(text);
        const twice = json === undefined ? undefined : keyTwice(text);
        found.push({ line, start, end, json, twice });
      }
      start = end;
    }
    yield found;
  }
}

/** The lines with their ends. */
function* linesOf(source: Source): Generator<Buffer[]> {
  let rest: Buffer[] = [];
  for (const chunk of source.chunks()) {
    const lines: Buffer[] = [];
    let from = 0;
    for (;;) {
      const at = chunk.indexOf(10, from);
      if (at < 0) break;
      lines.push(Buffer.concat([...rest, chunk.subarray(from, at + 1)]));
      rest = [];
      from = at + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
    yield lines;
  }
  if (rest.length) yield [Buffer.concat(rest)];
}

function decode(bytes: Buffer, source: Source): string {
  try {
    // It leaves out a BOM.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw notUtf8(source);
  }
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
