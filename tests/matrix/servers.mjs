/** Processes that stay until they are stopped: servers and browsers. */
import { spawn } from "node:child_process";
import process from "node:process";

/**
 * Starts a process with key and address of the emulator in its environment.
 *
 * @param {Pick<import("./context.mjs").Context, "apiKey" | "baseUrl">} context
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string> }} [options]
 */
export function start({ apiKey, baseUrl }, command, args, options = {}) {
  const shared = { CARECYCLE_API_KEY: apiKey, CARECYCLE_BASE_URL: baseUrl };
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...shared, NO_COLOR: "1", ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  const stop = () => {
    process.off("exit", stop);
    try {
      if (child.pid) process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  };
  // A row over its limit never comes to its end.
  process.once("exit", stop);

  /** What a pattern finds in the output, as soon as it is there. @param {RegExp} pattern */
  const said = (pattern) =>
    new Promise(
      (/** @type {(found: RegExpExecArray) => void} */ resolve, reject) => {
        const look = (text = "") => {
          output += text;
          const found = pattern.exec(output);
          if (found) resolve(found);
        };
        for (const stream of [child.stdout, child.stderr]) {
          stream.setEncoding("utf8").on("data", look);
        }
        child.once("error", reject);
        child.once("close", (code, signal) =>
          reject(new Error(`${command} ended ${code ?? signal}\n${output}`)),
        );
      },
    );
  return { said, stop };
}

/**
 * Starts a server that says its address.
 *
 * @param {Parameters<typeof start>} given
 */
export async function startServer(...given) {
  const { said, stop } = start(...given);
  try {
    const [url] = await said(/http:\/\/(localhost|127\.0\.0\.1):\d+/);
    return { url, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

/**
 * What a server answers, as JSON; it is stopped then.
 *
 * @param {Parameters<typeof start>} given
 * @returns {Promise<any>}
 */
export async function askServer(...given) {
  const { url, stop } = await startServer(...given);
  try {
    const answer = await fetch(url);
    if (answer.ok) return await answer.json();
    throw new Error(await answer.text());
  } finally {
    stop();
  }
}
