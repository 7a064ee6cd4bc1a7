/** What a bundler ships for a page that makes one call. */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);

/**
 * @param {import("./peers.mjs").Peer} peer
 * @param {string} entry what the page does with `make`
 * @returns {Promise<Uint8Array>}
 */
export async function bundle({ file }, entry) {
  const { build } = require("../../xtask/node_modules/esbuild");
  const { outputFiles } = await build({
    stdin: {
      contents: `import { make } from "./peers/${file}.mjs";\n${entry}`,
      resolveDir: fileURLToPath(new URL(".", import.meta.url)),
    },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
  });
  return outputFiles[0].contents;
}

/** The version of the bundler. */
export const bundler = () =>
  `esbuild ${require("../../xtask/node_modules/esbuild/package.json").version}`;
