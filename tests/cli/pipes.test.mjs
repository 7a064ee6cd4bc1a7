/** Files that can be read only once. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createWriteStream } from "node:fs";
import { describe, it } from "node:test";
import { csvOf, customerId, shell, text, useCommand } from "./setup.mjs";

const onUnix = process.platform !== "win32";
const utf16 = Buffer.from(
  `\ufeffcustomerId\tfieldDefinitionId\ttextValue\r\n${customerId}\t${text}\té\r\n`,
  "utf16le",
);

describe("a pipe", { skip: !onUnix && "Windows has no such files" }, () => {
  const command = useCommand();
  const texts = () =>
    command.emulator.values.map(({ textValue }) => textValue).sort();
  const args = ["--format=csv", "--journal=here.journal", "--rate-limit=off"];
  const started = (/** @type {string} */ line, more = args) =>
    command.start(more, shell(line)).ended;
  /** The command's arguments with a file first, as the shell has it. */
  const withFile = (/** @type {string} */ file) =>
    `a=("$@"); "\${a[@]:0:3}" ${file} "\${a[@]:3}"`;

  it("is imported from a process, and continues with its journal", async () => {
    command.write("rows.csv", csvOf(3));
    const first = await started(withFile("<(head -3 rows.csv)"));
    assert.deepEqual(
      [first.code, first.stdout],
      [0, "2 rows: 2 created\n"],
      first.stderr,
    );
    const second = await started(withFile("<(cat rows.csv)"));
    assert.deepEqual(
      [second.code, second.stdout],
      [0, "3 rows: 1 created, 2 created before\n"],
    );
    assert.deepEqual(texts(), ["value 0", "value 1", "value 2"]);
  });
  for (const file of ["-", "/dev/stdin"])
    it(`is imported from a shell as ${file}, in any encoding`, async () => {
      command.write("rows.tsv", utf16);
      const ended = await started(`cat rows.tsv | ( ${withFile(file)} )`);
      assert.equal(ended.code, 0, ended.stderr);
      assert.deepEqual(texts(), ["é"]);
    });
  it("is imported by its name once something is written to it", async () => {
    spawnSync("mkfifo", [command.path("fifo")]);
    const { ended } = command.start(["fifo", ...args]);
    const writer = createWriteStream(command.path("fifo"));
    const [head, tail] = [csvOf(2).slice(0, 70), csvOf(2).slice(70)];
    writer.write(head, () => setTimeout(() => writer.end(tail), 300));
    const { code, stderr } = await ended;
    assert.equal(code, 0, stderr);
    assert.deepEqual(texts(), ["value 0", "value 1"]);
  });
  it("has its failed rows written as they arrived", async () => {
    command.write("rows.csv", `\ufeff${csvOf(1)}nobody,${text},"b\r\n"`);
    const more = [...args, "--skip-invalid", "--failed=failed.csv"];
    const { code } = await started(withFile("<(cat rows.csv)"), more);
    assert.equal(code, 1);
    const [header] = csvOf(0).split("\n");
    assert.equal(
      command.read("failed.csv"),
      `\ufeff${header}\nnobody,${text},"b\r\n"\n`,
    );
  });
  it("needs no journal for a dry run", async () => {
    command.write("rows.csv", csvOf(2));
    const { code, stdout } = await started(withFile("<(cat rows.csv)"), [
      ...["--format=csv", "--dry-run"],
    ]);
    assert.equal(code, 0);
    assert.match(stdout, /^2 rows: 2 valid, 0 invalid$/m);
  });
  for (const [what, line] of [
    ["of a process", withFile("<(cat rows.csv)")],
    ["of a shell", `cat rows.csv | ( ${withFile("-")} )`],
    ["of a shell, by its path", `cat rows.csv | ( ${withFile("/dev/stdin")} )`],
    [
      "that is a file of the shell's",
      `( ${withFile("/dev/fd/0")} ) < rows.csv`,
    ],
    ["with a name", `mkfifo fifo; ${withFile("fifo")}`],
  ])
    it(`needs a place for its journal, or none: ${what}`, async () => {
      command.write("rows.csv", csvOf(1));
      const { code, stderr } = await started(line, ["--format=csv"]);
      assert.equal(code, 2);
      assert.match(
        stderr,
        /(standard input|\/dev\/\S+|fifo) has no place for a journal: set --journal FILE or --no-journal\n$/,
      );
      assert.doesNotMatch(stderr, /ENOENT/);
      const none = await started(
        line.replace("mkfifo fifo;", "cat rows.csv > fifo &"),
        [...["--format=csv", "--no-journal", "--rate-limit=off"]],
      );
      assert.equal(none.code, 0, none.stderr);
      assert.deepEqual(texts(), ["value 0"]);
    });
  it("is refused without --format", async () => {
    command.write("rows.csv", csvOf(1));
    const { code, stderr } = await started(withFile("<(cat rows.csv)"), []);
    assert.equal(code, 2);
    assert.match(stderr, /set --format csv\|jsonl/);
  });
});
