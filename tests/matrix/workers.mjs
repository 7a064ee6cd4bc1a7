/** Built workers, run by Cloudflare's workerd, which compiles no WebAssembly at run time. */
import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Miniflare } from "miniflare";

/** @typedef {import("./context.mjs").Context} Context */

/** @type {Record<string, string>} */
const MODULE_TYPES = {
  ...{ js: "ESModule", mjs: "ESModule" },
  ...{ wasm: "CompiledWasm", "wasm?module": "CompiledWasm" },
};

/**
 * What a worker answers, as JSON, to some requests at once.
 *
 * @param {string} folder what was built
 * @param {string} file its entry
 * @param {Partial<import("miniflare").WorkerOptions>} [options]
 * @param {number} [requests]
 * @returns {Promise<any[]>}
 */
export async function fromWorker(folder, file, options, requests = 1) {
  const miniflare = new Miniflare(
    /** @type {import("miniflare").MiniflareOptions} */ ({
      modules: await modulesOf(folder, file),
      modulesRoot: folder,
      compatibilityDate: "2026-04-01",
      ...options,
    }),
  );
  const ask = async () => {
    const answer = await miniflare.dispatchFetch("http://worker.example/");
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  };
  try {
    return await Promise.all(Array.from({ length: requests }, ask));
  } finally {
    await miniflare.dispose();
  }
}

/**
 * The modules of a worker as they are uploaded: all of a folder's, the entry first.
 *
 * @param {string} folder
 * @param {string} entry
 */
async function modulesOf(folder, entry) {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const modules = found.flatMap((file) => {
    const type = MODULE_TYPES[file.name.split(".").at(-1) ?? ""];
    const path = join(file.parentPath, file.name);
    return type && file.isFile() ? { type, path } : [];
  });
  const isEntry = ({ path = "" }) => path === join(folder, entry);
  if (!modules.some(isEntry)) throw new Error(`There is no ${entry}`);
  return modules.sort((a, b) => Number(isEntry(b)) - Number(isEntry(a)));
}

const npmPackages = fileURLToPath(new URL("node_modules/", import.meta.url));

/** The version of an npm package. @param {string} name @param {string} [folder] the matrix's own by default */
export const versionOf = (name, folder = npmPackages) =>
  JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8")).version;

/** What wrangler would upload. @param {Context} context @param {string} cwd */
export async function dryRun({ run, bin }, cwd) {
  const wrangler = bin("wrangler/bin/wrangler.js");
  const args = [wrangler, "deploy", "--dry-run", "--outdir", "out"];
  const env = { CI: "1", WRANGLER_SEND_METRICS: "false" };
  await run(bin("node24/bin/node"), args, { cwd, env });
  return join(cwd, "out");
}
