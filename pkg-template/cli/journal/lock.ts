import { randomBytes } from "node:crypto";
import {
  closeSync,
  mkdirSync,
  openSync,
  readSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { UsageError } from "../exit.js";
import { codeOf } from "../files.js";

// The lock is a folder with one file, named by its holder's random token. Whether the holder is
// alive is seen from the file's content, which the holder keeps changing: process numbers mean
// nothing in another container, and clocks differ between hosts. Each step is one rename, which
// only one process can win:
// - a folder with a file in it cannot be replaced, so a lock is taken by renaming a whole one into place;
// - a dead process's lock is taken over by renaming its file, which works only while it has that token.
// The libraries for this compare a file system's time with the local clock and remove a stale lock
// before they take it, which two can win (proper-lockfile, lockfile), trust process numbers
// (rwlockfile), or are native code, which this package does not have (fs-ext, os-lock).

/** How often a holder renews its lock. */
const RENEW_MS = 500;
/**
 * How often another command looks, and after how many looks without a change it considers the
 * holder dead.
 */
const LOOK_MS = 250;
const MAX_LOOKS = 20;
/**
 * The number of checks before a message about the wait; a live holder is noticed earlier.
 */
const LOOKS_UNTIL_NOTE = 6;
/** How long a holder continues while it cannot renew its lock: others wait longer. */
const MAX_WITHOUT_RENEWAL_MS = (LOOK_MS * MAX_LOOKS) / 2;
/**
 * How many renames may fail for a reason other than another command, as virus scanners cause on
 * Windows.
 */
const MAX_FAILURES = 20;
/** Far more than a lock file contains. */
const MAX_BYTES = 512;

/** Keeps other commands away from a journal until it is released or the process ends. */
export interface Lock {
  /** Aborted when another command takes over the lock; its reason is an error that says why. */
  readonly lost: AbortSignal;
  /**
   * Whether this command still holds the lock: to be checked before anything that only its holder
   * may do.
   */
  isHeld(): boolean;
  release(): void;
}

/**
 * Acquires a journal's lock. If another command has it, it is watched for some seconds: if it
 * changes, this throws; if a dead process left it behind, it is taken over.
 *
 * @param note called with a note about the wait
 */
export async function lock(
  journal: string,
  note: (text: string) => void = () => undefined,
): Promise<Lock> {
  const folder = `${resolved(journal)}.lock`;
  const token = randomBytes(16).toString("hex");
  let seen: Holder | undefined;
  let looks = 0;
  let failures = 0;
  for (;;) {
    const holder = holderOf(folder);
    // A network file system may report a rename as failed that succeeded.
    if (holder?.token === token) break;
    const isSame = holder !== undefined && holder.token === seen?.token;
    if (isSame && holder.content !== seen?.content)
      throw isHeldBy(holder, journal, folder);
    // Counted rather than timed, so that a pause of this process does not count as one of the
    // holder.
    looks = isSame ? looks + 1 : 0;
    seen = holder;
    if (looks === LOOKS_UNTIL_NOTE) note(waiting(folder));
    if (!holder || looks >= MAX_LOOKS) {
      const failure = holder
        ? takeOver(folder, holder.token, token)
        : take(folder, token);
      if (failure === undefined) break;
      if (++failures > MAX_FAILURES)
        throw new UsageError(`${folder} cannot be taken: ${failure}`);
    }
    await wait(LOOK_MS);
  }
  return new HeldLock(journal, folder, token);
}

const waiting = (folder: string): string =>
  `${folder} exists: waiting a few seconds to see whether its command is still running.`;

/** Resolves names and links, so that the same journal has the same lock. */
function resolved(journal: string): string {
  try {
    return realpathSync(journal);
  } catch {
    // It does not exist yet.
  }
  try {
    return join(realpathSync(dirname(journal)), basename(journal));
  } catch {
    return journal;
  }
}

/** Who holds the lock, and the content of its file. */
interface Holder {
  token: string;
  content: string;
}

/** `undefined` if the lock is free. */
function holderOf(folder: string): Holder | undefined {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT") return undefined;
    if (code === "ENOTDIR") throw isForeign(folder);
    throw new UsageError(`${folder} cannot be read: ${code}`);
  }
  const [token, ...more] = names.filter((name) => !name.startsWith("."));
  if (token === undefined) return undefined;
  if (more.length || !/^[0-9a-f]{32}$/.test(token)) throw isForeign(folder);
  try {
    return { token, content: using(join(folder, token), "r", read) };
  } catch (error) {
    // It was released, or taken over.
    if (codeOf(error) === "ENOENT") return undefined;
    throw new UsageError(`${folder} cannot be read: ${codeOf(error)}`);
  }
}

const isForeign = (folder: string): UsageError =>
  new UsageError(
    `${folder} is not a lock of this version: if no other command uses the journal, delete it`,
  );

function isHeldBy({ content }: Holder, journal: string, folder: string) {
  const [, pid, host] = /^\w+ \d+ (\d+) ([\w.-]+)\n/.exec(content) ?? [];
  const who = pid === undefined ? "" : ` (process ${pid} on ${host})`;
  return new UsageError(
    `another command${who} is using ${journal}: it keeps renewing ${folder}`,
  );
}

/** Moves a whole lock into place unless there is one; returns the error code if there is. */
function take(folder: string, token: string): string | undefined {
  const made = join(dirname(folder), `.carecycle-lock-${token}`);
  const remove = () => rmSync(made, { recursive: true, force: true });
  try {
    mkdirSync(made, 0o700);
    writeFileSync(join(made, token), contentOf(token, 0), { mode: 0o600 });
  } catch (error) {
    remove();
    throw new UsageError(`${folder} cannot be created: ${codeOf(error)}`);
  }
  try {
    renameSync(made, folder);
    return undefined;
  } catch (error) {
    remove();
    // Windows does not replace a folder, not even an empty one.
    attempt(() => rmdirSync(folder));
    return codeOf(error);
  }
}

/**
 * Returns the error code if another command was faster, or if a virus scanner has the file open.
 */
function takeOver(
  folder: string,
  dead: string,
  token: string,
): string | undefined {
  try {
    renameSync(join(folder, dead), join(folder, token));
    return undefined;
  } catch (error) {
    return codeOf(error);
  }
}

/** Always of the same length, so that rewriting it needs no space. */
function contentOf(token: string, renewals: number): string {
  const host = hostname().replace(/[^\w.-]/g, "_");
  return `${token} ${String(renewals).padStart(12, "0")} ${process.pid} ${host}\n`;
}

/** Opens a file anew, since only then does a network file system ask its server. */
function using<Result>(
  path: string,
  flags: "r" | "r+",
  use: (fd: number) => Result,
): Result {
  const fd = openSync(path, flags);
  try {
    return use(fd);
  } finally {
    closeSync(fd);
  }
}

function read(fd: number): string {
  const bytes = Buffer.alloc(MAX_BYTES);
  return bytes.toString("latin1", 0, readSync(fd, bytes, 0, MAX_BYTES, 0));
}

function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // Somebody else has done it, or it is not needed.
  }
}

class HeldLock implements Lock {
  readonly #controller = new AbortController();
  readonly lost = this.#controller.signal;
  readonly #path: string;
  readonly #timer: ReturnType<typeof setInterval>;
  #renewals = 0;
  #renewedAt = performance.now();

  constructor(
    readonly journal: string,
    readonly folder: string,
    readonly token: string,
  ) {
    this.#path = join(folder, token);
    // After a takeover, the file still has what its previous holder wrote.
    attempt(() => using(this.#path, "r+", this.#write));
    this.#timer = setInterval(() => this.isHeld(), RENEW_MS).unref();
    process.on("exit", this.release);
  }

  isHeld(): boolean {
    if (this.lost.aborted) return false;
    try {
      using(this.#path, "r+", (fd) => {
        if (!read(fd).startsWith(this.token)) this.#lose(this.#taken);
        else this.#write(fd);
      });
      this.#renewedAt = performance.now();
    } catch (error) {
      const code = codeOf(error);
      if (code === "ENOENT" || code === "ENOTDIR")
        this.#lose(`${this.#taken}, or ${this.folder} was deleted`);
      else if (performance.now() - this.#renewedAt > MAX_WITHOUT_RENEWAL_MS)
        this.#lose(`${this.folder} cannot be renewed: ${code}`);
    }
    return !this.lost.aborted;
  }

  readonly release = (): void => {
    clearInterval(this.#timer);
    process.off("exit", this.release);
    attempt(() => unlinkSync(this.#path));
    attempt(() => rmdirSync(this.folder));
  };

  readonly #write = (fd: number): void => {
    const bytes = Buffer.from(contentOf(this.token, ++this.#renewals));
    writeSync(fd, bytes, 0, bytes.length, 0);
  };

  get #taken(): string {
    return `another command took over ${this.journal}`;
  }

  #lose(why: string): void {
    clearInterval(this.#timer);
    this.#controller.abort(new Error(why));
  }
}
