/** Whether a cell shows nothing: it has spaces, of whatever width, or what is invisible. */
export const isBlank = (cell: string): boolean =>
  cell === "" || !/[^\s\p{Cf}]/u.test(cell);

/** A text without what shows nothing at its ends, such as no-break spaces and byte order marks. */
export const trimmed = (text: string): string =>
  text.replace(/^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu, "");
