/**
 * ESLint for all JavaScript and TypeScript of the repository. The root's eslint.config.mjs
 * re-exports it: editors find it there, and here its imports resolve to the npm packages of the
 * build.
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
    // Created by the build.
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
      // tsc checks names, with each folder's globals.
      "no-undef": "off",
      // `() => expression` and `return next()` are the style of callbacks here, whatever they
      // return.
      "@typescript-eslint/no-confusing-void-expression": "off",
      // `void expression` marks a dropped result, even if the type already shows that.
      "@typescript-eslint/no-meaningless-void-operator": "off",
      // A number has one obvious string.
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
  // Not part of any TypeScript project, and one line long.
  { files: ["eslint.config.mjs"], ...ts.configs.disableTypeChecked },
  {
    files: ["tests/**", "www/**"],
    rules: {
      // Neither has `noUncheckedIndexedAccess`, so values at an index or set by a hook seem to be
      // always present.
      "@typescript-eslint/no-unnecessary-condition": "off",
      // ESLint does not see casts in JSDoc, with which JavaScript declares the type of JSON.
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
      // JSON, rejections and generated values are `any` until a test has asserted what they are.
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      // Names of tests and messages of assertions print any value.
      "@typescript-eslint/no-base-to-string": "off",
      "@typescript-eslint/restrict-plus-operands": "off",
      "@typescript-eslint/restrict-template-expressions": "off",
      "@typescript-eslint/use-unknown-in-catch-callback-variable": "off",
      // Tests throw values that are not errors, delete what they have set, and pass a class as a
      // value.
      "@typescript-eslint/no-dynamic-delete": "off",
      "@typescript-eslint/no-extraneous-class": "off",
      "@typescript-eslint/prefer-promise-reject-errors": "off",
      // They spread ASCII only.
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
