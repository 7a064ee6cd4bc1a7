/** Workers that import the built package, bundled as wrangler does and run in Cloudflare's workerd. */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Miniflare } from "miniflare";
import { esbuild, linkInto, pkg } from "./packed.mjs";

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
  linkInto(project);
  writeFileSync(join(project, "worker.mjs"), source);
  // As wrangler bundles: its conditions, and .wasm files left to the runtime.
  await esbuild(
    project,
    "worker.mjs --bundle --format=esm --outfile=out.mjs --external:*.wasm",
    `--conditions=${conditions}`,
  );
  copyFileSync(join(pkg, "core.wasm"), join(project, "core.wasm"));
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
