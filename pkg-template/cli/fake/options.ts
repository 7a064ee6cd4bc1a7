import { parseArgs } from "node:util";
import { UsageError } from "../exit.js";
import { RATE_LIMIT_FORMAT, parseRateLimit } from "../options/rate-limit.mjs";

/** An option of `fake`, declared once: how it is parsed, and its text in `--help`. */
interface FakeOption {
  type: "string" | "boolean";
  valueName?: string;
  help: string;
}

/** The options, in the help's order. */
export const FAKE_OPTIONS = {
  port: {
    type: "string",
    valueName: "N",
    help: "the port on 127.0.0.1, from 0 to 65535; 0 picks a free one (default: 0)",
  },
  "rate-limit": {
    type: "string",
    valueName: "N/MS",
    help: "N requests in any MS milliseconds for each key, or off (default: 60/60000)",
  },
  "latency-ms": {
    type: "string",
    valueName: "N",
    help: "milliseconds before each response (default: 0)",
  },
  help: { type: "boolean", help: "prints this help and exits" },
} as const satisfies Record<string, FakeOption>;

/** The arguments of `fake`. */
export interface FakeCommand {
  port: number;
  rateLimit: { requests: number; perMs: number } | false | undefined;
  latencyMs: number;
}

/** Reads the arguments after `fake`. */
export function readFakeArguments(args: string[]): FakeCommand | "help" {
  const { values } = parse(args);
  if (values.help) return "help";
  return {
    port: whole("port", values.port, 65_535),
    rateLimit: readRateLimit(values["rate-limit"]),
    latencyMs: whole("latency-ms", values["latency-ms"], 2_147_483_647),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: FAKE_OPTIONS });
  } catch {
    // Node's own message would repeat the argument.
    throw new UsageError(
      `Usage: ${FAKE_USAGE} [options]; fake --help lists the options`,
    );
  }
}

/** How to call it. */
export const FAKE_USAGE = "carecycle-custom-fields fake";

function whole(name: string, text: string | undefined, max: number): number {
  const value = Number(text ?? 0);
  if (text !== undefined && (!/^\d{1,10}$/.test(text) || value > max))
    throw new UsageError(`--${name} must be a whole number from 0 to ${max}`);
  return value;
}

function readRateLimit(text: string | undefined) {
  if (text === undefined) return undefined;
  const limit = parseRateLimit(text);
  if (limit === undefined)
    throw new UsageError(`--rate-limit must be ${RATE_LIMIT_FORMAT}`);
  return limit;
}
