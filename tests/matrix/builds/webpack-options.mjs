import { resolve } from "node:path";

/**
 * What webpack and Rspack both take.
 *
 * @param {import("./main.mjs").Target} target
 */
export const options = ({ entry, isPage, format, file }) => {
  // A page's script is a classic one by default.
  const isModule = format === "esm" && !isPage;
  return {
    mode: /** @type {const} */ ("production"),
    context: process.cwd(),
    entry,
    target: isPage ? "web" : "node20",
    output: {
      path: resolve("out"),
      filename: file,
      ...(isModule && {
        module: true,
        library: { type: /** @type {const} */ ("module") },
      }),
    },
    ...(isModule && { experiments: { outputModule: true } }),
  };
};
