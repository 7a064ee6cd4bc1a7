#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { ConfigurationError } from "carecycle-custom-fields";
import { readArguments } from "./options/read.js";
import { EXIT, UsageError } from "./exit.js";
import { helpText } from "./options/help.js";
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

/** What a person reads of an error. Of others than ours no message is shown, since it may hold a value. */
function told(error: unknown): string {
  if (error instanceof UsageError || error instanceof ConfigurationError)
    // A key in a wrong place.
    return error.message.replace(/\bcc_[\x21-\x7e]+/g, "[redacted]");
  const { name, code, stack } = Object(error) as {
    name?: string;
    code?: string;
    stack?: string;
  };
  const frames = (stack ?? "")
    .split("\n")
    .filter((line) => /^ +at /.test(line));
  return [`unexpected ${name} ${code ?? ""}`, ...frames].join("\n");
}

// Whoever reads the output may leave; the rows in flight go on, and the journal.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", () => {});

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`carecycle-custom-fields: ${told(error)}\n`);
    process.exitCode = EXIT.usage;
  },
);
