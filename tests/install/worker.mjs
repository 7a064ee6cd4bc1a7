/** Workers that import the built package, bundled as wrangler does and run in Cloudflare's workerd. */
import { execFile } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { copyFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Miniflare } from "miniflare";

const here = (/** @type {string} */ path) =>
  fileURLToPath(new URL(path, import.meta.url));

/**
 * @param {string} source the worker's module
 * @param {Partial<import("miniflare").WorkerOptions>} options
 * @param {string} [conditions] wrangler's by default
 */
export async function startWorker(
  source,
  options,
  conditions = "workerd,worker,browser",
) {
  const project = mkdtempSync(join(tmpdir(), "worker-"));
  const modules = join(project, "node_modules");
  mkdirSync(modules);
  symlinkSync(here("../../pkg"), join(modules, "carecycle-custom-fields"));
  writeFileSync(join(project, "worker.mjs"), source);
  const esbuild = here("../../xtask/node_modules/esbuild/bin/esbuild");
  // As wrangler bundles: its conditions, and .wasm files left to the runtime.
  const args =
    "worker.mjs --bundle --format=esm --outfile=out.mjs --external:*.wasm";
  const all = [esbuild, ...args.split(" "), `--conditions=${conditions}`];
  await promisify(execFile)("node", all, { cwd: project });
  await copyFile(here("../../pkg/core.wasm"), join(project, "core.wasm"));
  const miniflare = new Miniflare(
    /** @type {import("miniflare").MiniflareOptions} */ ({
      modules: true,
      modulesRoot: project,
      scriptPath: join(project, "out.mjs"),
      modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
      ...options,
    }),
  );
  return {
    /**
     * Sends a request to the worker; resolves to the JSON that it answers.
     *
     * @param {unknown} message
     * @param {AbortSignal} [signal] ends the request as a client that goes away does
     * @returns {Promise<any>}
     */
    async ask(message, signal) {
      const response = await miniflare.dispatchFetch("http://worker.example/", {
        method: "POST",
        body: JSON.stringify(message),
        ...(signal && { signal }),
      });
      const text = await response.text();
      if (response.status !== 200)
        throw new Error(`${response.status} ${text.split("\n")[0]}`);
      return JSON.parse(text);
    },
    async close() {
      await miniflare.dispose();
      rmSync(project, { recursive: true });
    },
  };
}
