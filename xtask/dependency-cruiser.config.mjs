/** Which module may import which, types included. `cargo xtask tidy` checks it. */

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "no cycles",
      comment:
        "Modules that import each other cannot be understood one by one.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "generated.ts imports nothing",
      comment:
        "Everyone may import it, so whatever it imported would be everyone's.",
      severity: "error",
      from: { path: "^pkg-template/generated\\.ts$" },
      to: { path: "." },
    },
    {
      name: "client/ and core/ do not import cli/, server/, spreadsheet/ or testing/",
      comment: "A bundle that only calls create() does not contain these.",
      severity: "error",
      from: { path: "^pkg-template/((client|core)/|[^/]+$)" },
      to: { path: "^pkg-template/(cli|server|spreadsheet|testing)/" },
    },
    {
      name: "cli/ uses the public API",
      comment:
        'It imports the client as its users do, as "carecycle-custom-fields", and what it shares with the page.',
      severity: "error",
      from: { path: "^pkg-template/cli/" },
      to: {
        path: "^pkg-template/",
        pathNot: "^pkg-template/((cli|spreadsheet)/|generated\\.ts$)",
      },
    },
    {
      name: "server/ uses the public API",
      comment:
        'It imports the client as its users do, as "carecycle-custom-fields".',
      severity: "error",
      from: { path: "^pkg-template/server/" },
      to: { path: "^pkg-template/", pathNot: "^pkg-template/server/" },
    },
    {
      name: "spreadsheet/ imports neither the client nor its users",
      comment: "The command and the page share it.",
      severity: "error",
      from: { path: "^pkg-template/spreadsheet/" },
      to: {
        path: "^pkg-template/",
        pathNot: "^pkg-template/(spreadsheet/|generated\\.ts$)",
      },
    },
    {
      name: "testing/ uses the public API, and what creates its errors",
      comment:
        'Clients and classes are those of "carecycle-custom-fields", as its users have them.',
      severity: "error",
      from: { path: "^pkg-template/testing/" },
      to: {
        path: "^pkg-template/",
        pathNot:
          "^pkg-template/((testing|core)/|client/errors/report\\.ts$|generated\\.ts$)",
      },
    },
    {
      name: "core/ does not import client/",
      comment: "The client is built on it.",
      severity: "error",
      from: { path: "^pkg-template/core/" },
      to: { path: "^pkg-template/client/" },
    },
    {
      name: "createMany uses create() as users do",
      comment: "It decides only how many rows are in progress.",
      severity: "error",
      from: { path: "^pkg-template/client/many\\.ts$" },
      to: {
        path: "^pkg-template/core/",
        pathNot: "^pkg-template/core/(hooks|signals)\\.ts$|/core/wasm/",
      },
    },
    {
      name: "tests and the page import the built package only",
      comment:
        "The parser of rate limits and the tables of errors are JavaScript that needs no build.",
      severity: "error",
      from: { path: "^(tests|www)/" },
      to: {
        path: "^pkg-template/",
        pathNot: "^pkg-template/(cli/options/rate-limit|testing/tables)\\.mjs$",
      },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^pkg/", "^target/"] },
    // Created by the build.
    exclude: { path: "^pkg-template/core/wasm/|^tests/matrix/work/" },
    // Also counts imports of types.
    tsPreCompilationDeps: true,
  },
};
