/** How much a page loads for one call. */
import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { bundle, bundler } from "./bundle.mjs";
import { checking, ours, versions, zod } from "./peers.mjs";
import { print } from "./table.mjs";

const ENTRY = `import { body } from "./request.mjs";
export const create = make({ url: location.origin });
export const value = create(body);`;

/** @param {string} what @param {any} bytes */
const sizes = (what, bytes) => ({
  what,
  brotli: brotliCompressSync(bytes).length,
  raw: bytes.length,
});

/** Prints the tables. */
export async function size() {
  const measured = [];
  for (const peer of checking)
    measured.push(sizes(peer.name, await bundle(peer, ENTRY)));
  const to = measured.find(({ what }) => what === zod.name)?.brotli ?? NaN;
  const rows = measured.map(({ what, brotli, raw }) => ({
    client: what,
    [`brotli / ${zod.name}`]: (brotli / to).toFixed(2),
    "brotli 11": brotli,
    raw,
  }));
  const name = `${bundler()}, --bundle --minify --format=esm --platform=browser`;
  print(
    "Size of all that a page loads for one call, its own 20 lines included",
    rows,
    `${name}; ${versions(checking)}.`,
  );
  print("Of the package", parts(), "Glue is index.workerd.js, minified.");
}

/** The same package's build for runtimes that load the module as a file has the glue alone. */
function parts() {
  const read = (/** @type {string} */ file) =>
    readFileSync(new URL(`../../pkg/${file}`, import.meta.url));
  return [
    sizes(
      `${ours.name}, index.js: all, as it is in the package`,
      read("index.js"),
    ),
    sizes("the WebAssembly module alone, core.wasm", read("core.wasm")),
    sizes("the glue alone", read("index.workerd.js")),
  ];
}
