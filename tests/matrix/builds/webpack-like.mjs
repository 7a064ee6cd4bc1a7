/** webpack and Rspack, which has the same options. */
import { resolve } from "node:path";
import { promisify } from "node:util";

/**
 * @param {any} compiler `webpack` or `rspack`
 * @param {import("./main.mjs").Target} target
 */
export async function buildWith(compiler, target) {
  const stats = await promisify(compiler)(options(target));
  if (stats.hasErrors() || stats.hasWarnings()) {
    throw new Error(stats.toString({}));
  }
}

/** @param {import("./main.mjs").Target} target */
function options({ entry, isPage, format, file }) {
  // A page's script is a classic one by default.
  const isModule = format === "esm" && !isPage;
  return {
    mode: "production",
    context: process.cwd(),
    entry,
    target: isPage ? "web" : "node20",
    output: {
      path: resolve("out"),
      filename: file,
      ...(isModule && {
        module: true,
        library: { type: "module" },
      }),
    },
    ...(isModule && { experiments: { outputModule: true } }),
  };
}
