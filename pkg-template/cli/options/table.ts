import {
  BASE_URL,
  DEFAULT_CONCURRENCY,
  DEFAULT_RATE_LIMIT,
  callOptions,
} from "../../generated.js";

/** Attempts after the first: an import has time. */
export const DEFAULT_MAX_RETRIES = 20;

/**
 * This many rows in a row that are rejected in the same way have something in common that a person
 * can correct.
 */
export const MAX_REJECTED = 20;
/** The same, before any row has been created. */
export const MAX_REJECTED_FIRST = 10;

/** An option of the command, declared once: how it is parsed, and its text in `--help`. */
export interface Option {
  type: "string" | "boolean";
  multiple?: boolean;
  /** The heading that it has in the help. */
  section: "Columns" | "Checking" | "Resuming" | "Sending" | "Output";
  /**
   * The placeholder for its value in the help; if that is one of a few words, `choices` is set
   * instead.
   */
  valueName?: string;
  choices?: readonly [string, ...string[]];
  help: string;
}

/** The options, in the help's order. */
export const OPTIONS = {
  "field-definition": {
    type: "string",
    section: "Columns",
    valueName: "ID",
    help: "the definition of all rows, instead of a column fieldDefinitionId",
  },
  column: {
    type: "string",
    multiple: true,
    section: "Columns",
    valueName: '"HEADER=FIELD"',
    help: 'the column HEADER holds FIELD; "HEADER=" leaves it out; repeatable',
  },
  columns: {
    type: "string",
    section: "Columns",
    valueName: "FILE",
    help: 'the same in a file: a JSON object such as {"HEADER": "FIELD", "NOTES": ""}',
  },
  "ignore-other-columns": {
    type: "boolean",
    section: "Columns",
    help: "leaves out columns that are not a documented field, which are otherwise an error",
  },
  delimiter: {
    type: "string",
    section: "Columns",
    valueName: '";"|tab|…',
    help: "the character that separates cells. By default it is detected from the header (comma, semicolon, tab or pipe) or from Excel's line sep=;",
  },
  separator: {
    type: "string",
    section: "Columns",
    valueName: '";"',
    help: "what separates the texts in a cell of multiSelectValue; spaces around them and empty texts are dropped. By default the cell is a JSON array",
  },
  empty: {
    type: "string",
    section: "Columns",
    choices: ["absent", "null"],
    help: "how an empty cell of a value is sent (default: absent)",
  },
  format: {
    type: "string",
    section: "Columns",
    choices: ["csv", "jsonl"],
    help: "the format, if the file's name does not show it (.csv, .tsv, .jsonl, .ndjson)",
  },
  "dry-run": {
    type: "boolean",
    section: "Checking",
    help: "checks every row, lists the issues and shows what would be sent. Sends nothing and needs no key",
  },
  definitions: {
    type: "string",
    section: "Checking",
    valueName: "FILE",
    help: 'checks every row against its definition: the field for the type, and the options. FILE is a JSON list of {"id", "fieldType", "options"}, or the response of GET /v2/custom-fields',
  },
  "skip-invalid": {
    type: "boolean",
    section: "Checking",
    help: "sends the valid rows even if others are invalid",
  },
  "allow-duplicates": {
    type: "boolean",
    section: "Checking",
    help: "also sends rows with the same customer and definition as an earlier row; the API then has two values",
  },
  "allow-empty": {
    type: "boolean",
    section: "Checking",
    help: "also sends rows with IDs only, which create an empty value",
  },
  "allow-any-number": {
    type: "boolean",
    section: "Checking",
    help: "also sends a numberValue that is not a decimal number such as -1234.50, or that is in scientific notation",
  },
  "allow-any-date": {
    type: "boolean",
    section: "Checking",
    help: "also sends a dateValue that is not YYYY-MM-DD, with or without a time (ISO 8601)",
  },
  failed: {
    type: "string",
    section: "Checking",
    valueName: "FILE",
    help: "at the end of each run, writes the rows that are invalid or rejected, and not created, to FILE: unchanged, ready to be corrected and imported. If there are none, no file is left",
  },
  unknown: {
    type: "string",
    section: "Resuming",
    choices: ["skip", "retry"],
    help: "what to do with rows that may have been created, because there was no response: skip them, or send them again, which may create a value twice. By default the command lists them and stops",
  },
  journal: {
    type: "string",
    section: "Resuming",
    valueName: "FILE",
    help: "the journal, if not FILE.journal; required for standard input and pipes",
  },
  "no-journal": {
    type: "boolean",
    section: "Resuming",
    help: "keeps no journal: another run sends all rows again",
  },
  "old-api-key-file": {
    type: "string",
    section: "Resuming",
    valueName: "FILE",
    help: "a file with the account's previous API key; needed once, if the key was changed after the journal was created",
  },
  "api-key-file": {
    type: "string",
    section: "Sending",
    valueName: "FILE",
    help: "a file with the API key (default: the variable CARECYCLE_API_KEY). There is no option for the key itself, since other users can see a process's arguments",
  },
  "base-url": {
    type: "string",
    section: "Sending",
    valueName: "URL",
    help: `the API's URL (default: the variable CARECYCLE_BASE_URL, or ${BASE_URL})`,
  },
  "rate-limit": {
    type: "string",
    section: "Sending",
    valueName: "N/MS",
    help: `N requests in any MS milliseconds, or off (default: ${DEFAULT_RATE_LIMIT.requests}/${DEFAULT_RATE_LIMIT.perMs})`,
  },
  concurrency: {
    type: "string",
    section: "Sending",
    valueName: "N",
    help: `rows in progress at a time (default: ${DEFAULT_CONCURRENCY})`,
  },
  "timeout-ms": {
    type: "string",
    section: "Sending",
    valueName: "N",
    help: `timeout of an attempt in milliseconds (default: ${callOptions.timeoutMs.default})`,
  },
  "max-retries": {
    type: "string",
    section: "Sending",
    valueName: "N",
    help: `retries of a row, if its value was certainly not created (default: ${DEFAULT_MAX_RETRIES})`,
  },
  "max-rejected": {
    type: "string",
    section: "Sending",
    valueName: "N|off",
    help: `stops once N rows in a row, in the order of completion, are rejected with the same status and code. The default is ${MAX_REJECTED}. Until a row has been created it is ${MAX_REJECTED_FIRST}, or 1 if the key lacks the permission or the server is not the API. N replaces all three`,
  },
  json: {
    type: "boolean",
    section: "Output",
    help: "prints a JSON object per line: one for each row, and one for the summary",
  },
  "show-server-messages": {
    type: "boolean",
    section: "Output",
    help: "also prints what the server says about a row that fails, which may contain the row's values",
  },
  quiet: {
    type: "boolean",
    section: "Output",
    help: "prints neither progress nor summary, only rows that fail",
  },
  help: {
    type: "boolean",
    section: "Output",
    help: "prints this help and exits",
  },
  version: {
    type: "boolean",
    section: "Output",
    help: "prints the package's version and exits",
  },
} as const satisfies Record<string, Option>;

/** The sections of the help, in order, with the texts before and after their options. */
export const SECTIONS: readonly {
  title: Option["section"];
  before?: string;
  after?: string;
}[] = [
  {
    title: "Columns",
    before:
      "The headers of a CSV file (in any case) and the keys of JSON Lines are customerId and the documented fields: {fields}. Files are UTF-8, or UTF-16 with a byte order mark.",
    after:
      "A cell of booleanValue is true or false, in any case. All other text is sent unchanged, so numbers keep their digits.",
  },
  {
    title: "Checking",
    after:
      "The command refuses what these options allow as a precaution: the API and the library accept any text as a number or a date.",
  },
  {
    title: "Resuming",
    before:
      "FILE.journal records what was done with each row (hashes and IDs, never values). If you run the command again, it skips rows that were created and sends the others. Rows are identified by their content: you may add, remove and reorder rows in between.",
  },
  {
    title: "Sending",
    after:
      "The first row is sent alone, and others follow once the server has responded; the same applies after an unknown outcome. The command stops by itself if the key is refused (401), if the API cannot be reached, if the first response is not the API's, after five rows in a row with an unknown outcome, and according to --max-rejected.",
  },
  { title: "Output" },
];
