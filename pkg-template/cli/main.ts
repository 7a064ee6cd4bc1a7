#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { ConfigurationError } from "carecycle-custom-fields";
import { type Options, type Show, readArguments } from "./options/read.js";
import { CommandError, EXIT, ErrorAfterSending, UsageError } from "./exit.js";
import { fakeHelpText } from "./fake/help.js";
import { readFakeArguments } from "./fake/options.js";
import { serveFake } from "./fake/serve.js";
import { keepYoungSpaceSmall } from "./heap.js";
import { helpText } from "./options/help.js";
import { messageOf, withoutKeys } from "./report/errors.js";
import { writeLine } from "./report/output.js";
import { watchOutput } from "./report/streams.js";
import { run } from "./import/run.js";

async function main(args: string[]): Promise<number> {
  if (args[0] === "fake") return fake(args.slice(1));
  const options = readArguments(args);
  if (!isShow(options)) return run(options);
  process.stdout.write(options.show === "help" ? helpText() : `${version()}\n`);
  return EXIT.created;
}

async function fake(args: string[]): Promise<number> {
  const command = readFakeArguments(args);
  if (command !== "help") return serveFake(command);
  process.stdout.write(fakeHelpText());
  return EXIT.created;
}

// An own property, since Object.prototype may be polluted.
const isShow = (asked: Options | Show): asked is Show =>
  Object.hasOwn(asked, "show");

function version(): string {
  const file = new URL("package.json", import.meta.url);
  const { version } = JSON.parse(readFileSync(file, "utf8")) as {
    version: string;
  };
  return version;
}

/** The stack frames of an error that is not ours, without the message at the start of the stack. */
function framesOf(error: unknown): string[] {
  if (error instanceof CommandError || error instanceof ConfigurationError)
    return [];
  const { message, stack } = Object(error) as Record<string, unknown>;
  if (typeof stack !== "string" || typeof message !== "string") return [];
  const at = stack.indexOf(message);
  if (at < 0 || !/^\w+( \[\w+\])?: $/.test(stack.slice(0, at))) return [];
  return stack
    .slice(at + message.length)
    .split("\n")
    .filter((line) => /^ +at /.test(line));
}

function printError(error: unknown): void {
  writeLine(process.stderr, `carecycle-custom-fields: ${messageOf(error)}`);
  if (error instanceof UsageError)
    for (const detail of error.details)
      writeLine(process.stderr, `  ${withoutKeys(detail)}`);
  for (const frame of framesOf(error)) writeLine(process.stderr, frame);
}

keepYoungSpaceSmall();
watchOutput();
// Without a listener, writing a file that is too big would end the process instead of failing.
process.on("SIGXFSZ", () => undefined);
process.on("uncaughtException", (error) => {
  printError(error);
  process.exit(EXIT.failed);
});

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    const isAfterSending = error instanceof ErrorAfterSending;
    printError(isAfterSending ? error.cause : error);
    process.exitCode = isAfterSending ? EXIT.failed : EXIT.usage;
  },
);
