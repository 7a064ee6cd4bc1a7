/** What fails when rows were sent already: the summary is true, and the exit code does not say that nothing was sent. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { csvOf, shell, traced, useCommand } from "./setup.mjs";

describe("a failure after rows were sent", () => {
  const command = useCommand();
  const args = ["rows.csv", "--concurrency=1"];

  it("ends with exit code 4 and a correct summary if it is unforeseen", async () => {
    command.write("rows.csv", csvOf(3));
    const env = { ...traced, BREAK: "2" };
    const ended = await command.run([...args, "--json"], { env });
    const { summary } = JSON.parse(
      ended.stdout.trim().split("\n").at(-1) ?? "",
    );
    assert.deepEqual(
      [summary.created, summary.unknown, summary.notSent],
      [2, 0, 1],
    );
    assert.match(ended.stderr, /unexpected TypeError/);
    assert.ok(!ended.stderr.includes("secret"));
    assert.equal(ended.code, 4);
    assert.equal(command.emulator.requests.length, 2);
    const again = await command.run(args);
    assert.deepEqual(
      [again.code, again.stdout],
      [0, "3 rows: 1 created, 2 created before\n"],
    );
  });
  it("counts rows as unknown if their result was lost", async () => {
    command.write("rows.csv", csvOf(8));
    const faults = [
      "delay:ms=0",
      "delay:ms=0",
      ...Array(6).fill("delay:ms=300"),
    ];
    command.emulator.faultQueue.push(...faults);
    const env = { ...traced, BREAK: "2" };
    const more = ["rows.csv", "--concurrency=4", "--json"];
    const ended = await command.run(more, { env });
    const { summary } = JSON.parse(
      ended.stdout.trim().split("\n").at(-1) ?? "",
    );
    const { requests } = command.emulator;
    assert.equal(summary.created + summary.unknown, requests.length);
    assert.equal(summary.notSent, 8 - requests.length);
    assert.equal(ended.code, 4);
  });
  it("is not a usage error if the summary cannot be printed", async () => {
    command.write("rows.csv", csvOf(1));
    const env = { ...traced, BREAK: "1" };
    const { code, stderr } = await command.run(args, { env });
    assert.equal(code, 4);
    assert.match(stderr, /unexpected TypeError/);
  });
  it("is reported with the file's name if the source cannot be read any more", async () => {
    command.write("rows.csv", csvOf(3000));
    // The check reads all sixteen pieces, and the import the first of them.
    const env = { ...traced, READS: "19" };
    const { code, stdout, stderr } = await command.run(args, { env });
    assert.match(stderr, /Stopped: rows\.csv cannot be read: EIO\./);
    assert.equal(code, 1);
    const [, created] =
      /3,000 rows: (\S+) created, \S+ not sent/.exec(stdout) ?? [];
    const { length } = command.emulator.values;
    assert.equal(created, length.toLocaleString("en-US"));
  });
  it("stops the import if the journal cannot grow any more", async () => {
    command.write("rows.csv", csvOf(50));
    const small = shell('ulimit -f 4; exec "$@"');
    const { code, stdout, stderr } = await command.run(args, small);
    assert.match(stderr, /Stopped: the journal cannot be written: EFBIG/);
    // Whether it was a row's first line or its last that found no place.
    assert.equal(code, stderr.includes("is unknown") ? 3 : 1);
    const [, created] =
      /50 rows: (\d+) created, \d+ not sent/.exec(stdout) ?? [];
    assert.equal(command.emulator.values.length, Number(created));
    assert.ok(Number(created) > 0);
  });

  const fullOutput = shell('exec "$@" > /dev/full');
  const noFull = {
    skip: process.platform !== "linux" && "only Linux has /dev/full",
  };
  for (const json of [["--json"], []])
    it(
      `does not stop the import if it is unwritable output, and the exit code is 4 ${json}`,
      noFull,
      async () => {
        command.write("rows.csv", csvOf(5));
        const ended = await command.run([...args, ...json], fullOutput);
        assert.equal(ended.code, 4);
        assert.match(ended.stderr, /standard output cannot be written: ENOSPC/);
        assert.equal(command.emulator.values.length, 5);
        const again = await command.run(args);
        assert.equal(again.stdout, "5 rows: 0 created, 5 created before\n");
      },
    );
  it(
    "does not stop the import if standard error cannot be written",
    noFull,
    async () => {
      command.write("rows.csv", csvOf(2));
      const ended = await command.run(args, shell('exec "$@" 2> /dev/full'));
      assert.equal(ended.code, 4);
      assert.equal(ended.stdout, "2 rows: 2 created\n");
    },
  );
  it("keeps the exit code 3 of unknown outcomes", noFull, async () => {
    command.write("rows.csv", csvOf(1));
    command.emulator.faultQueue.push("close-after");
    const { code } = await command.run([...args, "--json"], fullOutput);
    assert.equal(code, 3);
  });
  it("makes the exit code 4 if --help cannot be printed", noFull, async () => {
    const { code } = await command.run(["--help"], fullOutput);
    assert.equal(code, 4);
  });
  it("is shown without its message if it is an uncaught exception", async () => {
    command.write("rows.csv", csvOf(2));
    command.emulator.faultQueue.push("hang");
    const bug = `process.on("SIGUSR2", () => { throw new Error("secret") })`;
    command.write("bug.mjs", bug);
    const url = pathToFileURL(command.path("bug.mjs")).href;
    const env = { NODE_OPTIONS: `--import ${url}` };
    const { child, ended } = await command.sending(args, { env });
    child.kill("SIGUSR2");
    const { code, stderr } = await ended;
    assert.equal(code, 4);
    assert.match(stderr, /unexpected Error/);
    assert.ok(!stderr.includes("secret"));
    assert.ok(!command.exists("rows.csv.journal.lock"));
  });
});
