#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { ConfigurationError } from "carecycle-custom-fields";
import { type Options, type Show, readArguments } from "./options/read.js";
import { CommandError, EXIT, LateError } from "./exit.js";
import { helpText } from "./options/help.js";
import { watchOutput } from "./report/streams.js";
import { run } from "./import/run.js";

async function main(args: string[]): Promise<number> {
  const options = readArguments(args);
  if (!isShow(options)) return run(options);
  process.stdout.write(options.show === "help" ? helpText() : `${version()}\n`);
  return EXIT.created;
}

// Its own, whatever others have made of Object.prototype.
const isShow = (asked: Options | Show): asked is Show =>
  Object.hasOwn(asked, "show");

function version(): string {
  const file = new URL("package.json", import.meta.url);
  const { version } = JSON.parse(readFileSync(file, "utf8")) as {
    version: string;
  };
  return version;
}

/** What a person reads of an error. Of others than ours no message is shown, since it may hold a value. */
function told(error: unknown): string {
  if (error instanceof CommandError || error instanceof ConfigurationError)
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

function tell(error: unknown): void {
  process.stderr.write(`carecycle-custom-fields: ${told(error)}\n`);
}

watchOutput();
// A write to a file that is too big fails then, in place of ending the process.
process.on("SIGXFSZ", () => undefined);
process.on("uncaughtException", (error) => {
  tell(error);
  process.exit(EXIT.failed);
});

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    const isLate = error instanceof LateError;
    tell(isLate ? error.cause : error);
    process.exitCode = isLate ? EXIT.failed : EXIT.usage;
  },
);
