/** A journal is of one account: its key and its server. */
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { rmSync } from "node:fs";
import { describe, it } from "node:test";
import { startEmulator } from "../emulator/index.mjs";
import { apiKey, csvOf, customerId, text, useCommand } from "./setup.mjs";

describe("a journal's account", () => {
  const command = useCommand();
  const args = ["rows.csv", "--concurrency=1"];
  const other = "cc_another_key";
  const third = "cc_a_third_key";
  const journal = () => command.read("rows.csv.journal");
  /**
   * A start with a key of its own, which the emulator does not take.
   *
   * @param {string} key
   * @param {string[]} more
   */
  const runAs = (key, ...more) =>
    command.run([...args, ...more], { env: { CARECYCLE_API_KEY: key } });
  const begin = async (count = 2) => {
    command.write("rows.csv", csvOf(count));
    assert.equal((await command.run(args)).code, 0);
    command.write("old", `${apiKey}\n`);
  };

  it("does not change to that of another key", async () => {
    await begin();
    const before = journal();
    const { code, stdout, stderr } = await runAs(other);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /written with another API key/);
    assert.match(stderr, /--old-api-key-file.*another --journal/);
    assert.equal(journal(), before);
    assert.equal(command.emulator.requests.length, 2);
  });
  it("does not change to that of another key if the outcome of rows is unknown", async () => {
    command.write("rows.csv", csvOf(1));
    command.emulator.faultQueue.push("close-after");
    await command.run(args);
    assert.equal((await runAs(other, "--unknown=retry")).code, 2);
    assert.equal(command.emulator.requests.length, 1);
  });
  it("continues under a changed key once the old one is passed", async () => {
    await begin();
    const { code, stdout } = await runAs(other, "--old-api-key-file=old");
    assert.deepEqual(
      [code, stdout],
      [0, "2 rows: 0 created, 2 created before\n"],
    );
    assert.equal((await runAs(other)).code, 0);
    // The same command again does no harm.
    assert.equal((await runAs(other, "--old-api-key-file=old")).code, 0);
    assert.equal(command.emulator.requests.length, 2);
  });
  it("keeps its rows through two changes of the key, even those that are no longer in the file", async () => {
    await begin(3);
    command.write("rows.csv", csvOf(1));
    assert.equal((await runAs(other, "--old-api-key-file=old")).code, 0);
    command.write("old", other);
    assert.equal((await runAs(third, "--old-api-key-file=old")).code, 0);
    command.write("rows.csv", csvOf(3));
    const { stdout } = await runAs(third);
    assert.equal(stdout, "3 rows: 0 created, 3 created before\n");
  });
  it("knows rows that were sent under either key", async () => {
    await begin();
    command.write("old", other);
    assert.equal((await runAs(other, "--old-api-key-file=old")).code, 2);
    command.write("old", apiKey);
    await runAs(other, "--old-api-key-file=old");
    command.write("rows.csv", csvOf(3));
    assert.equal((await command.run(args)).code, 0);
    const { stdout } = await runAs(other);
    assert.equal(stdout, "3 rows: 0 created, 3 created before\n");
    assert.equal(command.emulator.values.length, 3);
  });
  it("keeps unknown rows unknown under a changed key", async () => {
    command.write("rows.csv", csvOf(2));
    command.write("old", apiKey);
    command.emulator.faultQueue.push("close-after");
    await command.run(args);
    const { code, stderr } = await runAs(other, "--old-api-key-file=old");
    assert.equal(code, 3);
    assert.match(stderr, /Nothing was sent.*: line 2\./);
    // Nothing was written either: it is asked for again.
    assert.equal((await runAs(other)).code, 2);
  });

  it("accepts no other key as the old one", async () => {
    await begin();
    const before = journal();
    command.write("old", third);
    for (const key of [other, apiKey]) {
      const { code, stderr } = await runAs(key, "--old-api-key-file=old");
      assert.equal(code, 2);
      assert.match(stderr, /is not the one that rows\.csv\.journal was writ/);
    }
    assert.equal(journal(), before);
  });
  it("accepts no old key if there is no journal", async () => {
    command.write("rows.csv", csvOf(1));
    command.write("old", apiKey);
    for (const [more, message] of /** @type {[string[], RegExp][]} */ ([
      [[], /there is no journal rows\.csv\.journal/],
      [["--no-journal"], /--no-journal keeps none/],
    ])) {
      const ended = await runAs(other, "--old-api-key-file=old", ...more);
      assert.equal(ended.code, 2);
      assert.match(ended.stderr, message);
    }
    assert.ok(!command.exists("rows.csv.journal"));
    assert.equal(command.emulator.requests.length, 0);
  });
  for (const [what, content] of [
    ["is not there", undefined],
    ["is empty", " \n"],
  ])
    it(`accepts no old key whose file ${what}`, async () => {
      await begin();
      if (content === undefined) rmSync(command.path("old"));
      else command.write("old", content);
      const { code, stderr } = await runAs(other, "--old-api-key-file=old");
      assert.equal(code, 2);
      assert.match(stderr, /^carecycle-custom-fields: old /);
    });

  it("is bound neither to a key that was refused nor to a server without rows", async () => {
    command.write("rows.csv", csvOf(3));
    const failed = "--failed=f.csv";
    assert.equal((await runAs("cc_wrong", failed)).code, 1);
    const closed = await startEmulator();
    await closed.close();
    const away = [`--base-url=${closed.url}`, "--max-retries=0", failed];
    assert.equal((await command.run([...args, ...away])).code, 1);
    const { code, stdout } = await command.run([...args, failed]);
    assert.deepEqual([code, stdout], [0, "3 rows: 3 created\n"]);
    assert.ok(!command.exists("f.csv"));
    assert.equal((await runAs("cc_wrong")).code, 2);
  });
  it("is recognised however the server's URL is spelled", async () => {
    await begin();
    const { url } = command.emulator;
    for (const spelled of [`${url}/`, url.replace("http", "HTTP")]) {
      const ended = await command.run([...args, `--base-url=${spelled}`]);
      assert.equal(ended.code, 0, ended.stderr);
    }
    assert.equal(command.emulator.requests.length, 2);
  });

  it("cannot be used to test guesses of a row's values", async () => {
    command.write("rows.csv", csvOf(1));
    await command.run(args);
    const [header, entry] = command.journal();
    const body = { fieldDefinitionId: text, textValue: "value 0" };
    const known = Object.values(header).map(String);
    const contents = [
      [customerId, body],
      [customerId, text, [["textValue", "value 0"]]],
    ].map((content) => JSON.stringify(content));
    for (const content of contents)
      for (const secret of known) {
        const guesses = [
          createHash("sha256").update(secret + content),
          createHash("sha256").update(JSON.stringify([secret, content])),
          createHmac("sha256", secret).update(content),
          createHmac("sha256", Buffer.from(secret, "base64url")).update(
            content,
          ),
        ].map((hash) => hash.digest("base64url"));
        assert.ok(!guesses.includes(entry.row));
      }
  });
  it("has different hashes for the same rows in another journal", async () => {
    await begin(1);
    await command.run([...args, "--journal=second"]);
    const rows = ["rows.csv.journal", "second"].map(
      (name) => command.journal(name)[1].row,
    );
    assert.equal(new Set(rows).size, 2);
  });
});
