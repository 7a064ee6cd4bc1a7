/** The journal: what a second start does with each row. */
import assert from "node:assert/strict";
import {
  appendFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { describe, it } from "node:test";
import { apiKey, csvOf, customerId, traced, useCommand } from "./setup.mjs";

const args = ["rows.csv", "--concurrency=1"];

describe("the journal", () => {
  const command = useCommand();
  /** The values that were sent, in order. */
  const sent = () =>
    command.emulator.requests.map(
      ({ body }) => /** @type {any} */ (body).textValue,
    );
  /**
   * Imports rows of which some meet a fault.
   *
   * @param {number} count
   * @param {string[]} faults
   * @param {string[]} more
   */
  async function run(count, faults = [], ...more) {
    command.write("rows.csv", csvOf(count));
    command.emulator.faultQueue.push(...faults);
    return command.run([...args, ...more]);
  }
  const ok = "delay:ms=0";
  const statuses = (/** @type {number} */ index) =>
    command
      .journal()
      .filter(({ line }) => line === index + 2)
      .map(({ status }) => status);

  it("has a line for a row before and after its request, with the value's ID", async () => {
    await run(1);
    const [header, before, after] = command.journal();
    assert.deepEqual(
      [header.journal, header.server],
      [2, command.emulator.url],
    );
    assert.deepEqual([before.status, before.line], ["sending", 2]);
    assert.equal(after.status, "created");
    assert.equal(after.id, command.emulator.values[0].id);
    assert.deepEqual([before.row, before.n], [after.row, 0]);
  });
  it("has a redirected row sent again only if the user asks for it", async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      const isUnknown = status === 303;
      const first = await run(1, [`redirect:status=${status}`]);
      assert.equal(first.code, isUnknown ? 3 : 1, first.stderr);
      const again = await run(1);
      assert.equal(again.code, 3, again.stderr);
      assert.match(again.stderr, /Nothing was sent.* unknown: line 2\./);
      assert.equal(command.emulator.requests.length, 1);
      const skipped = await run(1, [], "--unknown=skip");
      assert.equal(skipped.code, 3, skipped.stderr);
      assert.equal(command.emulator.requests.length, 1);
      const retried = await run(1, [], "--unknown=retry");
      assert.equal(retried.code, 0, retried.stderr);
      assert.equal(command.emulator.values.length, 1);
      rmSync(command.path("rows.csv.journal"));
      command.emulator.reset();
    }
  });
  it("is on disk before the request leaves", async () => {
    command.write("rows.csv", csvOf(1));
    command.emulator.faultQueue.push("hang");
    const { stop } = await command.sending(args);
    assert.equal(command.journal().at(-1).status, "sending");
    await stop();
  });
  it("is flushed before the request leaves, and before the row counts as created", async () => {
    command.write("rows.csv", csvOf(1));
    const env = { ...traced, TRACE: command.path("trace") };
    await command.run([...args, "--json"], { env });
    const steps = command.read("trace").trim().split("\n");
    assert.deepEqual(steps.slice(steps.indexOf("sending")), [
      "sending",
      "flush",
      "request",
      "created",
      "flush",
    ]);
  });
  it("prevents the request if it cannot be written", async () => {
    command.write("rows.csv", csvOf(10));
    // The header, its folder, and two rows before and after.
    const env = { ...traced, FULL_AFTER: "6" };
    const { code, stdout, stderr } = await command.run(args, { env });
    assert.equal(code, 1);
    assert.match(stderr, /Stopped: the journal cannot be written: ENOSPC/);
    assert.equal(stdout, "10 rows: 2 created, 8 not sent\n");
    assert.equal(sent().length, 2);
  });
  for (const how of ["deleted", "replaced"])
    it(`prevents further requests if it is ${how} meanwhile`, async () => {
      command.write("rows.csv", csvOf(5));
      command.emulator.faultQueue.push("delay:ms=700");
      const { ended } = await command.sending([...args, "--rate-limit=off"]);
      if (how === "deleted") rmSync(command.path("rows.csv.journal"));
      else {
        command.write("other", "mine");
        renameSync(command.path("other"), command.path("rows.csv.journal"));
      }
      const { code, stderr } = await ended;
      // That the first row is created could not be written any more.
      assert.equal(code, 3);
      assert.match(stderr, /Stopped: the journal cannot be written: ENOENT/);
      assert.equal(sent().length, 1);
    });
  it("holds neither values nor the key", async () => {
    await run(3, [ok, "echo-secrets", "echo-secrets-422"]);
    const all = command.read("rows.csv.journal");
    for (const secret of ["value", apiKey, customerId])
      assert.ok(!all.includes(secret), secret);
  });
  it("is readable by nobody else", async () => {
    await run(1);
    const { mode } = statSync(command.path("rows.csv.journal"));
    assert.equal(mode & 0o777, 0o600);
  });
  it("is not kept with --no-journal", async () => {
    assert.equal((await run(1, [], "--no-journal")).code, 0);
    assert.ok(!command.exists("rows.csv.journal"));
  });

  it("makes the next start skip what was created and send what was not", async () => {
    const { code, stdout } = await run(3, [ok, "404", ok]);
    assert.equal(code, 1);
    assert.equal(stdout, "3 rows: 2 created, 1 rejected\n");
    const again = await command.run(args);
    assert.equal(again.code, 0);
    assert.equal(again.stdout, "3 rows: 1 created, 2 created before\n");
    assert.deepEqual(sent(), ["value 0", "value 1", "value 2", "value 1"]);
  });
  it("leaves nothing to do if every row is created", async () => {
    await run(2);
    const { code, stdout } = await command.run(args);
    assert.deepEqual(
      [code, stdout],
      [0, "2 rows: 0 created, 2 created before\n"],
    );
    assert.equal(sent().length, 2);
  });
  it("records a row as created if its response could not be read", async () => {
    const { code } = await run(1, ["truncated"]);
    assert.equal(code, 0);
    assert.deepEqual(statuses(0), ["sending", "created"]);
  });
  it("records a row that got a 429 as not created", async () => {
    command.write("rows.csv", csvOf(1));
    command.emulator.faultQueue.push("429:retryAfter=60");
    const { stop } = command.start(args);
    await command.retrying();
    await stop();
    const { code } = await command.run(args);
    assert.equal(code, 0);
    assert.equal(command.emulator.values.length, 1);
  });

  const lost = [ok, "close-after", "close-before", "500"];
  it("stops the next start if the outcome of rows is unknown, and lists them", async () => {
    assert.equal((await run(5, lost)).code, 3);
    const { code, stdout, stderr } = await command.run(args);
    assert.deepEqual([code, stdout], [3, ""]);
    assert.match(
      stderr,
      /Nothing was sent, because the outcome of 3 rows is unknown: lines 3-5\./,
    );
    assert.equal(sent().length, 5);
  });
  it("leaves out rows of unknown outcome with --unknown skip", async () => {
    await run(5, lost);
    const { code, stdout } = await command.run([...args, "--unknown=skip"]);
    assert.equal(code, 3);
    assert.equal(stdout, "5 rows: 0 created, 2 created before, 3 unknown\n");
    assert.equal(sent().length, 5);
  });
  it("makes the command exit with 3 if rows of unknown outcome were not sent again", async () => {
    await run(5, lost);
    command.emulator.faultQueue.push("401");
    assert.equal((await command.run([...args, "--unknown=retry"])).code, 3);
  });
  it("makes --unknown retry send rows of unknown outcome again, and no others", async () => {
    await run(5, lost);
    const { code } = await command.run([...args, "--unknown=retry"]);
    assert.equal(code, 0);
    assert.deepEqual(sent().slice(5), ["value 1", "value 2", "value 3"]);
  });
  it("keeps a row as unknown if a second request was refused", async () => {
    await run(1, ["close-after"]);
    command.emulator.faultQueue.push("404");
    const again = await command.run([...args, "--unknown=retry"]);
    assert.equal(again.code, 3);
    assert.equal((await command.run(args)).code, 3);
  });
  it("keeps a killed command's row as unknown if a second request was refused", async () => {
    command.write("rows.csv", csvOf(1));
    command.emulator.faultQueue.push("hang", "404");
    const { stop } = await command.sending(args);
    await stop();
    const again = await command.run([...args, "--unknown=retry"]);
    assert.equal(again.code, 3);
    assert.equal((await command.run(args)).code, 3);
  });
  it("counts a row as unknown if it was sent and has no result", async () => {
    await run(2);
    const lines = command.read("rows.csv.journal").trimEnd().split("\n");
    const without = `${lines.slice(0, -1).join("\n")}\n`;
    writeFileSync(command.path("rows.csv.journal"), without);
    const { code, stderr } = await command.run(args);
    assert.equal(code, 3);
    assert.match(stderr, /line 3\./);
  });

  it("is repaired if its last line is incomplete", async () => {
    await run(2, [ok, "404"]);
    const whole = command.read("rows.csv.journal");
    appendFileSync(command.path("rows.csv.journal"), '{"row":"abc","sta');
    const { code } = await command.run(args);
    assert.equal(code, 0);
    assert.ok(command.read("rows.csv.journal").startsWith(whole));
    assert.deepEqual(statuses(1), [
      "sending",
      "rejected",
      "sending",
      "created",
    ]);
  });
  const refusals = {
    "of another server": [
      () => undefined,
      ["--base-url=http://localhost:1"],
      /belongs to another server/,
    ],
    "of an earlier version": [
      () => command.write("rows.csv.journal", '{"journal":1,"salt":"x"}\n'),
      [],
      /is a journal of an earlier version.*finish the import with that version, or move/,
    ],
    "of a later version": [
      () => command.write("rows.csv.journal", '{"journal":3}\n'),
      [],
      /is a journal of a later version/,
    ],
    "that is damaged": [
      () => appendFileSync(command.path("rows.csv.journal"), "x\n"),
      [],
      /is damaged at line 6/,
    ],
  };
  for (const [what, [change, more, message]] of Object.entries(refusals))
    it(`is refused ${what}`, async () => {
      await run(2);
      /** @type {() => void} */ (change)();
      const before = command.read("rows.csv.journal");
      const { code, stderr } = await command.run([
        ...args,
        .../** @type {string[]} */ (more),
      ]);
      assert.equal(code, 2);
      assert.match(stderr, /** @type {RegExp} */ (message));
      assert.equal(sent().length, 2);
      assert.equal(command.read("rows.csv.journal"), before);
    });
});
