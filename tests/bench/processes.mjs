/** Processes of their own, so that what they do does not slow what is measured here. */
import { execFile, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** @param {string} name */
export const child = (name) =>
  fileURLToPath(new URL(`./children/${name}.mjs`, import.meta.url));

/**
 * Runs a child to its end.
 *
 * @param {string[]} args of Node
 * @returns {Promise<any>} what it printed, as JSON
 */
export async function run(...args) {
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout);
}

/**
 * A child that answers each message with one of its own, and ends when the channel closes.
 *
 * @param {string} name
 * @param {string[]} [args]
 */
export async function start(name, args = []) {
  const forked = fork(child(name), args);
  const answer = async () => {
    const done = new AbortController();
    const { signal } = done;
    const exited = once(forked, "exit", { signal }).then(([code]) => {
      throw new Error(`${name} ended with ${code}`);
    });
    try {
      const answered = once(forked, "message", { signal });
      // The one that is too late rejects as it is given up.
      answered.catch(() => {});
      const [message] = await Promise.race([answered, exited]);
      return message;
    } finally {
      done.abort();
    }
  };
  const first = await answer();
  return {
    first,
    /** @param {unknown} message */
    ask(message) {
      forked.send(/** @type {any} */ (message));
      return answer();
    },
    async stop() {
      const exited = once(forked, "exit");
      forked.disconnect();
      await exited;
    },
  };
}
