import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const bun = new URL(
  "../node_modules/@oven/bun-linux-x64/bin/bun",
  import.meta.url,
);

/** @param {import("./main.mjs").Target} target */
export const build = ({ entry, isPage, format, file }) =>
  promisify(execFile)(fileURLToPath(bun), [
    ...["build", entry, "--minify", "--outfile", `out/${file}`],
    ...["--target", isPage ? "browser" : "node", "--format", format],
  ]);
