/** `--failed`: the rows that a person must mend. */
import assert from "node:assert/strict";
import { linkSync, statSync } from "node:fs";
import { describe, it } from "node:test";
import { csvOf, customerId, text, useCommand } from "./setup.mjs";

const nobody = "11111111-1111-4111-8111-111111111111";
const header = "\ufefffieldDefinitionId,Customer,textValue\r\n";
const bad = `${text},${nobody},"a ""b"",\r\nc"\r\n`;
const worse = `${text},nobody,é`;
const args = ["rows.csv", "--column", "Customer=customerId"];

describe("the failed rows", () => {
  const command = useCommand();
  const good = `${text},${customerId},fine\r\n`;

  it("are written as they are in the source, the invalid and the rejected", async () => {
    command.write("rows.csv", `${header}${good}${bad}${good}${worse}`);
    const more = ["--failed=rows.failed.csv", "--skip-invalid"];
    const { code } = await command.run([...args, ...more]);
    assert.equal(code, 1);
    assert.equal(command.read("rows.failed.csv"), `${header}${bad}${worse}\n`);
  });
  it("can be corrected and imported", async () => {
    command.write("rows.csv", `${header}${good}${bad}`);
    await command.run([...args, "--failed=rows.failed.csv"]);
    const mended = command.read("rows.failed.csv").replace(nobody, customerId);
    command.write("rows.failed.csv", mended);
    const { code } = await command.run(["rows.failed.csv", ...args.slice(1)]);
    assert.equal(code, 0);
    assert.deepEqual(
      command.emulator.values.map(({ textValue }) => textValue),
      ["fine", 'a "b",\r\nc'],
    );
  });
  it("are readable by nobody else", async () => {
    command.write("rows.csv", `${header}${bad}`);
    await command.run([...args, "--failed=rows.failed.csv"]);
    const { mode } = statSync(command.path("rows.failed.csv"));
    assert.equal(mode & 0o777, 0o600);
  });
  it("make no file if there are none", async () => {
    command.write("rows.csv", csvOf(1));
    const { code } = await command.run(["rows.csv", "--failed=f.csv"]);
    assert.equal(code, 0);
    assert.ok(!command.exists("f.csv"));
  });
  it("are written as whole lines for JSON Lines", async () => {
    const line = (/** @type {string} */ customerId) =>
      `{"customerId":"${customerId}", "fieldDefinitionId":"${text}"}\n`;
    command.write("rows.jsonl", line(customerId) + line(nobody));
    await command.run(["rows.jsonl", "--failed=f.jsonl", "--allow-empty"]);
    assert.equal(command.read("f.jsonl"), line(nobody));
  });
  it("do not include a row that may have been created", async () => {
    command.write("rows.csv", csvOf(1));
    command.emulator.faultQueue.push("close-after");
    const { code } = await command.run(["rows.csv", "--failed=f.csv"]);
    assert.equal(code, 3);
    assert.ok(!command.exists("f.csv"));
  });
  it("do not overwrite the imported file under any of its names", async () => {
    command.write("rows.csv", header + bad);
    linkSync(command.path("rows.csv"), command.path("same.csv"));
    const { code, stderr } = await command.run([...args, "--failed=same.csv"]);
    assert.equal(code, 2);
    assert.match(stderr, /is the file that is imported/);
    assert.equal(command.read("rows.csv"), header + bad);
  });
});
