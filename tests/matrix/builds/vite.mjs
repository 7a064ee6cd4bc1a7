import { build as vite } from "vite";

/** @param {import("./main.mjs").Target} target */
export const build = ({ entry, isPage, format, file }) =>
  vite({
    configFile: false,
    logLevel: "warn",
    base: "./",
    build: {
      outDir: "out",
      ...(!isPage && {
        ssr: entry,
        minify: true,
        rolldownOptions: { output: { format, entryFileNames: file } },
      }),
    },
    // Bundles the package too, which it would leave to Node otherwise.
    ssr: { noExternal: true },
  });
