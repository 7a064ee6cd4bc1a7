/**
 * Why a file cannot be read as a spreadsheet. The message goes on after the file's name, and shows no cell,
 * since that may hold a person's data.
 */
export class UnreadableSheet extends Error {
  constructor(
    message: string,
    /** What would help; the command names the option for it. */
    readonly remedy?: "giveDelimiter" | "ignoreColumns",
  ) {
    super(message);
  }
}

/** How a file becomes one that can be read. */
export const SAVE_AS_UTF8 =
  'in Excel, save it as "CSV UTF-8 (Comma delimited)"; elsewhere, export it as CSV in UTF-8';
