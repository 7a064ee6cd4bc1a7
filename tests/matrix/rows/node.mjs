/** Node, as an ES module and as CommonJS. */
import { readReport, scenarioSource } from "../scenario.mjs";

const kinds = /** @type {const} */ ([
  ["ES module", "main.mjs", "import"],
  ["CommonJS", "main.cjs", "require"],
]);

/** @type {import("../context.mjs").Row[]} */
export const rows = ["20", "22", "24"].flatMap((major) =>
  kinds.map(([kind, file, load]) => ({
    name: `Node ${major}, ${kind}`,
    async run({ project, run, bin }) {
      const cwd = await project(`node-${major}-${load}`, {
        [file]: scenarioSource({ load }),
      });
      const node = bin(`node${major}/bin/node`);
      const { stdout: version } = await run(node, ["--version"]);
      const report = readReport(await run(node, [file], { cwd }));
      return { ...report, version: version.trim() };
    },
  })),
);
