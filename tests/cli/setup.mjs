/** The command as a child process, in a folder of its own, against an emulator. */
import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach } from "node:test";
import { fileURLToPath } from "node:url";
import { apiKey, customerId, definitions } from "../emulator/fixtures.mjs";
import { startEmulator } from "../emulator/index.mjs";

export { apiKey, customerId, definitions };
export const script = fileURLToPath(
  new URL("../../pkg/cli.js", import.meta.url),
);
export const [text, number, boolean, , , multiSelect] = definitions.map(
  ({ id }) => id,
);

/**
 * A running command, and how it ends.
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, input?: string | Buffer | null, through?: string[] }} [options]
 *   where `input` is null it stays open; `through` is a command that starts this one
 */
export function start(args, { cwd, env, input, through = [] } = {}) {
  const [program, ...all] = [...through, process.execPath, script];
  const child = spawn(program, [...all, ...args], {
    cwd,
    env: { ...process.env, ...env },
  });
  child.stdin.on("error", () => {
    // It may end without reading.
  });
  if (input !== null) child.stdin.end(input ?? "");
  const output = { stdout: "", stderr: "" };
  for (const name of /** @type {const} */ (["stdout", "stderr"]))
    child[name].setEncoding("utf8").on("data", (text) => {
      output[name] += text;
    });
  /** @type {Promise<{ code: number | null, stdout: string, stderr: string }>} */
  const ended = new Promise((resolve) =>
    child.on("close", (code) => resolve({ code, ...output })),
  );
  /** Sends a signal and waits for the end. */
  const stop = (/** @type {NodeJS.Signals} */ signal = "SIGKILL") => {
    child.kill(signal);
    return ended;
  };
  /** Presses Ctrl-C a second time once the first has been noticed. */
  async function interruptTwice() {
    child.kill("SIGINT");
    await until(() => output.stderr.includes("Finishing"));
    // As long as it takes for the second to be one of its own.
    await wait(300);
    return stop("SIGINT");
  }
  return { child, output, ended, stop, interruptTwice };
}

/** Starts an emulator for a group of tests, and gives each test a folder. */
export function useCommand(limit = /** @type {any} */ (false)) {
  /** @type {Awaited<ReturnType<typeof startEmulator>>} */
  let emulator;
  let folder = "";
  before(async () => {
    emulator = await startEmulator({ rateLimit: limit });
  });
  const remove = () =>
    folder && rmSync(folder, { recursive: true, force: true });
  beforeEach(() => {
    emulator.reset();
    remove();
    folder = mkdtempSync(join(tmpdir(), "import-"));
  });
  after(() => {
    remove();
    return emulator.close();
  });
  const path = (/** @type {string} */ name) => join(folder, name);
  const env = () => ({
    CARECYCLE_API_KEY: apiKey,
    CARECYCLE_BASE_URL: emulator.url,
  });
  /** @typedef {NonNullable<Parameters<typeof start>[1]>} StartOptions */
  return {
    get emulator() {
      return emulator;
    },
    path,
    write: (
      /** @type {string} */ name,
      /** @type {string | Buffer} */ content,
    ) => writeFileSync(path(name), content),
    read: (/** @type {string} */ name) => readFileSync(path(name), "utf8"),
    bytes: (/** @type {string} */ name) => readFileSync(path(name)),
    exists: (/** @type {string} */ name) => existsSync(path(name)),
    /** A journal's lines. */
    journal: (name = "rows.csv.journal") =>
      readFileSync(path(name), "utf8")
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    start: (
      /** @type {string[]} */ args,
      /** @type {StartOptions & { cautious?: boolean }} */ {
        cautious = false,
        ...options
      } = {},
    ) =>
      // Rows of one customer and definition are what most tests are made of.
      start(["import", ...(cautious ? [] : ["--allow-duplicates"]), ...args], {
        cwd: folder,
        ...options,
        env: { ...env(), ...options.env },
      }),
    /** Starts the command, and waits until it has sent a request or more. */
    async sending(
      /** @type {string[]} */ args,
      /** @type {StartOptions & { requests?: number }} */ {
        requests = 1,
        ...options
      } = {},
    ) {
      const all = emulator.requests.length + requests;
      const started = this.start(args, options);
      await until(() => emulator.requests.length >= all);
      return started;
    },
    /** Waits until so many rows wait for another attempt. */
    retrying(count = 1) {
      const hasRetries = () =>
        this.exists("rows.csv.journal") &&
        this.journal().filter(({ status }) => status === "retry").length ===
          count;
      return until(hasRetries);
    },
    /** Without a limit of its own, since the emulator has none. */
    run(
      /** @type {string[]} */ args,
      /** @type {StartOptions & { cautious?: boolean }} */ options = {},
    ) {
      const rate = limit ? `${limit.requests}/${limit.perMs}` : "off";
      return this.start(["--rate-limit", rate, ...args], options).ended;
    },
  };
}

/** The environment in which the command records what it does: see trace.mjs. */
export const traced = {
  NODE_OPTIONS: `--import ${new URL("trace.mjs", import.meta.url).href}`,
};

/**
 * A test that needs namespaces of the kernel's; skipped where they cannot be made.
 *
 * @param {string[]} namespaces
 */
export function needs(namespaces) {
  const { status } = spawnSync("unshare", [...namespaces, "true"]);
  return { skip: status !== 0 && `unshare ${namespaces} does not work here` };
}

/** Runs a command with a line of the shell around it, which names it `"$@"`. */
export const shell = (/** @type {string} */ line) => ({
  through: ["bash", "-c", line, "bash"],
});
/** Rows of text values, after a header. */
export const csvOf = (/** @type {number} */ count) =>
  `customerId,fieldDefinitionId,textValue\n${Array.from(
    { length: count },
    (_, at) => `${customerId},${text},value ${at}\n`,
  ).join("")}`;

/** The bodies that reached the emulator, in order. */
export const bodies = (
  /** @type {import("../emulator/index.mjs").Emulator} */ emulator,
) => emulator.requests.map(({ rawBody }) => rawBody);

/**
 * Resolves when a condition holds; looks each time the event loop comes round.
 *
 * @param {() => unknown} condition
 */
export async function until(condition, ms = 20_000) {
  const end = performance.now() + ms;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`waited for ${condition}`);
    await wait(5);
  }
}

export const wait = (/** @type {number} */ ms) =>
  new Promise((resolve) => setTimeout(resolve, ms));
