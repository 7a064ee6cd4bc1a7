/** A table as text that can be pasted into a document. */

/** @param {Record<string, unknown>[]} rows all with the same keys */
export function table(rows) {
  const columns = Object.keys(rows[0] ?? {});
  const line = (/** @type {unknown[]} */ cells) => `| ${cells.join(" | ")} |`;
  return [
    line(columns),
    line(columns.map((_, index) => (index === 0 ? "---" : "---:"))),
    ...rows.map((row) => line(columns.map((column) => row[column]))),
  ].join("\n");
}

/**
 * @param {string} title
 * @param {Record<string, unknown>[]} rows
 * @param {string[]} notes
 */
export function print(title, rows, ...notes) {
  console.log(`\n${title}\n\n${table(rows)}\n`);
  for (const note of notes) console.log(note);
}

export const percent = (/** @type {number} */ part) =>
  `${(100 * part).toFixed(0)} %`;
