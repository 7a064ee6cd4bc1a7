/** `node cold.mjs NAME URL`: one call from a new process. */
import { contenders } from "./contenders.mjs";

const [name, url] = process.argv.slice(2);
if (name !== "bare node")
  await (
    await contenders[name](url, globalThis.fetch)
  )();
