#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { ConfigurationError } from "carecycle-custom-fields";
import { readArguments } from "./options/read.js";
import { CommandError, EXIT } from "./exit.js";
import { helpText } from "./options/help.js";
import { messageOf } from "./report/errors.js";
import { writeLine } from "./report/output.js";
import { run } from "./import/run.js";

async function main(args: string[]): Promise<number> {
  const options = readArguments(args);
  if (!("show" in options)) return run(options);
  process.stdout.write(options.show === "help" ? helpText() : `${version()}\n`);
  return EXIT.created;
}

function version(): string {
  const file = new URL("package.json", import.meta.url);
  const { version } = JSON.parse(readFileSync(file, "utf8")) as {
    version: string;
  };
  return version;
}

/** Where an error that is not ours comes from; nothing of its message, which the stack begins with. */
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

// Whoever reads the output may leave; the rows in flight go on, and the journal.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", () => {});

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    writeLine(process.stderr, `carecycle-custom-fields: ${messageOf(error)}`);
    for (const frame of framesOf(error)) writeLine(process.stderr, frame);
    process.exitCode = EXIT.usage;
  },
);
