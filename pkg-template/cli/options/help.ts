import { COLUMN_FIELDS } from "../../spreadsheet/index.js";
import { OPTIONS, type Option, SECTIONS } from "./table.js";

/** A terminal's columns that the help keeps to, and where the explanations begin. */
const WIDTH = 80;
const INDENT = 26;

/** What `--help` prints. */
export const helpText = (): string => `Usage: ${USAGE} [options]

Creates a custom field value for each row of a CSV or JSON Lines file, within
the rate limit. FILE may be - for standard input, or a pipe. Nothing is sent
while any row is invalid.

${SECTIONS.map(sectionText).join("\n\n")}

For end-to-end tests, carecycle-custom-fields fake serves a fake of the API;
fake --help tells how.

Ctrl-C finishes the rows in flight and prints the summary; a second Ctrl-C
stops at once.

Exit codes
  0    all rows are created (with --dry-run: all are valid)
  1    some rows are not: invalid, rejected or not sent
  2    the arguments are wrong, or a file cannot be used; nothing was sent
  3    of some rows it is unknown whether they were created
  4    it failed when rows may have been sent, or its output cannot be written
  130  interrupted
`;

/** How the command is called. */
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

/** A line of the help, and more if need be: how an option is written, and what it does. */
export function optionText(
  name: string,
  { takes, choices, help }: Pick<Option, "takes" | "choices" | "help">,
): string {
  const value = choices?.join("|") ?? takes;
  const start = value ? `  --${name} ${value}` : `  --${name}`;
  const lines = wrapped(help, WIDTH - INDENT).map(
    (line) => " ".repeat(INDENT) + line,
  );
  const [first = "", ...others] = lines;
  // A long one has a line of its own.
  return start.length + 2 > INDENT
    ? [start, ...lines].join("\n")
    : [start + first.slice(start.length), ...others].join("\n");
}

/** Wraps a text at a width. */
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
