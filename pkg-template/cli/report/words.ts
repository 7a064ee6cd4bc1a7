export { duration, rowCount as rows } from "../../spreadsheet/index.js";

/** Line numbers, with consecutive ones as ranges: `line 2` or `lines 2-4, 7`. */
export function lines(numbers: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const line of numbers) {
    const last = parts.at(-1);
    if (last && line === last[1] + 1) last[1] = line;
    else parts.push([line, line]);
  }
  const ranges = parts.map(([from, to]) =>
    from === to ? `${from}` : `${from}-${to}`,
  );
  return `${numbers.length === 1 ? "line" : "lines"} ${ranges.join(", ")}`;
}
