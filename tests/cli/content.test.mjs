/** Rows are known by their content: what another start does after the file was edited. */
import assert from "node:assert/strict";
import { appendFileSync, renameSync, rmSync, utimesSync } from "node:fs";
import { describe, it } from "node:test";
import {
  boolean,
  customerId,
  multiSelect,
  text,
  useCommand,
} from "./setup.mjs";

const header = "customerId,fieldDefinitionId,textValue";
const csv = (/** @type {string[]} */ values) =>
  [header, ...values.map((value) => `${customerId},${text},${value}`), ""].join(
    "\n",
  );

describe("a file that was edited between two starts", () => {
  const command = useCommand();
  const args = ["rows.csv", "--concurrency=1"];
  const sent = () =>
    command.emulator.requests.map(
      ({ body }) => /** @type {{ textValue: string }} */ (body).textValue,
    );
  /**
   * @param {string[]} values
   * @param {string[]} faults
   * @param {string[]} more
   */
  async function run(values, faults = [], ...more) {
    command.write("rows.csv", csv(values));
    command.emulator.faultQueue.push(...faults);
    return command.run([...args, ...more]);
  }
  const ok = "delay:ms=0";

  it("continues after rows were appended", async () => {
    await run(["a", "b"]);
    const { code, stdout } = await run(["a", "b", "c"]);
    assert.deepEqual(
      [code, stdout],
      [0, "3 rows: 1 created, 2 created before\n"],
    );
    assert.deepEqual(sent(), ["a", "b", "c"]);
  });
  it("continues after rows were reordered, and others put between them", async () => {
    await run(["a", "b", "c", "d"], [ok, "404", ok, "404"]);
    const { code } = await run(["x", "d", "c", "b", "a"]);
    assert.equal(code, 0);
    assert.deepEqual(sent(), ["a", "b", "c", "d", "x", "d", "b"]);
  });
  it("continues after rows were removed, and lists those whose values stay", async () => {
    await run(["a", "b", "c"]);
    const { code, stdout, stderr } = await run(["c", "new"]);
    assert.deepEqual(
      [code, stdout],
      [0, "2 rows: 1 created, 1 created before\n"],
    );
    assert.match(
      stderr,
      /^The file no longer has 2 rows that .*, formerly lines 2-3\./m,
    );
  });
  it("names rows of unknown outcome by their current lines", async () => {
    await run(["a", "b", "c"], [ok, "close-after"]);
    const { code, stderr } = await run(["new", "c", "a", "other", "b"]);
    assert.equal(code, 3);
    assert.match(stderr, /the outcome of 1 row is unknown: line 6\./);
    assert.deepEqual(sent(), ["a", "b", "c"]);
  });
  it("does not stop because of a removed row of unknown outcome", async () => {
    await run(["a", "b"], [ok, "close-after"]);
    const { code, stderr } = await run(["a"]);
    assert.equal(code, 0);
    assert.match(
      stderr,
      /^The file no longer has 1 row that .*, formerly line 3\./m,
    );
  });

  it("creates a value for each of its identical rows", async () => {
    assert.equal((await run(["a", "b", "a", "a"])).code, 0);
    assert.deepEqual(sent(), ["a", "b", "a", "a"]);
    const { stdout } = await run(["a", "b", "a", "a", "a"]);
    assert.equal(stdout, "5 rows: 1 created, 4 created before\n");
    assert.equal(sent().length, 5);
  });
  it("sends as many identical rows as were not created", async () => {
    await run(["a", "a", "a"], [ok, "404", ok]);
    const { code } = await command.run(args);
    assert.equal(code, 0);
    assert.equal(command.emulator.values.length, 3);
  });
  it("sends no identical row if as many were created as are left", async () => {
    await run(["a", "a", "a"], [ok, "404", ok]);
    const { code, stdout } = await run(["a", "a"]);
    assert.deepEqual(
      [code, stdout],
      [0, "2 rows: 0 created, 2 created before\n"],
    );
  });
  it("counts an identical row of unknown outcome after those that were created", async () => {
    await run(["a", "a", "a"], ["close-before", ok, "404"]);
    const { code, stderr } = await run(["a", "x", "a"]);
    assert.equal(code, 3);
    assert.match(stderr, /the outcome of 1 row is unknown: line 2\./);
    assert.equal((await run(["a"])).code, 0);
    assert.equal(sent().length, 3);
  });

  it("is recognised as JSON Lines, with reordered columns and with IDs in capitals", async () => {
    await run(["a", "é", '"x ""y"""']);
    const more = ["--journal=rows.csv.journal"];
    const lines = ["a", "é", 'x "y"'].map((textValue) =>
      JSON.stringify({ textValue, fieldDefinitionId: text, customerId }),
    );
    command.write("rows.jsonl", lines.join("\r\n").replace("é", "\\u00e9"));
    const rows = [customerId, text].map((id) => id.toUpperCase());
    command.write(
      "other.csv",
      `\ufeffvalue,Customer\r\n${["a", "é", '"x ""y"""'].map((value) => `${value},${rows[0]}\r\n`).join("")}`,
    );
    const as = [
      ...["--column=value=textValue", "--column=Customer=customerId"],
      `--field-definition=${rows[1]}`,
    ];
    for (const other of [["rows.jsonl"], ["other.csv", ...as]]) {
      const { code, stdout } = await command.run([...other, ...more]);
      assert.deepEqual(
        [code, stdout],
        [0, "3 rows: 0 created, 3 created before\n"],
      );
    }
    assert.equal(sent().length, 3);
  });
  it("is recognised when saved by another program, sorted, with new rows", async () => {
    command.write(
      "rows.csv",
      `customerId,fieldDefinitionId,textValue,booleanValue,multiSelectValue\n${[
        `${customerId},${text},é,,\n`,
        `${customerId},${boolean},,true,\n`,
        `${customerId},${multiSelect},,,"[""Monday"",""Friday""]"\n`,
      ].join("")}`,
    );
    await command.run(args);
    const saved = [
      ["sep=;"],
      ["", "MULTISELECTVALUE", "booleanvalue", "TextValue", "Notes", "ID"],
      ["", "Monday, Friday,", "", "", "x", customerId, multiSelect],
      ["", "", "", "new", "", customerId, text],
      [],
      ["", "", "TRUE", "", "", customerId, boolean],
      ["", "", "", '"é"', "y", customerId, text],
    ];
    saved[1]?.push("fieldDefinitionId");
    const content = saved.map((cells) => `${cells.join(";")}\r\n`).join("");
    command.write("rows.csv", Buffer.from(`\ufeff${content}`, "utf16le"));
    const { code, stdout, stderr } = await command.run([
      ...[...args, "--column=ID=customerId", "--ignore-other-columns"],
      "--separator=,",
    ]);
    assert.deepEqual(
      [code, stdout],
      [0, "4 rows: 1 created, 3 created before\n"],
      stderr,
    );
    const { body } = command.emulator.requests.at(-1) ?? {};
    assert.deepEqual(body, { fieldDefinitionId: text, textValue: "new" });
    assert.doesNotMatch(stderr, /no longer has/);
  });
  it("has different rows if a field is null, another one, or of another type", async () => {
    const row = { customerId, fieldDefinitionId: text };
    const rows = [
      { textValue: "1" },
      { textValue: "1", numberValue: null },
      { numberValue: "1" },
      { selectValue: "1" },
      { multiSelectValue: ["1"] },
      { multiSelectValue: ["1", "1"] },
    ].map((value) => JSON.stringify({ ...row, ...value }));
    for (let count = 1; count <= rows.length; count++) {
      command.write("rows.jsonl", rows.slice(0, count).join("\n"));
      const { stdout } = await command.run(["rows.jsonl"]);
      assert.match(stdout, /: [01] (created|created, .*|.*rejected)$/m);
    }
    const hashes = new Set(
      command.journal("rows.jsonl.journal").map(({ row }) => row),
    );
    hashes.delete(undefined);
    assert.equal(hashes.size, rows.length);
  });
});

describe("a file that changes while it is imported", () => {
  const command = useCommand();
  const args = ["rows.csv", "--concurrency=1", "--rate-limit=off"];
  /**
   * Changes the file while the first row's request is answered.
   *
   * @param {string | Buffer} before
   * @param {() => void} change
   * @param {string[]} more
   */
  async function run(before, change, more = []) {
    command.write("rows.csv", before);
    command.emulator.faultQueue.push("delay:ms=700");
    const { ended } = await command.sending([...args, ...more]);
    change();
    return ended;
  }
  const append = (/** @type {string} */ text) => () =>
    appendFileSync(command.path("rows.csv"), text);
  const row = (/** @type {string} */ value) =>
    `${customerId},${text},${value}\n`;

  for (const [what, before, more] of [
    ["with a last line end", csv(["a", "b"]), row("c")],
    ["without one", csv(["a", "b"]).trimEnd(), `\n${row("c")}`],
    ["by a row that is half there", csv(["a", "b"]), '"half'],
  ])
    it(`has its appended rows mentioned, ${what}`, async () => {
      const { code, stdout, stderr } = await run(before, append(more));
      assert.deepEqual([code, stdout], [1, "2 rows: 2 created\n"]);
      assert.match(
        stderr,
        /has grown since it was checked: the rows after line 3 were not sent\. Run the same command again/,
      );
    });
  it("has its appended rows sent by the next start", async () => {
    await run(csv(["a", "b"]), append(row("c")));
    const { code, stdout } = await command.run(args);
    assert.deepEqual(
      [code, stdout],
      [0, "3 rows: 1 created, 2 created before\n"],
    );
  });
  it("has its appended rows mentioned if an editor replaced the file", async () => {
    const { code, stderr } = await run(csv(["a", "b"]), () => {
      command.write("new", csv(["a", "b", "c"]));
      renameSync(command.path("new"), command.path("rows.csv"));
    });
    assert.equal(code, 1);
    assert.match(stderr, /has grown since it was checked/);
  });
  it("leads to no advice to start again if there is no journal", async () => {
    const change = append(row("b"));
    const { code, stderr } = await run(csv(["a"]), change, ["--no-journal"]);
    assert.equal(code, 1);
    assert.match(stderr, /the rows after line 2 were not sent\.\n/);
  });
  it("is not reported for blank lines, a new time, or if it was moved away", async () => {
    for (const change of [
      append("\n \r\n"),
      () => utimesSync(command.path("rows.csv"), 1, 1),
      () => renameSync(command.path("rows.csv"), command.path("moved")),
    ]) {
      rmSync(command.path("rows.csv.journal"), { force: true });
      const { code, stderr } = await run(csv(["a"]), change);
      assert.equal(code, 0, stderr);
      assert.doesNotMatch(stderr, /has grown|was changed/);
      command.emulator.reset();
    }
  });
  it("has blank lines ignored and appended rows mentioned in UTF-16", async () => {
    const utf16 = (/** @type {string} */ text) => Buffer.from(text, "utf16le");
    for (const [more, expected] of /** @type {const} */ ([
      ["\r\n \r\n", 0],
      [`\n${row("b")}`, 1],
    ])) {
      rmSync(command.path("rows.csv.journal"), { force: true });
      const { code, stderr } = await run(
        utf16(`\ufeff${csv(["a"]).trimEnd()}`),
        () => appendFileSync(command.path("rows.csv"), utf16(more)),
      );
      assert.equal(code, expected, stderr);
      assert.equal(/has grown since/.test(stderr), expected === 1);
      command.emulator.reset();
    }
  });
  it("is reported if rows that were sent already have changed", async () => {
    const { code, stderr } = await run(csv(["a", "b"]), () =>
      command.write("rows.csv", csv(["b", "a"])),
    );
    assert.equal(code, 1);
    assert.match(stderr, /was changed after it was checked/);
  });
  it("stops the import if a row that is to be sent has changed", async () => {
    // More than is read at once.
    const many = Array.from({ length: 8 }, (_, at) => `${at}`.repeat(30_000));
    const changed = [...many.slice(0, -1), "x"];
    for (const [before, change] of /** @type {[string, () => void][]} */ ([
      [csv(many), () => command.write("rows.csv", csv(changed))],
      [csv(many).trimEnd(), append(" and more\n")],
      [csv(many), () => command.write("rows.csv", csv(many.slice(0, -1)))],
      [
        csv(many),
        () =>
          command.write(
            "rows.csv",
            csv(many).slice(0, -20 - customerId.length) + "x,y\n".repeat(20),
          ),
      ],
    ])) {
      rmSync(command.path("rows.csv.journal"), { force: true });
      const { code, stderr } = await run(before, change);
      assert.equal(code, 1);
      assert.match(stderr, /Stopped: the file was changed while it was im/);
      assert.ok(
        command.emulator.values.every(({ textValue }) =>
          many.includes(textValue ?? ""),
        ),
      );
      command.emulator.reset();
    }
  });
});
