/** Neither a space of any width nor an invisible character. */
const VISIBLE = /[^\s\p{Cf}]/u;

/** Whether a cell looks empty: it contains only spaces of any width or invisible characters. */
export const isBlank = (cell: string): boolean =>
  cell === "" || !VISIBLE.test(cell);

/**
 * A text without spaces and invisible characters at its ends, such as no-break spaces and byte
 * order marks.
 */
export function trimmed(text: string): string {
  const start = text.search(VISIBLE);
  if (start < 0) return "";
  let end = text.length;
  // A pattern for the end would be tried at each space in between: minutes for a long text.
  for (;;) {
    const units = isLowSurrogate(text.charCodeAt(end - 1)) ? 2 : 1;
    const at = Math.max(start, end - units);
    if (VISIBLE.test(text.slice(at, end))) return text.slice(start, end);
    end = at;
  }
}

const isLowSurrogate = (unit: number): boolean => (unit & 0xfc00) === 0xdc00;
