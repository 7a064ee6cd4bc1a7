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
      name: "client/ and core/ know no cli/, server/ or testing/",
      comment: "Who only calls create() does not get these in the bundle.",
      severity: "error",
      from: { path: "^pkg-template/((client|core)/|[^/]+$)" },
      to: { path: "^pkg-template/(cli|server|testing)/" },
    },
    {
      name: "cli/ uses the public API",
      comment:
        'It imports the client as its users do, as "carecycle-custom-fields", or generated.ts.',
      severity: "error",
      from: { path: "^pkg-template/cli/" },
      to: {
        path: "^pkg-template/",
        pathNot: "^pkg-template/(cli/|generated\\.ts$)",
      },
    },
    {
      name: "tests and page know the built package only",
      severity: "error",
      from: { path: "^(tests|www)/" },
      to: { path: "^pkg-template/" },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^pkg/", "^target/"] },
    // Flat still: it is checked when it is divided into client/, core/ and cli/.
    exclude: { path: "^pkg-template/src/" },
    // Counts imports of types too.
    tsPreCompilationDeps: true,
  },
};
