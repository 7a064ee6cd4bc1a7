import { UsageError } from "../exit.js";
import type { JournalFile } from "./file.js";
import { KnownRows } from "./known.js";
import { type Header, parsed } from "./lines.js";
import type { Sealed } from "./secret.js";

/** What a journal says. */
export interface Contents {
  header: Header;
  /** The secret, under each key that the account has had. */
  keys: Sealed[];
  rows: KnownRows;
  /** The stamps of the files of failed rows that were written. */
  failedFiles: Set<string>;
}

export function contentsOf(file: JournalFile): Contents {
  const { header, path } = file;
  const failedFiles = new Set<string>();
  const begun = (header: Header): Contents => ({
    header,
    keys: [header],
    rows: new KnownRows(),
    failedFiles,
  });
  let contents = begun(header);
  file.lines().forEach((text, at) => {
    const line = parsed(text, path, at + 2);
    switch (line.kind) {
      case "header":
        contents = begun(line.header);
        break;
      case "key":
        contents.keys.push(line.sealed);
        break;
      case "failed":
        failedFiles.add(line.stamp);
        break;
      case "row": {
        const { row, n, line: place } = line.entry;
        const known = contents.rows.at(row, n, place);
        if (!known)
          throw new UsageError(`${path} is damaged at line ${at + 2}`);
        known.note(line.entry);
      }
    }
  });
  return contents;
}

/** Whether no row is there, nor may be: then nothing is lost if the journal begins anew. */
export const isIdle = ({ rows }: Contents): boolean =>
  [...rows].every((row) => !row.isCreated && !row.isUnknown);
