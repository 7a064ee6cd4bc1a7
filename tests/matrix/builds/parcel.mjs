import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const cli = fileURLToPath(import.meta.resolve("parcel/lib/bin.js"));

/** @param {import("./main.mjs").Target} target */
export async function build({ entry, isPage, format, file }) {
  if (!isPage) await writeTarget(format, `out/${file}`);
  const what = isPage ? "index.html --dist-dir out --public-url ./" : entry;
  const how = "--no-cache --cache-dir cache --no-source-maps --log-level warn";
  const args = `build ${what} ${how}`.split(" ");
  await promisify(execFile)(process.execPath, [cli, ...args]);
}

/**
 * Parcel reads its targets from package.json.
 *
 * @param {string} format
 * @param {string} file
 */
async function writeTarget(format, file) {
  const manifest = JSON.parse(await readFile("package.json", "utf8"));
  const target = {
    context: "node",
    outputFormat: format === "esm" ? "esmodule" : "commonjs",
    includeNodeModules: true,
    optimize: true,
    engines: { node: ">=20" },
  };
  const targets = { main: target };
  await writeFile(
    "package.json",
    JSON.stringify({ ...manifest, main: file, targets }),
  );
}
