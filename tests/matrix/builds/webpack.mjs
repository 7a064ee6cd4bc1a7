import webpack from "webpack";
import { buildWith } from "./webpack-like.mjs";

/** @param {import("./main.mjs").Target} target */
export const build = (target) => buildWith(webpack, target);
