/** Ctrl-C. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { csvOf, until, useCommand } from "./setup.mjs";

describe("an interrupted import", () => {
  const command = useCommand();
  /** Starts one whose second and third request take a while; the first goes alone. */
  async function begin(ms = 400) {
    command.write("rows.csv", csvOf(20));
    const late = `delay:ms=${ms}`;
    command.emulator.faultQueue.push("delay:ms=0", late, late);
    const args = ["rows.csv", "--concurrency=4", "--rate-limit=3/5000"];
    return command.sending(args, { requests: 3 });
  }

  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
    it(`finishes the rows in flight at ${signal}, and says how to continue`, async () => {
      const { stop } = await begin();
      const { code, stdout, stderr } = await stop(signal);
      assert.equal(code, 130);
      assert.equal(stdout, "20 rows: 3 created, 17 not sent\n");
      assert.match(stderr, /press Ctrl-C again to stop immediately/);
      assert.match(stderr, /To continue, run the same command again/);
      assert.equal(command.emulator.values.length, 3);
    });
  it("does not count a row as rejected that waits for another attempt", async () => {
    command.write("rows.csv", csvOf(3));
    const limited = Array(2).fill("429:retryAfter=60");
    command.emulator.faultQueue.push("delay:ms=0", ...limited);
    const args = ["rows.csv", "--rate-limit=off"];
    const { stop } = command.start(args);
    await command.retrying(2);
    const { code, stdout } = await stop("SIGINT");
    assert.deepEqual([code, stdout], [130, "3 rows: 1 created, 2 not sent\n"]);
  });
  it("continues where it was", async () => {
    const { stop } = await begin(50);
    await stop("SIGINT");
    const { code, stdout } = await command.run(["rows.csv"]);
    assert.equal(code, 0);
    assert.equal(stdout, "20 rows: 17 created, 3 created before\n");
    assert.equal(command.emulator.values.length, 20);
  });
  it("finishes the rows in flight if npx forwards the same Ctrl-C", async () => {
    const { child, stop } = await begin();
    child.kill("SIGINT");
    const { code, stdout } = await stop("SIGINT");
    assert.equal(code, 130);
    assert.match(stdout, /3 created/);
  });
  it("ends immediately at the second Ctrl-C, and knows later what was in flight", async () => {
    const { interruptTwice } = await begin(60_000);
    const { code } = await interruptTwice();
    assert.equal(code, 130);
    assert.ok(!command.exists("rows.csv.journal.lock"));
    const again = await command.run(["rows.csv"]);
    assert.equal(again.code, 3);
    assert.match(again.stderr, /lines 3-4\./);
  });
  it("ends immediately while the rows are checked", async () => {
    command.write("rows.csv", csvOf(300_000));
    const { stop } = command.start(["rows.csv"]);
    await until(() => command.exists("rows.csv.journal.lock"));
    assert.equal((await stop("SIGINT")).code, 130);
    assert.equal(command.emulator.requests.length, 0);
    assert.ok(!command.exists("rows.csv.journal.lock"));
  });
  it("ends immediately while standard input is read", async () => {
    const args = ["-", "--format=csv", "--no-journal"];
    const { child, stop } = command.start(args, { input: null });
    // More than a pipe holds: it was read when this is done.
    await new Promise((resolve) => child.stdin.write(csvOf(10_000), resolve));
    assert.equal((await stop("SIGINT")).code, 130);
  });
});
