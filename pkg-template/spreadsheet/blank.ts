/** Whether a cell looks empty: it contains only spaces of any width or invisible characters. */
export const isBlank = (cell: string): boolean =>
  cell === "" || !/[^\s\p{Cf}]/u.test(cell);

/**
 * A text without spaces and invisible characters at its ends, such as no-break spaces and byte
 * order marks.
 */
export const trimmed = (text: string): string =>
  text.replace(/^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu, "");
