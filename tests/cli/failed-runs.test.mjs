/** `--failed` after each of several runs: what holds then, and nothing else. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { appendFileSync, chmodSync, readFileSync, readdirSync } from "node:fs";
import { describe, it } from "node:test";
import { customerId, text, useCommand } from "./setup.mjs";

/** Root reads all files, unless it gives that up. */
const withModes =
  process.getuid?.() === 0
    ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    : [];
const noModes =
  process.platform === "win32"
    ? "Windows has no modes"
    : withModes.length > 0 &&
      spawnSync("setpriv", [...withModes.slice(1), "true"]).status !== 0 &&
      "setpriv does not work here";

describe("the file of failed rows", () => {
  const command = useCommand();
  const args = ["rows.csv", "--concurrency=1", "--failed=f.csv"];
  const header = "customerId,fieldDefinitionId,textValue\n";
  const row = (/** @type {number | string} */ at) =>
    `${customerId},${text},value ${at}\n`;
  const csv = (/** @type {(number | string)[]} */ ...rows) =>
    header + rows.map(row).join("");
  /**
   * @param {string[]} faults
   * @param {string[]} more
   */
  function run(faults = [], ...more) {
    command.emulator.faultQueue.push(...faults);
    return command.run([...args, ...more]);
  }
  /** Starts the command, and waits for its first requests. */
  const sending = (requests = 1) =>
    command.sending([...args, "--rate-limit=off"], { requests });
  const ok = "delay:ms=0";
  /** No other file than these was made or left behind. */
  const hasOnly = (/** @type {string[]} */ ...names) =>
    assert.deepEqual(readdirSync(command.path("")).sort(), names.sort());

  it("holds no row that a later run created, and is deleted when none is left", async () => {
    command.write("rows.csv", csv(0, 1, 2, 3));
    await run([ok, "404", ok, "404"]);
    assert.equal(command.read("f.csv"), csv(1, 3));
    assert.equal((await run([ok, "404"])).code, 1);
    assert.equal(command.read("f.csv"), csv(3));
    assert.equal((await run()).code, 0);
    hasOnly("rows.csv", "rows.csv.journal");
  });
  it("holds rows that an earlier run rejected and this one did not send again", async () => {
    command.write("rows.csv", csv(0, 1, 2));
    await run(["404", "404", "404"]);
    const { code, stdout } = await run([ok, "401"]);
    assert.equal(code, 1);
    assert.equal(stdout, "3 rows: 1 created, 1 rejected, 1 not sent\n");
    assert.equal(command.read("f.csv"), csv(1, 2));
  });
  it("holds them if nothing is sent because rows are unknown or invalid", async () => {
    command.write("rows.csv", csv(0, 1, 2));
    await run(["404", "close-after", "404"]);
    assert.equal(command.read("f.csv"), csv(0, 2));
    command.write("rows.csv", `${csv(2, 1)}x,${text},y\n${row(0)}`);
    assert.equal((await run()).code, 1);
    assert.equal(command.read("f.csv"), `${csv(2)}x,${text},y\n${row(0)}`);
    command.write("rows.csv", csv(2, 1));
    assert.equal((await run()).code, 3);
    assert.equal(command.read("f.csv"), csv(2));
  });
  it("holds no row that an earlier request may have created", async () => {
    command.write("rows.csv", csv(0, 1));
    await run(["404", "close-after"]);
    await run(["close-after", "404"], "--unknown=retry");
    hasOnly("rows.csv", "rows.csv.journal");
  });
  it("is rewritten after invalid rows were corrected, even if nothing was sent before", async () => {
    command.write("rows.csv", `${csv(0)}x,${text},y\n`);
    assert.equal((await run()).code, 1);
    assert.equal(command.read("f.csv"), `${header}x,${text},y\n`);
    command.write("rows.csv", csv(0, 1));
    assert.equal((await run([ok, "404"])).code, 1);
    assert.equal(command.read("f.csv"), csv(1));
  });
  it("holds as many identical rows as are not created", async () => {
    command.write("rows.csv", csv("a", "a", "a"));
    await run(["404", ok, "404"]);
    assert.equal(command.read("f.csv"), csv("a", "a"));
    command.write("rows.csv", csv("a", "a"));
    await run(["404"]);
    assert.equal(command.read("f.csv"), csv("a"));
  });
  it("holds the rows of the file as it is now", async () => {
    command.write("rows.csv", csv(0, 1, 2));
    await run(["404", "404", "404"]);
    command.write("rows.csv", `\ufeff${csv(2, 3, 0)}`.trimEnd());
    await run(["401"]);
    assert.equal(command.read("f.csv"), `\ufeff${csv(2, 0)}`);
  });

  it("is written after Ctrl-C", async () => {
    command.write("rows.csv", csv(0, 1, 2));
    await run(["404", "404", "404"]);
    command.emulator.faultQueue.push("delay:ms=700");
    const { stop } = await sending();
    assert.equal((await stop("SIGINT")).code, 130);
    assert.equal(command.read("f.csv"), csv(1, 2));
  });
  it("is written after a second Ctrl-C, without the rows in flight", async () => {
    command.write("rows.csv", csv(0, 1, 2));
    await run(["404", "404", "404"]);
    command.emulator.faultQueue.push(ok, "hang");
    const { interruptTwice } = await sending(2);
    assert.equal((await interruptTwice()).code, 130);
    assert.equal(command.read("f.csv"), csv(2));
    hasOnly("f.csv", "rows.csv", "rows.csv.journal");
  });
  it("does not hold a row that waited for another attempt when the command was interrupted", async () => {
    command.write("rows.csv", csv(0));
    command.emulator.faultQueue.push("429:retryAfter=60");
    const { stop } = await sending();
    await command.retrying();
    assert.equal((await stop("SIGINT")).code, 130);
    hasOnly("rows.csv", "rows.csv.journal");
  });
  it("is kept while a run is in progress, and if that is killed", async () => {
    command.write("rows.csv", csv(0, 1));
    await run(["404", "404"]);
    command.emulator.faultQueue.push("hang");
    const { stop } = await sending();
    assert.equal(command.read("f.csv"), csv(0, 1));
    await stop();
    assert.equal((await run([], "--unknown=skip")).code, 3);
    hasOnly("rows.csv", "rows.csv.journal");
  });

  it("is neither overwritten nor deleted if it was edited", async () => {
    command.write("rows.csv", csv(0));
    await run(["404"]);
    appendFileSync(command.path("f.csv"), "mended");
    const { code, stderr } = await run();
    assert.equal(code, 2);
    assert.match(
      stderr,
      /--failed f\.csv exists, and differs from what this import/,
    );
    assert.equal(command.read("f.csv"), `${csv(0)}mended`);
    assert.equal(command.emulator.requests.length, 1);
  });
  it("is not overwritten if it was edited without changing its length", async () => {
    command.write("rows.csv", csv(0));
    await run(["404"]);
    command.write("f.csv", csv(7));
    assert.equal((await run()).code, 2);
    assert.equal(command.read("f.csv"), csv(7));
  });
  it("is kept if it is edited while the import runs, and the exit code says so", async () => {
    command.write("rows.csv", csv(0));
    await run(["404"]);
    command.emulator.faultQueue.push("delay:ms=700");
    const { ended } = await sending();
    command.write("f.csv", "mine");
    const { code, stdout, stderr } = await ended;
    assert.deepEqual([code, stdout], [1, "1 row: 1 created\n"]);
    assert.match(stderr, /--failed f\.csv exists.*left as it is/);
    assert.equal(command.read("f.csv"), "mine");
  });
  it("belongs to its journal, and without one is never overwritten", async () => {
    command.write("rows.csv", csv(0));
    await run(["404"], "--no-journal");
    assert.equal(command.read("f.csv"), csv(0));
    assert.equal((await run([], "--no-journal")).code, 2);
    assert.equal((await run()).code, 2);
    assert.equal((await run([], "--journal=other")).code, 2);
    assert.equal(command.emulator.requests.length, 1);
  });
  it("can be another one in each run", async () => {
    command.write("rows.csv", csv(0, 1));
    await run(["404", "404"]);
    await run(["404", ok], "--failed=g.csv");
    assert.equal(command.read("g.csv"), csv(0));
    assert.equal((await run()).code, 0);
    hasOnly("g.csv", "rows.csv", "rows.csv.journal");
  });
  it("is not written if the source was changed meanwhile, and the command says so", async () => {
    command.write("rows.csv", csv(0, 1));
    command.emulator.faultQueue.push("404", "delay:ms=700");
    const { ended } = await sending(2);
    command.write("rows.csv", csv("a longer one", "b"));
    const { code, stderr } = await ended;
    assert.equal(code, 1);
    assert.match(stderr, /not written to f\.csv: rows\.csv was changed/);
    assert.ok(!command.exists("f.csv"));
  });
  it("is written without the new rows if the source has grown meanwhile", async () => {
    command.write("rows.csv", csv(0, 1).trimEnd());
    command.emulator.faultQueue.push("delay:ms=700", "404");
    const { ended } = await sending();
    appendFileSync(command.path("rows.csv"), `\n${row(2)}`);
    assert.equal((await ended).code, 1);
    assert.equal(command.read("f.csv"), csv(1));
  });
  it("prevents sending if its folder is not writable", async () => {
    command.write("rows.csv", csv(0));
    const { code, stderr } = await run([], "--failed=/proc/f.csv");
    assert.equal(code, 2);
    assert.match(stderr, /\/proc\/f\.csv cannot be written: E/);
    assert.equal(command.emulator.requests.length, 0);
  });
  it("may be a dry run's, if it has the rows that are still invalid", async () => {
    const invalid = `x,${text},y\n`;
    command.write("rows.csv", csv(0) + invalid);
    for (let runs = 0; runs < 2; runs++) {
      assert.equal((await run([], "--dry-run")).code, 1);
      assert.equal(command.read("f.csv"), header + invalid);
    }
    assert.equal((await run([], "--skip-invalid", "--no-journal")).code, 1);
    assert.equal(command.emulator.requests.length, 1);
    assert.equal(command.read("f.csv"), header + invalid);
  });
  it("may be a dry run's, if it lacks the rows that only the journal knows", async () => {
    const invalid = `x,${text},y\n`;
    command.write("rows.csv", csv(0) + invalid);
    await run(["404"], "--skip-invalid", "--failed=g.csv");
    assert.equal(command.read("g.csv"), csv(0) + invalid);
    await run([], "--dry-run");
    assert.equal(command.read("f.csv"), header + invalid);
    assert.equal((await run(["404"], "--skip-invalid")).code, 1);
    assert.equal(command.read("f.csv"), csv(0) + invalid);
    assert.equal(command.emulator.requests.length, 2);
  });
  it("may be a dry run's in UTF-16, without a last line end", async () => {
    const bom = "\ufeff";
    const utf16 = (/** @type {string} */ rows) => Buffer.from(rows, "utf16le");
    const invalid = `x,${text},y`;
    command.write("rows.csv", utf16(bom + csv(0) + invalid));
    const failed = utf16(`${bom}${header}${invalid}\n`);
    const read = () => readFileSync(command.path("f.csv"));
    await run([], "--dry-run");
    assert.deepEqual(read(), failed);
    assert.equal((await run([], "--skip-invalid")).code, 1);
    assert.deepEqual(read(), failed);
  });
  it("may be a dry run's of JSON Lines, which have no header", async () => {
    const line = (/** @type {string} */ customerId) =>
      `{"customerId":"${customerId}","fieldDefinitionId":"${text}","textValue":"a"}`;
    const lines = [line("x"), line(customerId), line("y")];
    command.write("rows.jsonl", lines.join("\n"));
    const args = ["rows.jsonl", "--failed=f.jsonl"];
    await command.run([...args, "--dry-run"]);
    const failed = `${line("x")}\n${line("y")}\n`;
    assert.equal(command.read("f.jsonl"), failed);
    assert.equal((await command.run([...args, "--skip-invalid"])).code, 1);
    assert.equal(command.read("f.jsonl"), failed);
    assert.equal(command.emulator.requests.length, 1);
  });
  for (const [what, edit] of /** @type {const} */ ([
    ["edited", (/** @type {string} */ rows) => rows.replace("y", "z")],
    ["continued", (/** @type {string} */ rows) => `${rows}more`],
    ["shortened", (/** @type {string} */ rows) => rows.slice(0, -2)],
    ["emptied", () => ""],
  ]))
    it(`is left as it is if it was ${what} after a dry run`, async () => {
      command.write("rows.csv", `${csv(0)}x,${text},y\n`);
      await run([], "--dry-run");
      const edited = edit(command.read("f.csv"));
      command.write("f.csv", edited);
      for (const option of ["--dry-run", "--skip-invalid"]) {
        const { code, stderr } = await run([], option);
        assert.equal(code, 2);
        assert.match(stderr, /--failed f\.csv exists, and differs/);
      }
      assert.equal(command.read("f.csv"), edited);
      assert.equal(command.emulator.requests.length, 0);
    });
  it("is left as it is if it cannot be read", { skip: noModes }, async () => {
    command.write("rows.csv", `${csv(0)}x,${text},y\n`);
    await run([], "--dry-run");
    chmodSync(command.path("f.csv"), 0o200);
    const { code, stderr } = await command.run(args, { through: withModes });
    assert.equal(code, 2);
    assert.match(stderr, /--failed f\.csv cannot be read: EACCES\n$/);
    assert.equal(command.emulator.requests.length, 0);
  });
  it("is left as it is if no row is invalid, though it has the header", async () => {
    command.write("rows.csv", csv(0));
    command.write("f.csv", header);
    assert.equal((await run()).code, 2);
    assert.equal(command.read("f.csv"), header);
  });
});
