/**
 * Why a file cannot be read as a spreadsheet. The message continues the file's name, and shows no
 * cell, since that may be personal data.
 */
export class UnreadableSheet extends Error {
  constructor(
    message: string,
    /** What would help; the command has an option for it. */
    readonly remedy?: "setDelimiter" | "ignoreColumns" | "readJsonLines",
  ) {
    super(message);
  }
}

/** How to turn a file into one that can be read. */
export const SAVE_AS_UTF8 =
  'in Excel, save it as "CSV UTF-8 (Comma delimited)"; elsewhere, export it as CSV in UTF-8';
