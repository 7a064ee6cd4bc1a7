/** What `--help` prints. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { start } from "./setup.mjs";

/** The parser's own table: what it does not declare is no option. */
const table = readFileSync(
  new URL("../../pkg-template/cli/options/table.ts", import.meta.url),
  "utf8",
);
const [, declared = ""] = /OPTIONS = \{(.*?)\n\} as const/s.exec(table) ?? [];
const options = [...declared.matchAll(/^ {2}"?([a-z-]+)"?: \{$/gm)].map(
  ([, name]) => name,
);

describe("the text of --help", async () => {
  const { code, stdout, stderr } = await start(["--help"]).ended;
  const lines = stdout.split("\n");

  it("is printed, and nothing else", () => {
    assert.deepEqual([code, stderr], [0, ""]);
  });
  for (const args of [["--help"], ["fake", "--help"]])
    it(`fits a terminal of 80 columns with ${args.join(" ")}`, async () => {
      const lines = (await start(args).ended).stdout.split("\n");
      assert.ok(lines.length > 25, lines.join("\n"));
      for (const line of lines) assert.ok([...line].length <= 80, line);
    });
  it("has each option once, in a group", () => {
    assert.ok(options.length > 25, `${options}`);
    const found = lines.flatMap(
      (line) => /^ {2}--([a-z-]+)/.exec(line)?.[1] ?? [],
    );
    assert.deepEqual(found.toSorted(), options.toSorted());
    const groups = lines.filter((line) => /^[A-Z]\w+( \w+)?$/.test(line));
    assert.deepEqual(groups, [
      ...["Columns", "Checking", "Resuming", "Sending", "Output", "Exit codes"],
    ]);
  });
  it("names no option that the command refuses", async () => {
    const named = new Set(
      [...stdout.matchAll(/--([a-z-]+)/g)].map(([, name]) => name),
    );
    assert.ok(named.size > 25, stdout);
    for (const name of named) assert.ok(options.includes(name), name);
  });
  it("is the same however many columns the terminal has", async () => {
    const env = { COLUMNS: "40" };
    assert.equal(
      (await start(["import", "--help"], { env }).ended).stdout,
      stdout,
    );
  });
});
