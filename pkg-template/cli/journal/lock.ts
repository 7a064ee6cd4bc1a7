import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { UsageError } from "../exit.js";

/** Keeps other commands from a journal until it is called, or the process ends. */
export type Release = () => void;

/** A process writes its number at once; one that did not within this time was killed before. */
const WRITTEN_WITHIN_MS = 1000;

/** Takes the lock beside a journal. One that a dead process left behind is taken over. */
export async function lock(journal: string): Promise<Release> {
  const path = `${journal}.lock`;
  for (;;) {
    if (created(path)) break;
    const holder = await holderOf(path);
    if (holder !== undefined && isAlive(holder))
      throw new UsageError(
        `another command (process ${holder}) works with ${journal}; ` +
          `if there is none, delete ${path}`,
      );
    takeAway(path, holder);
  }
  const release = () => {
    process.off("exit", release);
    unlink(path);
  };
  process.on("exit", release);
  return release;
}

function created(path: string): boolean {
  let fd: number;
  try {
    fd = openSync(path, "wx", 0o600);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "EEXIST") return false;
    throw new UsageError(`${path} cannot be written: ${code}`);
  }
  writeSync(fd, String(process.pid));
  closeSync(fd);
  return true;
}

/** The process that holds the lock; undefined where it never said so, or gave it up meanwhile. */
async function holderOf(path: string): Promise<number | undefined> {
  const until = performance.now() + WRITTEN_WITHIN_MS;
  do {
    const text = read(path);
    if (text === undefined || text !== "") return numberOf(text);
    await wait(20);
  } while (performance.now() < until);
  return undefined;
}

/** Removes a dead process's lock, and none that another command has taken meanwhile. */
function takeAway(path: string, holder: number | undefined): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    // It is gone.
    return;
  }
  if (numberOf(read(aside)) !== holder) {
    try {
      linkSync(aside, path);
    } catch {
      // A third command was quicker than both.
    }
  }
  unlink(aside);
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === "EPERM";
  }
}

const numberOf = (text: string | undefined): number | undefined =>
  /^\d+$/.test(text ?? "") ? Number(text) : undefined;

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return undefined;
  }
}

function unlink(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Somebody has deleted it.
  }
}
