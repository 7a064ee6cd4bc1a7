/** Ctrl-C. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { csvOf, until, useCommand, wait } from "./setup.mjs";

describe("an interrupted import", () => {
  const command = useCommand();
  /** Starts one whose second and third request take a while; the first goes alone. */
  async function begin(ms = 400) {
    command.write("rows.csv", csvOf(20));
    const late = `delay:ms=${ms}`;
    command.emulator.faultQueue.push("delay:ms=0", late, late);
    const args = ["rows.csv", "--concurrency=4", "--rate-limit=3/5000"];
    const started = command.start(args);
    await until(() => command.emulator.requests.length === 3);
    return started;
  }

  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
    it(`finishes the rows in flight at ${signal}, and says how to go on`, async () => {
      const { child, ended } = await begin();
      child.kill(signal);
      const { code, stdout, stderr } = await ended;
      assert.equal(code, 130);
      assert.equal(stdout, "20 rows: 3 created, 17 not sent\n");
      assert.match(stderr, /press Ctrl-C again to stop immediately/);
      assert.match(stderr, /To continue, run the same command again/);
      assert.equal(command.emulator.values.length, 3);
    });
  it("does not take a row for rejected that waits for another attempt", async () => {
    command.write("rows.csv", csvOf(3));
    const limited = Array(2).fill("429:retryAfter=60");
    command.emulator.faultQueue.push("delay:ms=0", ...limited);
    const args = ["rows.csv", "--rate-limit=off"];
    const { child, ended } = command.start(args);
    const waiting = () =>
      command.exists("rows.csv.journal") &&
      command.journal().filter(({ status }) => status === "retry").length;
    await until(() => waiting() === 2);
    child.kill("SIGINT");
    const { code, stdout } = await ended;
    assert.deepEqual([code, stdout], [130, "3 rows: 1 created, 2 not sent\n"]);
  });
  it("goes on where it was", async () => {
    const { child, ended } = await begin(50);
    child.kill("SIGINT");
    await ended;
    const { code, stdout } = await command.run(["rows.csv"]);
    assert.equal(code, 0);
    assert.equal(stdout, "20 rows: 17 created, 3 created before\n");
    assert.equal(command.emulator.values.length, 20);
  });
  it("finishes the rows in flight where npx passes the same Ctrl-C on", async () => {
    const { child, ended } = await begin();
    child.kill("SIGINT");
    child.kill("SIGINT");
    const { code, stdout } = await ended;
    assert.equal(code, 130);
    assert.match(stdout, /3 created/);
  });
  it("ends at once at the second Ctrl-C, and knows later what was in flight", async () => {
    const { child, ended, output } = await begin(60_000);
    child.kill("SIGINT");
    await until(() => output.stderr.includes("Finishing"));
    // As long as it takes for the second to be one of its own.
    await wait(300);
    child.kill("SIGINT");
    const { code } = await ended;
    assert.equal(code, 130);
    assert.ok(!command.exists("rows.csv.journal.lock"));
    const again = await command.run(["rows.csv"]);
    assert.equal(again.code, 3);
    assert.match(again.stderr, /line 3-4\./);
  });
  it("ends at once while the rows are checked", async () => {
    command.write("rows.csv", csvOf(300_000));
    const { child, ended } = command.start(["rows.csv"]);
    await until(() => command.exists("rows.csv.journal.lock"));
    child.kill("SIGINT");
    assert.equal((await ended).code, 130);
    assert.equal(command.emulator.requests.length, 0);
    assert.ok(!command.exists("rows.csv.journal.lock"));
  });
  it("ends at once while standard input is read", async () => {
    const args = ["-", "--format=csv", "--no-journal"];
    const { child, ended } = command.start(args, { input: null });
    // More than a pipe holds: it was read when this is done.
    await new Promise((resolve) => child.stdin.write(csvOf(10_000), resolve));
    child.kill("SIGINT");
    assert.equal((await ended).code, 130);
  });
});
