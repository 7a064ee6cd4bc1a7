import { promisify } from "node:util";
import { rspack } from "@rspack/core";
import { options } from "./webpack-options.mjs";

/** @param {import("./main.mjs").Target} target */
export async function build(target) {
  const stats = await promisify(rspack)(options(target));
  if (stats?.hasErrors() || stats?.hasWarnings()) {
    throw new Error(stats.toString());
  }
}
