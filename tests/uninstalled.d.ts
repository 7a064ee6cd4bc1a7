/**
 * What only `cargo xtask matrix` and `cargo xtask bench` install. Declared, so that the check of the
 * types does not depend on whether they have run.
 */
declare module "@rollup/plugin-node-resolve";
declare module "@rollup/wasm-node";
declare module "@rspack/core";
declare module "axios";
declare module "esbuild";
declare module "ky";
declare module "openai";
declare module "p-limit";
declare module "rolldown";
declare module "terser";
declare module "vite";
declare module "webpack";
