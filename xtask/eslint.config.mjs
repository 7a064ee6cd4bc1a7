/**
 * ESLint for all JavaScript and TypeScript of the repository. The eslint.config.mjs of the root re-exports it: there
 * editors find it, and here its imports resolve to the npm packages of the build.
 */
import { dirname } from "node:path";
import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import ts from "typescript-eslint";

export default defineConfig(
  globalIgnores([
    "pkg/",
    "target/",
    "tests/matrix/work/",
    // Made by the build.
    "pkg-template/core/wasm/",
    // A test compiles these files, and half of them must not compile.
    "tests/types/",
  ]),
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: dirname(import.meta.dirname),
      },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      // tsc checks names, with the globals of each folder.
      "no-undef": "off",
      // `() => expression` and `return next()` are how callbacks are written here, whatever they return.
      "@typescript-eslint/no-confusing-void-expression": "off",
      // `void expression` says that a result is dropped, also where the type says so already.
      "@typescript-eslint/no-meaningless-void-operator": "off",
      // A number has one obvious text.
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true },
      ],
      "@typescript-eslint/restrict-plus-operands": [
        "error",
        { allowNumberAndString: true },
      ],
      // `const { field: _, ...rest } = object` leaves a field out.
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
      // The package promises that its methods need no `this`: `const { create } = client.customers.customFields`.
      "@typescript-eslint/unbound-method": "off",
    },
  },
  // In no project of TypeScript's, and one line long.
  { files: ["eslint.config.mjs"], ...ts.configs.disableTypeChecked },
  {
    files: ["tests/**", "www/**"],
    rules: {
      // Neither has `noUncheckedIndexedAccess`: what is at an index, or set by a hook, seems to be always there.
      "@typescript-eslint/no-unnecessary-condition": "off",
      // ESLint does not see a cast in JSDoc, which is how JavaScript says what JSON is.
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      // An event listener may be async; what it throws is an unhandled rejection, which is not silent.
      "@typescript-eslint/no-misused-promises": [
        "error",
        { checksVoidReturn: { arguments: false } },
      ],
    },
  },
  {
    files: ["tests/**"],
    rules: {
      // JSON, what a call rejects with and generated values are `any` until a test has asserted what they are.
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      // Names of tests and messages of assertions print whatever the value is.
      "@typescript-eslint/no-base-to-string": "off",
      "@typescript-eslint/restrict-plus-operands": "off",
      "@typescript-eslint/restrict-template-expressions": "off",
      "@typescript-eslint/use-unknown-in-catch-callback-variable": "off",
      // Tests throw what is no error, delete what they have set, and give a class where a value is wanted.
      "@typescript-eslint/no-dynamic-delete": "off",
      "@typescript-eslint/no-extraneous-class": "off",
      "@typescript-eslint/prefer-promise-reject-errors": "off",
      // What they spread is ASCII.
      "@typescript-eslint/no-misused-spread": "off",
      // A stub of `fetch` is async whether or not it awaits.
      "@typescript-eslint/require-await": "off",
      // node:test collects these itself.
      "@typescript-eslint/no-floating-promises": [
        "error",
        {
          allowForKnownSafeCalls: [
            {
              from: "package",
              package: "node:test",
              name: [
                "after",
                "afterEach",
                "before",
                "beforeEach",
                "describe",
                "it",
                "test",
              ],
            },
          ],
        },
      ],
    },
  },
);
