import * as esbuild from "esbuild";

/** @param {import("./main.mjs").Target} target */
export const build = ({ entry, isPage, format, file }) =>
  esbuild.build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    platform: isPage ? "browser" : "node",
    format,
    outfile: `out/${file}`,
    logLevel: "warning",
  });
