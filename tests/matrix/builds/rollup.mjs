import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup } from "@rollup/wasm-node";
import { minify } from "terser";

/** Rollup has no minifier of its own; its projects use this one. */
const terser = {
  name: "terser",
  renderChunk: async (/** @type {string} */ code) => {
    const minified = await minify(code, { module: true });
    return minified.code ?? "";
  },
};

/** @param {import("./main.mjs").Target} target */
export async function build({ isPage, format, file }) {
  const bundle = await rollup({
    // Without a plugin it reads ES modules only, and writes either kind.
    input: "./main.mjs",
    plugins: [nodeResolve({ browser: isPage, preferBuiltins: !isPage })],
    onwarn: (/** @type {Error} */ warning) => {
      throw new Error(warning.message);
    },
  });
  await bundle.write({ format, file: `out/${file}`, plugins: [terser] });
  await bundle.close();
}
