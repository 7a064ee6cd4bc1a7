import { rspack } from "@rspack/core";
import { buildWith } from "./webpack-like.mjs";

/** @param {import("./main.mjs").Target} target */
export const build = (target) => buildWith(rspack, target);
