/** What every row of the matrix has: the packed package, an emulator of the API, processes. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { apiKey, customerId, definitions } from "../emulator/fixtures.mjs";
import { startEmulator } from "../emulator/index.mjs";
import { launch } from "../page/browser.mjs";
import { createRunner } from "./processes.mjs";
import { reasonAgainst } from "./system.mjs";

/** What a row throws that cannot be installed here: neither green nor red. */
export class Unavailable extends Error {
  name = "Unavailable";
}

/** Valid, and known to nobody. */
export const missingCustomerId = "11111111-1111-4111-8111-111111111111";

const here = (/** @type {string} */ path) =>
  fileURLToPath(new URL(path, import.meta.url));

/**
 * @typedef {Awaited<ReturnType<typeof openContext>>} Context
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {number} [limitMs]
 * @property {true} [serial] runs while no other row does
 * @property {(context: Context) => Promise<import("./scenario.mjs").Report>} run
 */

/** Packs the package once, and starts what the rows share. */
export async function openContext() {
  const emulator = await startEmulator({ rateLimit: false });
  const { run, killAll } = createRunner({
    CARECYCLE_API_KEY: apiKey,
    CARECYCLE_BASE_URL: emulator.url,
  });
  const packed = await mkdtemp(join(tmpdir(), "matrix-"));
  const tarball = await pack(run, packed);
  /** @type {ReturnType<typeof launch> | undefined} */
  let browser;
  return {
    baseUrl: emulator.url,
    apiKey,
    customerId,
    missingCustomerId,
    fieldDefinitionId: definitions[1].id,
    /** The packed package. */
    tarball,
    run,
    /** A path among the matrix's npm packages. */
    bin(/** @type {string} */ path) {
      const reason = reasonAgainst(path);
      if (reason) throw new Unavailable(reason);
      return here(`node_modules/${path}`);
    },
    /** What the emulator holds. */
    values: async () => emulator.values,
    /** The Chromium that the rows share. */
    browser: () => (browser ??= launch()),
    /**
     * Makes a project anew, with the package installed from its tarball.
     *
     * @param {string} name
     * @param {Record<string, string>} [files] text by path
     */
    async project(name, files = {}) {
      const folder = here(`work/${name}`);
      await rm(folder, { recursive: true, force: true });
      await install(run, tarball, folder);
      await writeFiles(folder, {
        "package.json": JSON.stringify({ private: true }),
        ...files,
      });
      return folder;
    },
    async close() {
      killAll();
      await (await browser)?.close();
      await emulator.close();
      await rm(packed, { recursive: true });
    },
  };
}

/** @typedef {ReturnType<typeof createRunner>["run"]} Run */

/**
 * @param {Run} run
 * @param {string} folder
 */
async function pack(run, folder) {
  const args = ["pack", "--json", "--pack-destination", folder];
  const { stdout } = await run("npm", args, { cwd: here("../../pkg/") });
  const [{ filename }] = JSON.parse(stdout);
  return join(folder, filename);
}

/**
 * As npm would: a package without dependencies or scripts is its unpacked tarball.
 *
 * @param {Run} run
 * @param {string} tarball
 * @param {string} folder
 */
async function install(run, tarball, folder) {
  const target = join(folder, "node_modules/carecycle-custom-fields");
  await mkdir(target, { recursive: true });
  await run("tar", ["-xzf", tarball, "--strip-components=1", "-C", target]);
}

/**
 * @param {string} folder
 * @param {Record<string, string>} files
 */
async function writeFiles(folder, files) {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
