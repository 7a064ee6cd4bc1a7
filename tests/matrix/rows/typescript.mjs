/** TypeScript, compiled strictly and with the libraries' own types checked, then run by Node. */
import { typedScenarioSource } from "../scenario-typed.mjs";
import { readReport } from "../scenario.mjs";

/** @typedef {import("../context.mjs").Row} Row */

/** What a Node project has: no types of the DOM. */
const node = { lib: ["es2023"], types: ["node"] };
const page = { lib: ["es2023", "dom"], types: [] };

const kinds = /** @type {const} */ ([
  ["node16", "main.mts", { module: "node16", ...node }],
  ["node16", "main.cts", { module: "node16", ...node }],
  ["nodenext", "main.mts", { module: "nodenext", ...node }],
  ["nodenext", "main.cts", { module: "nodenext", ...node }],
  ["bundler", "main.mts", { module: "esnext", ...page }],
]);

/** @type {Row[]} */
export const rows = ["20", "22", "24"].flatMap((major) =>
  kinds.map(([resolution, file, options]) => ({
    name: `Node ${major}, TypeScript ${resolution}, ${file.endsWith("cts") ? "CommonJS" : "ES module"}`,
    async run(context) {
      const compilerOptions = {
        target: "es2022",
        moduleResolution: resolution,
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        verbatimModuleSyntax: !file.endsWith("cts"),
        skipLibCheck: false,
        outDir: "out",
        ...options,
      };
      const name = `typescript-${major}-${resolution}-${file.slice(-3)}`;
      return compileAndRun(context, { major, name, file, compilerOptions });
    },
  })),
);

/**
 * @param {import("../context.mjs").Context} context
 * @param {{ major: string, name: string, file: string, compilerOptions: object }} how
 */
async function compileAndRun({ project, run, bin }, how) {
  const { major, name, file, compilerOptions } = how;
  const cwd = await project(name, {
    [file]: typedScenarioSource(),
    "tsconfig.json": JSON.stringify({ compilerOptions, files: [file] }),
  });
  const node = bin(`node${major}/bin/node`);
  const tsc = bin("typescript/bin/tsc");
  const { stdout: version } = await run(node, [tsc, "--version"]);
  await run(node, [tsc, "-p", "."], { cwd });
  const compiled = `out/${file.replace("ts", "js")}`;
  const report = readReport(await run(node, [compiled], { cwd }));
  return { ...report, version: `tsc ${version.replace("Version", "").trim()}` };
}
