/**
 * Loaded before the command (`NODE_OPTIONS=--import`): writes what happens to the file `TRACE`, in order;
 * simulates a full disk after `FULL_AFTER` flushes; treats standard error as a terminal with `TERMINAL`;
 * makes the source unreadable after `READS` reads; throws in the write to standard output that `BREAK` counts.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const { FULL_AFTER = "Infinity", TERMINAL, TRACE = "" } = process.env;
const { READS = "Infinity", BREAK } = process.env;
const note = (/** @type {string} */ what) =>
  TRACE && fs.appendFileSync(TRACE, `${what}\n`);

let flushes = 0;
/** What the source is read by, and nothing else. */
const PIECE = 1 << 14;
const { fsyncSync, readSync, writeSync } = fs;
let reads = 0;
fs.readSync = /** @type {typeof fs.readSync} */ (
  (/** @type {Parameters<typeof readSync>} */ ...args) => {
    // Of more than a lock or a key has.
    if (args[1].byteLength === PIECE && ++reads > Number(READS))
      throw Object.assign(new Error("secret"), { code: "EIO" });
    return readSync(...args);
  }
);
fs.fsyncSync = (fd) => {
  if (++flushes > Number(FULL_AFTER))
    throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
  fsyncSync(fd);
  note("flush");
};
fs.writeSync = /** @type {typeof fs.writeSync} */ (
  (...args) => {
    const [, bytes] = /** @type {[number, Buffer]} */ (
      /** @type {unknown} */ (args)
    );
    const [, status] = /"status":"(\w+)"/.exec(String(bytes)) ?? [];
    if (status) note(status);
    return writeSync(.../** @type {Parameters<typeof writeSync>} */ (args));
  }
);
syncBuiltinESMExports();

const { fetch } = globalThis;
globalThis.fetch = (/** @type {Parameters<typeof fetch>} */ ...args) => {
  note("request");
  return fetch(...args);
};

if (TERMINAL) {
  process.stderr.isTTY = true;
  process.stderr.columns = Number(TERMINAL);
}

if (BREAK) {
  const write = process.stdout.write.bind(process.stdout);
  let writes = 0;
  process.stdout.write = /** @type {typeof write} */ (
    (/** @type {Parameters<typeof write>} */ ...args) => {
      if (++writes === Number(BREAK)) throw new TypeError("secret");
      return write(...args);
    }
  );
}
