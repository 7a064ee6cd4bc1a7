import { promisify } from "node:util";
import webpack from "webpack";
import { options } from "./webpack-options.mjs";

/** @param {import("./main.mjs").Target} target */
export async function build(target) {
  const stats = await promisify(webpack)(options(target));
  if (stats?.hasErrors() || stats?.hasWarnings()) {
    throw new Error(stats.toString());
  }
}
