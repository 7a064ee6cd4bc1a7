import { parseArgs } from "node:util";
import {
  type Allowed,
  type Mapping,
  nearest,
} from "../../spreadsheet/index.js";
import { UsageError } from "../exit.js";
import { isNameless, refuseForeign } from "../formats/open.js";
import { readColumns } from "./columns.js";
import { USAGE } from "./help.js";
import { RATE_LIMIT_FORMAT, parseRateLimit } from "./rate-limit.mjs";
import { DEFAULT_MAX_RETRIES, OPTIONS, type Option } from "./table.js";

export type Format = "csv" | "jsonl";

/** The arguments of an import. */
export interface Options {
  /** The file, or `-` for standard input. */
  file: string;
  format: Format;
  /** What separates the cells of CSV; if unset, the header shows it. */
  delimiter: string | undefined;
  mapping: Mapping;
  definitions: string | undefined;
  allowed: Allowed;
  dryRun: boolean;
  skipInvalid: boolean;
  failed: string | undefined;
  journal: string | undefined;
  unknown: "skip" | "retry" | undefined;
  apiKeyFile: string | undefined;
  oldApiKeyFile: string | undefined;
  baseUrl: string | undefined;
  rateLimit: { requests: number; perMs: number } | false | undefined;
  concurrency: number | undefined;
  timeoutMs: number | undefined;
  maxRetries: number;
  /** `Infinity` if it is off. */
  maxRejected: number | undefined;
  json: boolean;
  showServerMessages: boolean;
  quiet: boolean;
}

/** What is printed instead of an import. */
export interface Show {
  show: "help" | "version";
}

/** Reads the command's arguments. */
export function readArguments(args: string[]): Options | Show {
  if (args.some((arg) => /^--?(api-?)?key(=|$)/i.test(arg)))
    throw new UsageError(
      "the API key cannot be an argument, since other users of the machine can see arguments: " +
        "set CARECYCLE_API_KEY, or write it to a file for --api-key-file",
    );
  const { values, positionals } = parse(args);
  if (values.help) return { show: "help" };
  if (values.version) return { show: "version" };
  const [command, file, ...more] = positionals;
  if (command !== "import" || file === undefined || more.length)
    throw new UsageError(`Usage: ${USAGE} [options]; see --help`);
  const dryRun = values["dry-run"] ?? false;
  if (values["no-journal"] && values["old-api-key-file"] !== undefined)
    throw new UsageError(
      "--old-api-key-file needs a journal, and --no-journal keeps none",
    );
  const format = readFormat(values.format, file);
  return {
    file,
    format,
    delimiter: readDelimiter(values.delimiter, format),
    mapping: {
      fieldDefinition: values["field-definition"],
      columns: readColumns(values.columns, values.column ?? []),
      ignoreOthers: values["ignore-other-columns"] ?? false,
      separator: readSeparator(values.separator),
      emptyIsNull: oneOf("empty", values.empty) === "null",
    },
    definitions: values.definitions,
    allowed: {
      duplicate: values["allow-duplicates"] ?? false,
      empty: values["allow-empty"] ?? false,
      number: values["allow-any-number"] ?? false,
      date: values["allow-any-date"] ?? false,
    },
    dryRun,
    skipInvalid: values["skip-invalid"] ?? false,
    failed: values.failed,
    journal: dryRun
      ? undefined
      : journalOf(file, values.journal, values["no-journal"] ?? false),
    unknown: oneOf("unknown", values.unknown),
    apiKeyFile: values["api-key-file"],
    oldApiKeyFile: values["old-api-key-file"],
    baseUrl: values["base-url"],
    rateLimit: readRateLimit(values["rate-limit"]),
    concurrency: count("concurrency", values.concurrency),
    timeoutMs: count("timeout-ms", values["timeout-ms"]),
    maxRetries:
      count("max-retries", values["max-retries"]) ?? DEFAULT_MAX_RETRIES,
    maxRejected: readMaxRejected(values["max-rejected"]),
    json: values.json ?? false,
    showServerMessages: values["show-server-messages"] ?? false,
    quiet: values.quiet ?? false,
  };
}

function parse(args: string[]) {
  const config = { args, options: OPTIONS, allowPositionals: true } as const;
  const { tokens } = parseArgs({ ...config, strict: false, tokens: true });
  const unknown = tokens.find(
    (token) => token.kind === "option" && !Object.hasOwn(OPTIONS, token.name),
  );
  if (unknown?.kind === "option") {
    const names = Object.keys(OPTIONS).map((name) => `--${name}`);
    throw new UsageError(
      `there is no option ${unknown.rawName}; the nearest is ${nearest(unknown.rawName, names)}`,
    );
  }
  for (const token of tokens) if (token.kind === "option") checkValue(token);
  return parseArgs(config);
}

/** Checks values as Node does, whose message would repeat the argument. */
function checkValue({ name, value, inlineValue }: OptionToken): void {
  const { type, valueName, choices }: Option =
    OPTIONS[name as keyof typeof OPTIONS];
  if (type === "boolean") {
    if (value !== undefined) throw new UsageError(`--${name} has no value`);
    return;
  }
  const what = choices?.join("|") ?? valueName;
  if (value === undefined) throw new UsageError(`--${name} needs ${what}`);
  if (inlineValue === false && /^-./.test(value))
    throw new UsageError(
      `--${name} needs ${what}; write a value that starts with a dash as --${name}=…`,
    );
}

/** An option as Node parses it. */
interface OptionToken {
  name: string;
  value?: string | undefined;
  inlineValue?: boolean | undefined;
}

function readFormat(format: string | undefined, file: string): Format {
  const asked = oneOf("format", format);
  if (asked) return asked;
  if (/\.(csv|tsv)$/i.test(file)) return "csv";
  if (/\.(jsonl|ndjson)$/i.test(file)) return "jsonl";
  refuseForeign(file);
  throw new UsageError(
    "its name does not show the format: set --format csv|jsonl",
  );
}

function readDelimiter(text: string | undefined, format: Format) {
  if (text === undefined) return undefined;
  if (format !== "csv")
    throw new UsageError("--delimiter is for CSV, and the file is JSON Lines");
  const byName = DELIMITERS[text.toLowerCase() as keyof typeof DELIMITERS];
  const delimiter = Object.hasOwn(DELIMITERS, text.toLowerCase())
    ? byName
    : text;
  // The other characters occur in cells.
  if (
    delimiter.length !== 1 ||
    /[\p{L}\p{N}"\r\n\ufeff\p{Cs}-]/u.test(delimiter)
  )
    throw new UsageError(
      `--delimiter must be one character other than a letter, digit, dash or quote, or ${Object.keys(DELIMITERS).join(", ")}`,
    );
  return delimiter;
}

/** Names of characters that are hard to write in a shell. */
const DELIMITERS = {
  comma: ",",
  semicolon: ";",
  tab: "\t",
  "\\t": "\t",
  pipe: "|",
} as const;

function readSeparator(separator: string | undefined) {
  if (separator === "") throw new UsageError("--separator is empty");
  return separator;
}

function journalOf(file: string, journal: string | undefined, none: boolean) {
  if (none && journal !== undefined)
    throw new UsageError("--journal and --no-journal exclude each other");
  if (none) return undefined;
  if (journal === undefined && isNameless(file))
    throw new UsageError(
      `${file === "-" ? "standard input" : file} has no place for a journal: set --journal FILE or --no-journal`,
    );
  return journal ?? `${file}.journal`;
}

function readRateLimit(text: string | undefined) {
  if (text === undefined) return undefined;
  const limit = parseRateLimit(text);
  if (limit === undefined)
    throw new UsageError(`--rate-limit must be ${RATE_LIMIT_FORMAT}`);
  return limit;
}

function readMaxRejected(text: string | undefined): number | undefined {
  if (text === "off") return Infinity;
  if (text !== undefined && !/^[1-9]\d{0,9}$/.test(text))
    throw new UsageError(
      "--max-rejected must be a whole number, at least 1, or off",
    );
  return text === undefined ? undefined : Number(text);
}

/** The options whose value is one of a few words. */
type ChoiceName = {
  [Name in keyof typeof OPTIONS]: (typeof OPTIONS)[Name] extends {
    choices: unknown;
  }
    ? Name
    : never;
}[keyof typeof OPTIONS];

function oneOf<Name extends ChoiceName>(
  name: Name,
  value: string | undefined,
): (typeof OPTIONS)[Name]["choices"][number] | undefined {
  const { choices } = OPTIONS[name];
  const choice = choices.find((choice) => choice === value);
  if (value !== undefined && !choice)
    throw new UsageError(`--${name} must be ${choices.join(" or ")}`);
  return choice;
}

function count(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d{1,10}$/.test(value))
    throw new UsageError(`--${name} must be a whole number`);
  return Number(value);
}
