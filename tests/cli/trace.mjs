/**
 * Loaded before the command (`NODE_OPTIONS=--import`): writes what happens to the file `TRACE`, in order;
 * lets the disk be full after `FULL_AFTER` flushes; takes standard error for a terminal with `TERMINAL`.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const { FULL_AFTER = "Infinity", TERMINAL, TRACE = "" } = process.env;
const note = (/** @type {string} */ what) =>
  TRACE && fs.appendFileSync(TRACE, `${what}\n`);

let flushes = 0;
const { fsyncSync, writeSync } = fs;
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
