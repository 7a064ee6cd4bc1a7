import { spawn } from "node:child_process";
import { once } from "node:events";
import { env } from "node:process";
import { fileURLToPath } from "node:url";

/** What makes messages long. */
const here = fileURLToPath(new URL(".", import.meta.url));

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {Record<string, string | undefined>} [env] beside this process's own
 * @property {number} [timeoutMs] 120,000 by default
 */

/**
 * Runs processes, and kills what is left of them with all that they started.
 *
 * @param {Record<string, string>} shared environment of all processes
 */
export function createRunner(shared) {
  /** @type {Set<number>} */
  const groups = new Set();

  /**
   * Rejects, with the output, where the code is not zero or the time is over.
   *
   * @param {string} command
   * @param {string[]} args
   * @param {RunOptions} [options]
   */
  async function run(command, args, options = {}) {
    const { cwd, timeoutMs = 120_000 } = options;
    const child = spawn(command, args, {
      cwd,
      env: { ...env, ...shared, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const output = { stdout: "", stderr: "" };
    for (const name of /** @type {const} */ (["stdout", "stderr"])) {
      child[name].setEncoding("utf8");
      child[name].on("data", (text) => void (output[name] += text));
    }
    const group = child.pid ?? 0;
    if (group) groups.add(group);
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      kill(group);
    }, timeoutMs);
    try {
      const [code, signal] = await once(child, "close");
      if (code === 0) return output;
      const how = isLate
        ? `took over ${timeoutMs} ms`
        : `ended ${code ?? signal}`;
      const asked = [command, ...args].join(" ").replaceAll(here, "");
      throw new Error(`${asked} ${how}\n${output.stdout}${output.stderr}`);
    } finally {
      clearTimeout(timer);
      kill(group);
      groups.delete(group);
    }
  }

  return { run, killAll: () => groups.forEach(kill) };
}

/** @param {number} group */
function kill(group) {
  // Zero would be this process's own.
  if (!group) return;
  try {
    process.kill(-group, "SIGKILL");
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH")
      throw error;
  }
}
