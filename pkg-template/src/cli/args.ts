import { parseArgs } from "node:util";
import { FIELDS } from "./columns.js";
import { UsageError } from "./exit.js";
import { nearest } from "./nearest.js";

const OPTIONS = {
  format: { type: "string" },
  "field-definition": { type: "string" },
  column: { type: "string", multiple: true },
  separator: { type: "string" },
  empty: { type: "string" },
  "dry-run": { type: "boolean" },
  "skip-invalid": { type: "boolean" },
  failed: { type: "string" },
  journal: { type: "string" },
  "no-journal": { type: "boolean" },
  unknown: { type: "string" },
  "api-key-file": { type: "string" },
  "base-url": { type: "string" },
  "rate-limit": { type: "string" },
  concurrency: { type: "string" },
  "timeout-ms": { type: "string" },
  "max-retries": { type: "string" },
  json: { type: "boolean" },
  quiet: { type: "boolean" },
  help: { type: "boolean" },
  version: { type: "boolean" },
} as const;

/** How cells become fields. */
export interface Mapping {
  format: "csv" | "jsonl";
  fieldDefinition: string | undefined;
  /** From a header to a field, or to nothing. */
  columns: Map<string, string>;
  separator: string | undefined;
  emptyIsNull: boolean;
}

/** What was asked for. */
export interface Options {
  /** `-` for standard input. */
  file: string;
  mapping: Mapping;
  dryRun: boolean;
  skipInvalid: boolean;
  failed: string | undefined;
  journal: string | undefined;
  unknown: "skip" | "retry" | undefined;
  apiKeyFile: string | undefined;
  baseUrl: string | undefined;
  rateLimit: { requests: number; perMs: number } | false | undefined;
  concurrency: number | undefined;
  timeoutMs: number | undefined;
  maxRetries: number;
  json: boolean;
  quiet: boolean;
}

/** Reads the command's arguments. */
export function readArguments(
  args: string[],
): Options | { show: "help" | "version" } {
  if (args.some((arg) => /^--?(api-?)?key(=|$)/i.test(arg)))
    throw new UsageError(
      "the API key is not taken from an argument, since other users of the machine see those: " +
        "set CARECYCLE_API_KEY, or write it to a file for --api-key-file",
    );
  const { values, positionals } = parse(args);
  if (values.help) return { show: "help" };
  if (values.version) return { show: "version" };
  const [command, file, ...more] = positionals;
  if (command !== "import" || file === undefined || more.length)
    throw new UsageError(
      "it is called as: carecycle-custom-fields import FILE; all else is told by --help",
    );
  const dryRun = values["dry-run"] ?? false;
  return {
    file,
    mapping: {
      format: readFormat(values.format, file),
      fieldDefinition: values["field-definition"],
      columns: readColumns(values.column ?? []),
      separator: readSeparator(values.separator),
      emptyIsNull: oneOf("empty", values.empty, ["absent", "null"]) === "null",
    },
    dryRun,
    skipInvalid: values["skip-invalid"] ?? false,
    failed: values.failed,
    journal: dryRun
      ? undefined
      : journalOf(file, values.journal, values["no-journal"] ?? false),
    unknown: oneOf("unknown", values.unknown, ["skip", "retry"]),
    apiKeyFile: values["api-key-file"],
    baseUrl: values["base-url"],
    rateLimit: readRateLimit(values["rate-limit"]),
    concurrency: count("concurrency", values.concurrency),
    timeoutMs: count("timeout-ms", values["timeout-ms"]),
    maxRetries: count("max-retries", values["max-retries"]) ?? 20,
    json: values.json ?? false,
    quiet: values.quiet ?? false,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const { message } = error as Error;
    const [, unknown] = /Unknown option '(--?[^'=\s]*)/.exec(message) ?? [];
    if (unknown === undefined) throw new UsageError(message.split(". ")[0]);
    const names = Object.keys(OPTIONS).map((name) => `--${name}`);
    throw new UsageError(
      `there is no option ${unknown}; the nearest is ${nearest(unknown, names)}`,
    );
  }
}

function readFormat(format: string | undefined, file: string) {
  const asked = oneOf("format", format, ["csv", "jsonl"]);
  if (asked) return asked;
  if (/\.csv$/i.test(file)) return "csv";
  if (/\.(jsonl|ndjson)$/i.test(file)) return "jsonl";
  throw new UsageError("its name does not tell the format: --format csv|jsonl");
}

function readColumns(pairs: string[]): Map<string, string> {
  const columns = new Map<string, string>();
  for (const pair of pairs) {
    const at = pair.lastIndexOf("=");
    const [header, field] = [pair.slice(0, at), pair.slice(at + 1)];
    if (at < 1) throw new UsageError(`--column takes "HEADER=FIELD": ${pair}`);
    if (field && !FIELDS.includes(field))
      throw new UsageError(
        `--column "${pair}": there is no field ${field}; the nearest is ${nearest(field, FIELDS)}`,
      );
    columns.set(header, field);
  }
  return columns;
}

function readSeparator(separator: string | undefined) {
  if (separator === "") throw new UsageError("--separator is empty");
  return separator;
}

function journalOf(file: string, journal: string | undefined, none: boolean) {
  if (none && journal !== undefined)
    throw new UsageError("--journal and --no-journal exclude each other");
  if (none) return undefined;
  if (file === "-" && journal === undefined)
    throw new UsageError(
      "standard input has no name for a journal: --journal FILE or --no-journal",
    );
  return journal ?? `${file}.journal`;
}

function readRateLimit(text: string | undefined) {
  if (text === undefined) return undefined;
  if (text === "off") return false;
  const [, requests, perMs] = /^(\d{1,9})\/(\d{1,9})$/.exec(text) ?? [];
  if (!requests)
    throw new UsageError("--rate-limit takes REQUESTS/MILLISECONDS or off");
  return { requests: Number(requests), perMs: Number(perMs) };
}

function oneOf<Choice extends string>(
  name: string,
  value: string | undefined,
  choices: readonly Choice[],
): Choice | undefined {
  const choice = choices.find((choice) => choice === value);
  if (value !== undefined && !choice)
    throw new UsageError(`--${name} takes ${choices.join(" or ")}`);
  return choice;
}

function count(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d{1,10}$/.test(value))
    throw new UsageError(`--${name} takes a whole number`);
  return Number(value);
}
