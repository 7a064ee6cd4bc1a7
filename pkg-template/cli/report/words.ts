export { duration, rowCount as rows } from "../../spreadsheet/index.js";

/** Line numbers, with consecutive ones as ranges: `2-4, 7`. */
export function ranges(lines: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const line of lines) {
    const last = parts.at(-1);
    if (last && line === last[1] + 1) last[1] = line;
    else parts.push([line, line]);
  }
  return parts
    .map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`))
    .join(", ");
}
