import { UsageError } from "../exit.js";
import { type Contents, contentsOf, isIdle } from "./contents.js";
import { JournalFile, cannotBeWritten } from "./file.js";
import { type KnownRow, KnownRows } from "./known.js";
import { type Header, type RowLine, VERSION } from "./lines.js";
import { type Sealed, hashUnder, newSecret, seal, unseal } from "./secret.js";

/** The account in which rows are created. */
export interface Account {
  server: string;
  apiKey: string;
  /** The account's previous key, if it was changed. */
  oldApiKey: string | undefined;
}

/** An entry, with the row's index in the current file. */
export interface Entry extends Omit<RowLine, "row" | "n"> {
  index: number;
  hash: string;
}

/** What was done with each row, on disk before and after each request. Contains no values. */
export class Journal {
  #file: JournalFile | undefined;
  #secret = newSecret();
  #rows = new KnownRows();
  #failedFiles = new Set<string>();
  /** The known rows of the current file, by their index. */
  #current = new Map<number, KnownRow>();
  /** A part of file names that belong to this journal only. */
  id = "";
  /** The line to be written first. */
  #first: Header | Sealed | undefined;

  /** Reads what is there. Throws if it is not a journal, or one of another account. */
  constructor(
    readonly path: string,
    readonly account: Account,
  ) {
    this.#file = JournalFile.open(path);
    try {
      if (this.#file) this.#resume(contentsOf(this.#file));
      else this.#create();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** The hash by which a row of this content is known. */
  hash(content: string): string {
    return hashUnder(this.#secret, content);
  }

  /** Whether a row with this hash was or may have been created. */
  hasSent(hash: string): boolean {
    return this.#rows.hasSent(hash);
  }

  /** Matches the current file's rows with the known ones. A row without a hash matches none. */
  match(rows: readonly { hash: string; line: number }[]): void {
    this.#current = this.#rows.match(rows.map(({ hash }) => hash));
    for (const [index, known] of this.#current)
      known.line = rows[index]?.line ?? known.line;
  }

  /** Opens it for writing; creates it if there was none. */
  open(): void {
    const first = this.#first;
    if (!first) return;
    if (this.#file)
      try {
        this.#file.append(first);
      } catch (error) {
        throw cannotBeWritten(this.path, error);
      }
    else this.#file = JournalFile.create(this.path, first as Header);
    this.#first = undefined;
  }

  /** Writes an entry, which is on disk when this returns. */
  append({ index, hash, ...entry }: Entry): void {
    const known = this.#current.get(index) ?? this.#rows.add(hash, entry.line);
    this.#current.set(index, known);
    this.#write({ row: hash, n: known.n, ...entry } satisfies RowLine);
    known.note(entry);
  }

  /** Records that a file of failed rows is this journal's own, before the file exists. */
  noteFailedFile(stamp: string): void {
    this.open();
    this.#write({ failed: stamp });
    this.#failedFiles.add(stamp);
  }

  hasWritten(stamp: string): boolean {
    return this.#failedFiles.has(stamp);
  }

  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }

  isCreated(index: number): boolean {
    return this.#current.get(index)?.isCreated ?? false;
  }

  isUnknown(index: number): boolean {
    return this.#current.get(index)?.isUnknown ?? false;
  }

  isRejected(index: number): boolean {
    return this.#current.get(index)?.isRejected ?? false;
  }

  /** The lines of the rows that may have been created. */
  unknownLines(): number[] {
    return linesOf([...this.#current.values()].filter((row) => row.isUnknown));
  }

  /**
   * The former lines of rows that were or may have been created and are not in the current file.
   */
  goneLines(): number[] {
    const current = new Set(this.#current.values());
    const isGone = (row: KnownRow) =>
      (row.isCreated || row.isUnknown) && !current.has(row);
    return linesOf([...this.#rows].filter(isGone));
  }

  #create(): void {
    const { apiKey, oldApiKey, server } = this.account;
    if (!this.#file && oldApiKey !== undefined)
      throw new UsageError(
        `--old-api-key-file is for a journal that was written with another key, but there is no journal ${this.path}`,
      );
    const sealed = seal(this.#secret, apiKey);
    this.#first = { journal: VERSION, server, ...sealed };
    this.id = sealed.salt;
  }

  #resume(contents: Contents): void {
    const { apiKey, oldApiKey, server } = this.account;
    const { header, keys, rows, failedFiles } = contents;
    const opened = (key: string) =>
      keys.map((sealed) => unseal(sealed, key)).find((secret) => secret);
    const byOld = oldApiKey === undefined ? undefined : opened(oldApiKey);
    if (oldApiKey !== undefined && !byOld)
      throw new UsageError(
        `the key in --old-api-key-file is not the one that ${this.path} was written with`,
      );
    const secret = opened(apiKey) ?? byOld;
    this.#failedFiles = failedFiles;
    if (isIdle(contents) && (!secret || header.server !== server))
      // A first run with a wrong key or URL must not bind the journal to it.
      return this.#create();
    const how = `or move ${this.path} away to send all rows again`;
    if (header.server !== server)
      throw new UsageError(
        `${this.path} belongs to another server, ${header.server}; use that one, ${how}`,
      );
    if (!secret)
      throw new UsageError(
        `${this.path} was written with another API key. If the key of the same account was changed, ` +
          `name a file that contains the old one with --old-api-key-file; for another account use another --journal, ${how}`,
      );
    this.#secret = secret;
    this.#rows = rows;
    for (const row of rows) row.startAgain();
    this.id = header.salt;
    if (!opened(apiKey)) this.#first = seal(secret, apiKey);
  }

  #write(line: object): void {
    if (!this.#file) throw new Error("the journal is closed");
    this.#file.append(line);
  }
}

const linesOf = (rows: KnownRow[]): number[] =>
  rows.map(({ line }) => line).sort((a, b) => a - b);
