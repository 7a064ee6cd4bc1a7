/** One command at a time works with a journal. */
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { describe, it } from "node:test";
import { csvOf, needs, until, useCommand } from "./setup.mjs";

describe("the lock of a journal", () => {
  const command = useCommand();
  const file = "rows.csv.journal.lock";
  const skip = ["rows.csv", "--unknown=skip", "--concurrency=1"];
  /** Starts a command whose first request gets no answer. */
  async function holding(args = skip) {
    const before = command.emulator.requests.length;
    command.emulator.faultQueue.push("hang");
    const started = command.start(args);
    await until(() => command.emulator.requests.length > before);
    return started;
  }
  const values = () =>
    command.emulator.values.map(({ textValue }) => textValue).sort();

  it("refuses the second of two commands, and says which the first is", async () => {
    command.write("rows.csv", csvOf(2));
    const { child, ended } = await holding();
    const second = await command.run(skip);
    assert.equal(second.code, 2);
    const who = `another command \\(process ${child.pid} on .+\\) is using rows.csv.journal`;
    assert.match(second.stderr, new RegExp(who));
    assert.equal(command.emulator.requests.length, 1);
    child.kill("SIGKILL");
    await ended;
  });
  it("refuses it by another name of the journal, too", async () => {
    command.write("rows.csv", csvOf(1));
    const { child, ended } = await holding();
    symlinkSync("rows.csv.journal", command.path("other"));
    const second = await command.run(["rows.csv", "--journal=other"]);
    assert.equal(second.code, 2);
    assert.match(second.stderr, /another command/);
    child.kill("SIGKILL");
    await ended;
  });
  it("is taken over from a process that was killed, after some seconds", async () => {
    command.write("rows.csv", csvOf(2));
    const { child, ended } = await holding();
    child.kill("SIGKILL");
    await ended;
    const { code, stderr } = await command.run(["rows.csv", "--unknown=retry"]);
    assert.equal(code, 0);
    assert.match(stderr, /waiting a few seconds/);
    assert.deepEqual(values(), ["value 0", "value 1"]);
    assert.ok(!command.exists(file));
  });
  it("is taken over by one of six that race for it, each time", async () => {
    command.write("rows.csv", csvOf(4));
    let { child, ended } = await holding();
    for (let round = 1; round <= 3; round++) {
      child.kill("SIGKILL");
      await ended;
      command.emulator.faultQueue.push("hang");
      /** @type {Map<number, number | null>} */
      const codes = new Map();
      const all = Array.from({ length: 6 }, () => command.start(skip));
      all.forEach((started, at) => {
        void started.ended.then(({ code }) => codes.set(at, code));
      });
      await until(() => codes.size === 5, 60_000);
      assert.deepEqual([...codes.values()], Array(5).fill(2));
      assert.equal(command.emulator.requests.length, 1 + round);
      const winner = all.find((_, at) => !codes.has(at));
      assert.ok(winner);
      ({ child, ended } = winner);
    }
    child.kill("SIGKILL");
    await ended;
  });
  it("stops a command that was suspended while another took over, before it sends again", async () => {
    command.write("rows.csv", csvOf(6));
    command.emulator.faultQueue.push("delay:ms=1000");
    const first = command.start(skip);
    await until(() => command.emulator.requests.length);
    first.child.kill("SIGSTOP");
    const second = await command.run(skip);
    assert.equal(second.code, 3);
    assert.equal(second.stdout, "6 rows: 5 created, 1 unknown\n");
    first.child.kill("SIGCONT");
    const { code, stderr } = await first.ended;
    assert.notEqual(code, 0);
    assert.match(stderr, /Stopped: another command took over/);
    assert.equal(command.emulator.requests.length, 6);
    assert.deepEqual(new Set(values()).size, 6);
  });
  it("stays with a command that was suspended if no other came", async () => {
    command.write("rows.csv", csvOf(3));
    command.emulator.faultQueue.push("delay:ms=500");
    const { child, ended } = command.start(skip);
    await until(() => command.emulator.requests.length);
    child.kill("SIGSTOP");
    await new Promise((resolve) => setTimeout(resolve, 6000));
    child.kill("SIGCONT");
    assert.equal((await ended).code, 0);
    assert.equal(command.emulator.requests.length, 3);
  });
  it("that is deleted under a command stops it", async () => {
    command.write("rows.csv", csvOf(3));
    const { ended } = await holding();
    rmSync(command.path(file), { recursive: true });
    const { code, stderr } = await ended;
    assert.equal(code, 3);
    assert.match(stderr, /Stopped: .*rows\.csv\.journal\.lock was deleted/);
    assert.equal(command.emulator.requests.length, 1);
  });
  it("is gone when the command ends, whichever way", async () => {
    command.write("rows.csv", csvOf(1));
    for (const args of [[], ["--base-url=x"], ["--column=x=textValue"]]) {
      await command.run(["rows.csv", ...args]);
      assert.ok(!command.exists(file), args.join());
    }
    command.write("more.csv", csvOf(1));
    for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"])) {
      const { child, ended } = await holding(["more.csv", "--unknown=retry"]);
      child.kill(signal);
      await new Promise((resolve) => setTimeout(resolve, 300));
      child.kill(signal);
      assert.equal((await ended).code, 130);
    }
    assert.deepEqual(readdirSync(command.path("")).sort(), [
      ...["more.csv", "more.csv.journal", "rows.csv", "rows.csv.journal"],
    ]);
  });
  it("that a command left empty, since it was killed then, is free", async () => {
    command.write("rows.csv", csvOf(1));
    mkdirSync(command.path(file));
    assert.equal((await command.run(["rows.csv"])).code, 0);
    assert.ok(!command.exists(file));
  });
  for (const [what, write] of /** @type {[string, () => void][]} */ ([
    ["a file of an earlier version", () => command.write(file, "4711")],
    ["an empty file", () => command.write(file, "")],
    [
      "a folder of somebody else's",
      () => {
        mkdirSync(command.path(file));
        command.write(`${file}/notes.txt`, "mine");
      },
    ],
  ]))
    it(`is left alone where it is ${what}`, async () => {
      command.write("rows.csv", csvOf(1));
      write();
      const { code, stderr } = await command.run(["rows.csv"]);
      assert.equal(code, 2);
      assert.match(
        stderr,
        /rows\.csv\.journal\.lock is not a lock .* delete it/,
      );
      assert.ok(command.exists(file));
      assert.equal(command.emulator.requests.length, 0);
    });
});

describe("the lock between containers", () => {
  const command = useCommand();
  const namespaces = ["-rpf", "--mount-proc", "--kill-child"];
  const through = ["unshare", ...namespaces];
  const args = ["rows.csv", "--unknown=skip", "--concurrency=1"];

  it(
    "refuses the second of two that are process 1, each in its own, and is taken over when the first is killed",
    needs(namespaces),
    async () => {
      command.write("rows.csv", csvOf(20));
      command.emulator.faultQueue.push("hang");
      const first = command.start(args, { through });
      await until(() => command.emulator.requests.length);
      const second = await command.run(args, { through });
      assert.equal(second.code, 2);
      assert.match(second.stderr, /another command \(process 1 on/);
      assert.equal(command.emulator.requests.length, 1);
      first.child.kill("SIGKILL");
      await first.ended;
      const third = await command.run(args, { through });
      assert.equal(third.code, 3);
      assert.equal(third.stdout, "20 rows: 19 created, 1 unknown\n");
      assert.equal(command.emulator.values.length, 19);
    },
  );
});
