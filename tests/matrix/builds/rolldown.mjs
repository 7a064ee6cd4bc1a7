import { rolldown } from "rolldown";

/** @param {import("./main.mjs").Target} target */
export async function build({ entry, isPage, format, file }) {
  const bundle = await rolldown({
    input: entry,
    platform: isPage ? "browser" : "node",
  });
  await bundle.write({ format, file: `out/${file}`, minify: true });
  await bundle.close();
}
