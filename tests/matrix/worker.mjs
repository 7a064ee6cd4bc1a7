/** Workers in Cloudflare's workerd, bundled as wrangler does. */
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { Miniflare } from "miniflare";

/**
 * Bundles and serves a project's `main.mjs`.
 *
 * @param {import("./context.mjs").Context} context
 * @param {string} cwd
 * @param {{ compatibilityFlags: string[], bindings: Record<string, string> }} options
 */
export async function startWorker({ run, bin }, cwd, options) {
  // With wrangler's conditions, and .wasm files left to the runtime.
  const args =
    "main.mjs --bundle --format=esm --outfile=out.mjs --external:*.wasm --external:cloudflare:* --conditions=workerd,worker,browser";
  await run("node", [bin("esbuild/bin/esbuild"), ...args.split(" ")], { cwd });
  const installed = join(cwd, "node_modules/carecycle-custom-fields");
  await copyFile(join(installed, "core.wasm"), join(cwd, "core.wasm"));
  const miniflare = new Miniflare({
    modules: true,
    modulesRoot: cwd,
    scriptPath: join(cwd, "out.mjs"),
    modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
    compatibilityDate: "2025-09-01",
    // Miniflare's own worker in front would hide that a visitor went away.
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    ...options,
  });
  const { origin } = await miniflare.unsafeGetDirectURL();
  return { url: origin, stop: () => miniflare.dispose() };
}
