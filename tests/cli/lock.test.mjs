/** One command at a time works with a journal. */
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { describe, it } from "node:test";
import { csvOf, needs, until, useCommand, wait } from "./setup.mjs";

describe("the lock of a journal", () => {
  const command = useCommand();
  const file = "rows.csv.journal.lock";
  const skip = ["rows.csv", "--unknown=skip", "--concurrency=1"];
  /** Starts a command whose first request gets no answer. */
  async function holding(args = skip) {
    command.emulator.faultQueue.push("hang");
    return command.sending(args);
  }
  const values = () =>
    command.emulator.values.map(({ textValue }) => textValue).sort();

  it("refuses the second of two commands, and names the first", async () => {
    command.write("rows.csv", csvOf(2));
    const { child, stop } = await holding();
    const second = await command.run(skip);
    assert.equal(second.code, 2);
    const who = `another command \\(process ${child.pid} on .+\\) is using rows.csv.journal`;
    assert.match(second.stderr, new RegExp(who));
    assert.equal(command.emulator.requests.length, 1);
    await stop();
  });
  it("refuses the second command if it uses another name of the journal", async () => {
    command.write("rows.csv", csvOf(1));
    const { stop } = await holding();
    symlinkSync("rows.csv.journal", command.path("other"));
    const second = await command.run(["rows.csv", "--journal=other"]);
    assert.equal(second.code, 2);
    assert.match(second.stderr, /another command/);
    await stop();
  });
  it("is taken over from a process that was killed, after some seconds", async () => {
    command.write("rows.csv", csvOf(2));
    const { stop } = await holding();
    await stop();
    const { code, stderr } = await command.run(["rows.csv", "--unknown=retry"]);
    assert.equal(code, 0);
    assert.match(stderr, /waiting a few seconds/);
    assert.deepEqual(values(), ["value 0", "value 1"]);
    assert.ok(!command.exists(file));
  });
  it("is taken over by one of six that race for it, each time", async () => {
    command.write("rows.csv", csvOf(4));
    let { stop } = await holding();
    for (let round = 1; round <= 3; round++) {
      await stop();
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
      ({ stop } = winner);
    }
    await stop();
  });
  it("stops a command that was suspended while another took over, before it sends again", async () => {
    command.write("rows.csv", csvOf(6));
    command.emulator.faultQueue.push("delay:ms=1000");
    const first = await command.sending(skip);
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
    const { child, ended } = await command.sending(skip);
    child.kill("SIGSTOP");
    await wait(6000);
    child.kill("SIGCONT");
    assert.equal((await ended).code, 0);
    assert.equal(command.emulator.requests.length, 3);
  });
  it("stops its command if it is deleted", async () => {
    command.write("rows.csv", csvOf(3));
    const { ended } = await holding();
    rmSync(command.path(file), { recursive: true });
    const { code, stderr } = await ended;
    assert.equal(code, 3);
    assert.match(stderr, /Stopped: .*rows\.csv\.journal\.lock was deleted/);
    assert.equal(command.emulator.requests.length, 1);
  });
  it("is removed however the command ends", async () => {
    command.write("rows.csv", csvOf(1));
    for (const args of [[], ["--base-url=x"], ["--column=x=textValue"]]) {
      await command.run(["rows.csv", ...args]);
      assert.ok(!command.exists(file), args.join());
    }
    command.write("more.csv", csvOf(1));
    for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"])) {
      const more = await holding(["more.csv", "--unknown=retry"]);
      more.child.kill(signal);
      await wait(300);
      assert.equal((await more.stop(signal)).code, 130);
    }
    assert.deepEqual(readdirSync(command.path("")).sort(), [
      ...["more.csv", "more.csv.journal", "rows.csv", "rows.csv.journal"],
    ]);
  });
  it("is free if a killed command left it empty", async () => {
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
    it(`is not touched if it is ${what}`, async () => {
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

describe("the lock of a journal between containers", () => {
  const command = useCommand();
  const namespaces = ["-rpf", "--mount-proc", "--kill-child"];
  const through = ["unshare", ...namespaces];
  const args = ["rows.csv", "--unknown=skip", "--concurrency=1"];

  it(
    "refuses the second of two commands that are both process 1, and is taken over when the first is killed",
    needs(namespaces),
    async () => {
      command.write("rows.csv", csvOf(20));
      command.emulator.faultQueue.push("hang");
      const first = await command.sending(args, { through });
      const second = await command.run(args, { through });
      assert.equal(second.code, 2);
      assert.match(second.stderr, /another command \(process 1 on/);
      assert.equal(command.emulator.requests.length, 1);
      await first.stop();
      const third = await command.run(args, { through });
      assert.equal(third.code, 3);
      assert.equal(third.stdout, "20 rows: 19 created, 1 unknown\n");
      assert.equal(command.emulator.values.length, 19);
    },
  );
});
