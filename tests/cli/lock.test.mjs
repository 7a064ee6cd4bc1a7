/** One command at a time works with a journal. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";
import { csvOf, until, useCommand } from "./setup.mjs";

describe("the lock of a journal", () => {
  const command = useCommand();
  const file = "rows.csv.journal.lock";

  it("refuses the second of two commands", async () => {
    command.write("rows.csv", csvOf(1));
    command.emulator.faultQueue.push("delay:ms=2000");
    const first = command.start(["rows.csv"]);
    await until(() => command.emulator.requests.length);
    const second = await command.run(["rows.csv"]);
    assert.equal(second.code, 2);
    assert.match(
      second.stderr,
      new RegExp(`another command \\(process ${first.child.pid}\\)`),
    );
    assert.equal((await first.ended).code, 0);
    assert.equal(command.emulator.requests.length, 1);
  });
  it("lets one of several pass that start together", async () => {
    command.write("rows.csv", csvOf(1));
    const dead = spawnSync(process.execPath, ["--eval", ""]).pid;
    command.write(file, String(dead));
    command.emulator.faultQueue.push("delay:ms=1500");
    const all = Array.from({ length: 4 }, () => command.run(["rows.csv"]));
    const codes = (await Promise.all(all)).map(({ code }) => code);
    // One that came after the first had ended found nothing to do.
    assert.ok(codes.every((code) => code === 0 || code === 2));
    assert.equal(command.emulator.values.length, 1);
  });
  it("is taken over from a process that was killed", async () => {
    command.write("rows.csv", csvOf(1));
    const { pid } = spawnSync(process.execPath, ["--eval", ""]);
    command.write(file, String(pid));
    assert.equal((await command.run(["rows.csv"])).code, 0);
  });
  it("is taken over from a process that was killed before it wrote its number", async () => {
    command.write("rows.csv", csvOf(1));
    command.write(file, "");
    assert.equal((await command.run(["rows.csv"])).code, 0);
  });
  it("is gone when the command ends, whichever way", async () => {
    command.write("rows.csv", csvOf(1));
    for (const args of [[], ["--base-url=x"], ["--column=x=textValue"]]) {
      await command.run(["rows.csv", ...args]);
      assert.ok(!command.exists(file), args.join());
    }
  });
});
