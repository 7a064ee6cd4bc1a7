export { default } from "./xtask/eslint.config.mjs";
