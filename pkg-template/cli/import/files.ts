import { type BigIntStats, fstatSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Options } from "../options/read.js";
import { UsageError } from "../exit.js";

/** Throws if a file would be both read and written, or written in two ways. */
export function checkFiles(options: Options): void {
  const { file, journal, failed, definitions, apiKeyFile, oldApiKeyFile } =
    options;
  const lock = journal === undefined ? undefined : `${journal}.lock`;
  const read: [string, string | undefined][] = [
    ["the file that is imported", file],
    ["the file of --definitions", definitions],
    ["the file of --api-key-file", apiKeyFile],
    ["the file of --old-api-key-file", oldApiKeyFile],
  ];
  assertNotAmong(`the lock ${lock}`, lock, read);
  assertNotAmong(`the journal ${journal}`, journal, read);
  read.push(["the journal", journal], ["the journal's lock", lock]);
  assertNotAmong(`--failed ${failed}`, failed, read);
}

function assertNotAmong(
  name: string,
  path: string | undefined,
  others: readonly [string, string | undefined][],
): void {
  if (path === undefined) return;
  const own = identityOf(path);
  const same = others.find(
    ([, other]) => other !== undefined && identityOf(other) === own,
  );
  if (same) throw new UsageError(`${name} is ${same[0]}; name another file`);
}

/** A value that is the same for all names of a file; for a missing file, its place. */
function identityOf(path: string): string {
  try {
    const of = ({ dev, ino }: BigIntStats) => `${dev}:${ino}`;
    return of(
      path === "-"
        ? fstatSync(0, { bigint: true })
        : statSync(path, { bigint: true }),
    );
  } catch {
    return placeOf(resolve(path));
  }
}

function placeOf(path: string): string {
  try {
    return join(realpathSync(dirname(path)), basename(path));
  } catch {
    return path;
  }
}
