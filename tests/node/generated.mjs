/** What Rust defines, as `pkg-template/generated.ts` has it. */
import { readFileSync } from "node:fs";
import ts from "typescript";

const source = readFileSync(
  new URL("../../pkg-template/generated.ts", import.meta.url),
  "utf8",
);
const { outputText } = ts.transpileModule(source, {
  compilerOptions: { module: ts.ModuleKind.ESNext },
});
export const generated = await import(
  `data:text/javascript,${encodeURIComponent(outputText)}`
);
