import {
  BASE_URL,
  DEFAULT_CONCURRENCY,
  DEFAULT_RATE_LIMIT,
  callOptions,
} from "../../generated.js";

/** Attempts after the first: an import has time. */
export const DEFAULT_MAX_RETRIES = 20;

/** So many rows in a row that are rejected alike have something in common, which a person can correct. */
export const MAX_REJECTED = 20;
/** The same while no row has been created. */
export const MAX_REJECTED_FIRST = 10;

/** An option of the command, declared once: how it is parsed, and what `--help` says about it. */
export interface Option {
  type: "string" | "boolean";
  multiple?: boolean;
  /** Under which heading of the help it stands. */
  section: "Columns" | "Checking" | "Going on" | "Sending" | "Output";
  /** What is written after its name; where that is one of a few words, `choices`. */
  takes?: string;
  choices?: readonly [string, ...string[]];
  help: string;
}

/** The options, in the help's order. */
export const OPTIONS = {
  "field-definition": {
    type: "string",
    section: "Columns",
    takes: "ID",
    help: "the definition of all rows, in place of the column fieldDefinitionId",
  },
  column: {
    type: "string",
    multiple: true,
    section: "Columns",
    takes: '"HEADER=FIELD"',
    help: 'the column HEADER holds FIELD; "HEADER=" leaves it out; repeatable',
  },
  columns: {
    type: "string",
    section: "Columns",
    takes: "FILE",
    help: 'the same as a file: a JSON object such as {"HEADER": "FIELD", "NOTES": ""}',
  },
  "ignore-other-columns": {
    type: "boolean",
    section: "Columns",
    help: "leaves out the columns that are no documented field; by default they are refused",
  },
  delimiter: {
    type: "string",
    section: "Columns",
    takes: '";"|tab|…',
    help: "the character that separates cells. By default the header shows whether it is a comma, a semicolon, a tab or a pipe, unless Excel's line sep=; says it",
  },
  separator: {
    type: "string",
    section: "Columns",
    takes: '";"',
    help: "what is between the texts in a cell of multiSelectValue; spaces around them and empty ones are dropped. Without it the cell is a JSON array",
  },
  empty: {
    type: "string",
    section: "Columns",
    choices: ["absent", "null"],
    help: "what an empty cell of a value is sent as (default: absent)",
  },
  format: {
    type: "string",
    section: "Columns",
    choices: ["csv", "jsonl"],
    help: "where the name does not say it (.csv, .tsv, .jsonl, .ndjson)",
  },
  "dry-run": {
    type: "boolean",
    section: "Checking",
    help: "checks every row, lists the issues and says what would be sent; sends nothing, needs no key",
  },
  definitions: {
    type: "string",
    section: "Checking",
    takes: "FILE",
    help: 'checks every row against its definition: the field for the type, and the options. A JSON list of {"id", "fieldType", "options"}, as GET /v2/custom-fields responds with it, or that response as it is',
  },
  "skip-invalid": {
    type: "boolean",
    section: "Checking",
    help: "sends the other rows where some are invalid",
  },
  "allow-duplicates": {
    type: "boolean",
    section: "Checking",
    help: "sends rows with the customer and definition of a row before; the API then holds two values",
  },
  "allow-empty": {
    type: "boolean",
    section: "Checking",
    help: "sends rows with IDs only, which create an empty value",
  },
  "allow-any-number": {
    type: "boolean",
    section: "Checking",
    help: "sends numberValue also where it is not a decimal number such as -1234.50, or is in scientific notation",
  },
  "allow-any-date": {
    type: "boolean",
    section: "Checking",
    help: "sends dateValue also where it is not YYYY-MM-DD, with or without a time (ISO 8601)",
  },
  failed: {
    type: "string",
    section: "Checking",
    takes: "FILE",
    help: "at the end of each run, writes the rows there that are invalid or rejected and not created, as they are in the source, ready to be corrected and imported; where there are none, no file is left",
  },
  unknown: {
    type: "string",
    section: "Going on",
    choices: ["skip", "retry"],
    help: "rows that may have been created, because no answer came: leave them, or send them again, whereby the value may be there twice. Without it the command stops and lists them",
  },
  journal: {
    type: "string",
    section: "Going on",
    takes: "FILE",
    help: "another place for the journal; needed for standard input and pipes",
  },
  "no-journal": {
    type: "boolean",
    section: "Going on",
    help: "keeps none: started again, the command sends all rows again",
  },
  "old-api-key-file": {
    type: "string",
    section: "Going on",
    takes: "FILE",
    help: "a file with the account's former API key, where the key was changed since the journal was begun; needed once",
  },
  "api-key-file": {
    type: "string",
    section: "Sending",
    takes: "FILE",
    help: "a file with the API key; otherwise CARECYCLE_API_KEY. There is no option for the key itself: other users see a process's arguments",
  },
  "base-url": {
    type: "string",
    section: "Sending",
    takes: "URL",
    help: `otherwise CARECYCLE_BASE_URL, or ${BASE_URL}`,
  },
  "rate-limit": {
    type: "string",
    section: "Sending",
    takes: "N/MS",
    help: `N requests in any MS milliseconds, or off (default: ${DEFAULT_RATE_LIMIT.requests}/${DEFAULT_RATE_LIMIT.perMs})`,
  },
  concurrency: {
    type: "string",
    section: "Sending",
    takes: "N",
    help: `rows in progress at once (default: ${DEFAULT_CONCURRENCY})`,
  },
  "timeout-ms": {
    type: "string",
    section: "Sending",
    takes: "N",
    help: `milliseconds for an attempt (default: ${callOptions.timeoutMs.default})`,
  },
  "max-retries": {
    type: "string",
    section: "Sending",
    takes: "N",
    help: `attempts after the first, if the value was certainly not created (default: ${DEFAULT_MAX_RETRIES})`,
  },
  "max-rejected": {
    type: "string",
    section: "Sending",
    takes: "N|off",
    help: `stops once N rows in a row, in the order of completion, are rejected with the same status and code. Default: ${MAX_REJECTED}; ${MAX_REJECTED_FIRST} while no row has been created; 1 if until then the key lacks the permission or what answers is not the API. N replaces all three`,
  },
  json: {
    type: "boolean",
    section: "Output",
    help: "a JSON object for each row and one for the summary, a line each",
  },
  "show-server-messages": {
    type: "boolean",
    section: "Output",
    help: "what the server says about a row that fails, in its own words, which may hold the row's values",
  },
  quiet: {
    type: "boolean",
    section: "Output",
    help: "no progress and no summary; rows that fail are told",
  },
  help: {
    type: "boolean",
    section: "Output",
    help: "prints this and does nothing else",
  },
  version: {
    type: "boolean",
    section: "Output",
    help: "prints the package's version and does nothing else",
  },
} as const satisfies Record<string, Option>;

/** The sections of the help, in order, with what they say before and after their options. */
export const SECTIONS: readonly {
  title: Option["section"];
  before?: string;
  after?: string;
}[] = [
  {
    title: "Columns",
    before:
      "The headers of a CSV file, in any case, and the keys of each line of JSON Lines are customerId and the documented fields: {fields}. A file is UTF-8, or UTF-16 with a byte order mark.",
    after:
      "A cell of booleanValue is true or false, in any case. All other text stays as it is, so a number keeps its digits.",
  },
  {
    title: "Checking",
    after:
      "What these options allow is refused by this command's own caution. To the API and to the library, a number and a date are any text.",
  },
  {
    title: "Going on",
    before:
      "What was done with each row is kept in FILE.journal (hashes and IDs, never values). Started again, the command skips what was created and sends what was not. Rows are known by their content: you may add, remove and reorder rows in between.",
  },
  {
    title: "Sending",
    after:
      "The first row is sent alone, and others join once the server has answered; likewise after an unknown outcome. The command stops by itself if the key is refused (401), if the API cannot be reached or what answers first is not the API, after five rows in a row with an unknown outcome, and as --max-rejected says.",
  },
  { title: "Output" },
];
