import { UsageError } from "../exit.js";
import type { JournalFile } from "./file.js";
import { KnownRows } from "./known.js";
import { type Header, parsed } from "./lines.js";
import type { Sealed } from "./secret.js";

/** The content of a journal. */
export interface Contents {
  header: Header;
  /** The secret, sealed with each key that the account has had. */
  keys: Sealed[];
  rows: KnownRows;
  /** The stamps of the files of failed rows that this journal has written. */
  failedFiles: Set<string>;
}

export function contentsOf(file: JournalFile): Contents {
  const { header, path } = file;
  const failedFiles = new Set<string>();
  const startedWith = (header: Header): Contents => ({
    header,
    keys: [header],
    rows: new KnownRows(),
    failedFiles,
  });
  let contents = startedWith(header);
  file.lines().forEach((text, at) => {
    const line = parsed(text, path, at + 2);
    switch (line.kind) {
      case "header":
        contents = startedWith(line.header);
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

/** Whether no row was or may have been created: then nothing is lost if the journal starts over. */
export const isIdle = ({ rows }: Contents): boolean =>
  [...rows].every((row) => !row.isCreated && !row.isUnknown);
