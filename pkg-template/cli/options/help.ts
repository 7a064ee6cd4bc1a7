import { COLUMN_FIELDS } from "../../spreadsheet/index.js";
import { OPTIONS, type Option, SECTIONS } from "./table.js";

/** The width of the help, and the column where explanations start. */
const WIDTH = 80;
const INDENT = 26;

/** What `--help` prints. */
export const helpText = (): string => `Usage: ${USAGE} [options]

Creates a custom field value for each row of a CSV or JSON Lines file, within
the rate limit. FILE may be - for standard input, or a pipe. Nothing is sent
while any row is invalid.

${SECTIONS.map(sectionText).join("\n\n")}

For end-to-end tests, carecycle-custom-fields fake serves a fake of the API;
see fake --help.

Ctrl-C finishes the rows in flight and prints the summary; a second Ctrl-C
stops immediately.

Exit codes
  0    all rows are created (with --dry-run: all are valid)
  1    some rows are not: invalid, rejected or not sent
  2    the arguments are wrong, or a file cannot be used; nothing was sent
  3    it is unknown whether some rows were created
  4    it failed after rows may have been sent, or its output cannot be written
  130  interrupted
`;

/** How to call the command. */
export const USAGE = "carecycle-custom-fields import FILE";

function sectionText({
  title,
  before,
  after,
}: (typeof SECTIONS)[number]): string {
  const options = Object.entries(OPTIONS)
    .filter(([, { section }]) => section === title)
    .map(([name, option]) => optionText(name, option));
  const [, ...fields] = COLUMN_FIELDS;
  const texts = [before?.replace("{fields}", fields.join(", ")), after].map(
    (text) => (text === undefined ? [] : wrapped(text, WIDTH - 2)),
  );
  const [start = [], end = []] = texts.map((lines) =>
    lines.map((line) => `  ${line}`),
  );
  return [title, ...start, ...options, ...end].join("\n");
}

/** The help of an option, in one or more lines: how it is written, and what it does. */
export function optionText(
  name: string,
  { valueName, choices, help }: Pick<Option, "valueName" | "choices" | "help">,
): string {
  const value = choices?.join("|") ?? valueName;
  const start = value ? `  --${name} ${value}` : `  --${name}`;
  const lines = wrapped(help, WIDTH - INDENT).map(
    (line) => " ".repeat(INDENT) + line,
  );
  const [first = "", ...others] = lines;
  // A long option has its own line.
  return start.length + 2 > INDENT
    ? [start, ...lines].join("\n")
    : [start + first.slice(start.length), ...others].join("\n");
}

/** Wraps a text to a width. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line];
}
