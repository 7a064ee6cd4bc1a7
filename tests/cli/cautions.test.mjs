/** Rows that the API would take, and that are refused unless they are allowed. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { otherCustomerId } from "../emulator/fixtures.mjs";
import { bodies, customerId, number, text, useCommand } from "./setup.mjs";

const date = "2f1c7a54-8a8e-4d0a-9a43-6f6f1f0f9a04";
const header = "customerId,fieldDefinitionId,textValue,numberValue,dateValue";
const textRow = (value = "a", id = customerId) => `${id},${text},${value},,`;
const numberRow = (/** @type {string} */ value) =>
  `${customerId},${number},,"${value}",`;
const dateRow = (/** @type {string} */ value) =>
  `${otherCustomerId},${date},,,"${value}"`;

describe("a caution of the command", () => {
  const command = useCommand();
  /** @param {string[]} rows @param {string[]} args */
  async function run(rows, ...args) {
    command.write("rows.csv", [header, ...rows, ""].join("\n"));
    return command.run(["rows.csv", "--concurrency=1", ...args], {
      cautious: true,
    });
  }
  /** The lines that are refused. @param {string} stderr */
  const refused = (stderr) =>
    [...stderr.matchAll(/^line (\d+)/gm)].map(([, line]) => Number(line));
  const values = () =>
    command.emulator.values.map(
      ({ textValue, numberValue, dateValue }) =>
        textValue ?? numberValue ?? dateValue,
    );

  describe("about duplicates", () => {
    const upper = customerId.toUpperCase();
    const rows = [
      textRow("secret1"),
      textRow("secret2", otherCustomerId),
      textRow("secret3", upper),
      `${customerId},${text.toUpperCase()},secret4,,`,
      numberRow("1"),
    ];
    it("names both lines, whatever the case of letters, and sends nothing", async () => {
      const { code, stderr } = await run(rows);
      assert.equal(code, 1);
      assert.match(
        stderr,
        /^line 4: the same customer and definition as in line 2: the API would hold two values$/m,
      );
      assert.deepEqual(refused(stderr), [4, 5]);
      assert.match(stderr, /--allow-duplicates \(2 rows\)/);
      assert.ok(!stderr.includes("secret"));
      assert.equal(command.emulator.requests.length, 0);
    });
    it("sends the first with --skip-invalid", async () => {
      const { code } = await run(rows, "--skip-invalid");
      assert.deepEqual([code, values()], [1, ["secret1", "secret2", "1"]]);
    });
    it("sends all with --allow-duplicates", async () => {
      const { stderr } = await run(rows, "--allow-duplicates");
      assert.ok(!stderr.includes("the same customer"), stderr);
      assert.equal(command.emulator.requests.length, 5);
    });
    it("leaves what an earlier start has created as it is", async () => {
      await run([textRow("a"), textRow("b")], "--allow-duplicates");
      const { code, stdout, stderr } = await run([textRow("a"), textRow("b")]);
      assert.deepEqual([code, stderr.includes("line")], [0, false], stderr);
      assert.match(stdout, /2 created before/);
    });
    it("refuses the new row if a later one has been created already", async () => {
      await run([textRow("old")]);
      const { code, stdout, stderr } = await run([
        textRow("new"),
        textRow("b", otherCustomerId),
        textRow("old"),
        textRow("newer"),
      ]);
      assert.equal(code, 1);
      assert.match(stderr, /^line 2: the same .* as in line 4: /m);
      assert.match(stderr, /^line 5: the same .* as in line 4: /m);
      assert.doesNotMatch(stderr, /^line 4/m);
      assert.equal(stdout, "");
      assert.deepEqual(values(), ["old"]);
    });
    it("lists duplicates by line among all other issues", async () => {
      const others = ["nobody,,,,", numberRow("x"), `${customerId},${text},,,`];
      const rows = [textRow(), ...others, textRow(), numberRow("y"), textRow()];
      for (const args of [[], ["--dry-run"]]) {
        const { stderr } = await run(rows, ...args);
        assert.deepEqual(refused(stderr), [3, 3, 3, 4, 5, 6, 7, 8]);
      }
      // A journal that knows none of the rows alike changes nothing.
      await run([textRow("sent", otherCustomerId)]);
      const { stderr } = await run(rows);
      assert.deepEqual(refused(stderr), [3, 3, 3, 4, 5, 6, 7, 8]);
    });
    it("lists duplicates after the other issues if an earlier start sent one of them", async () => {
      await run([textRow("old")]);
      const rows = [textRow("new"), textRow("old"), numberRow("x")];
      const double = textRow("a", otherCustomerId);
      const { stderr } = await run([...rows, double, double, textRow("newer")]);
      assert.deepEqual(refused(stderr), [4, 6, 2, 7]);
    });
    it("refuses a row before it is known that a later one was created", async () => {
      await run([textRow("old")]);
      const rows = [textRow("new"), textRow("newer"), textRow("old")];
      const { code, stderr } = await run(rows, "--skip-invalid");
      assert.match(
        stderr,
        /^line 3: the same .* as in line 2: .*\nline 2: the same .* as in line 4: /m,
      );
      assert.deepEqual([code, values()], [1, ["old"]]);
    });
    it("does not count a row whose duplicate is invalid", async () => {
      const rows = [textRow("a").replace(",,", ",x,"), textRow("b")];
      const { stderr } = await run(rows);
      assert.deepEqual(refused(stderr), [2]);
    });
    it("writes the refused rows to the file of failed rows", async () => {
      await run([textRow("a"), textRow("b")], "--failed=f.csv");
      assert.equal(command.read("f.csv"), `${header}\n${textRow("b")}\n`);
    });
  });

  it("is machine-readable with --json", async () => {
    const rows = [textRow(), textRow(), `${customerId},${number},,,`];
    const { stdout } = await run([...rows, numberRow("x")], "--json");
    const lines = stdout.trim().split("\n");
    assert.deepEqual(
      lines
        .map((line) => JSON.parse(line))
        .map(({ line, status, issues: [{ column, code }] }) =>
          [line, status, column, code].join(" "),
        ),
      [
        "3 invalid  duplicate",
        "4 invalid  empty_value",
        "5 invalid numberValue not_a_number",
      ],
    );
  });

  describe("about a row with IDs only", () => {
    const row = `${customerId},${text},,,`;
    it("is reported", async () => {
      const { code, stderr } = await run([row]);
      assert.equal(code, 1);
      assert.match(stderr, /^line 2: the row has only IDs/m);
      assert.match(stderr, /--allow-empty \(1 row\)/);
    });
    it("sends it with --allow-empty", async () => {
      assert.equal((await run([row], "--allow-empty")).code, 0);
      const [body] = bodies(command.emulator);
      assert.deepEqual(JSON.parse(body), { fieldDefinitionId: text });
    });
    it("is not raised if empty cells are sent as null", async () =>
      assert.equal((await run([row], "--empty=null")).code, 0));
  });

  const goodNumbers = ["0", "-12", "+5", "007", "1.50", ".5", "9".repeat(40)];
  const badNumbers = [
    ...["abc", "1,234.50", "1.234,50", "12,5", "$12", "12 €", "50%", "1 234"],
    ...["1.23457E+15", "1e5", "1,5E-7", " 12", "1.2.3", "-", "NaN", "#N/A"],
    ...["Infinity", "0x1f", "١٢", "−5", "1_000"],
  ];
  const goodDates = [
    ...["2026-12-31", "2024-02-29", "2000-02-29", "2026-12-31T23:59"],
    ...["2026-12-31T10:00:00Z", "2026-12-31T10:00:00.123+05:30"],
    ...["2026-12-31T24:00:00", "0001-01-01"],
  ];
  const badDates = [
    ...["12/31/2026", "31.12.2026", "46387", "46387.5", "2026-13-01"],
    ...["2026-02-29", "1900-02-29", "2026-04-31", "2026-00-10", "2026-1-5"],
    ...["2026-12-31 10:00", "2026-12-31T25:00", "2026-12-31T10:60", "today"],
    ...["31-Dec-26", "2026/12/31", "2026-12-31T24:01", "2026", "1798675200000"],
  ];
  for (const [what, option, good, bad, row] of /** @type {const} */ ([
    ["number", "--allow-any-number", goodNumbers, badNumbers, numberRow],
    ["date", "--allow-any-date", goodDates, badDates, dateRow],
  ])) {
    it(`accepts every well-formed ${what}`, async () => {
      const args = ["--dry-run", "--allow-duplicates"];
      const { code, stderr } = await run(good.map(row), ...args);
      assert.deepEqual([code, stderr], [0, ""]);
    });
    it(`rejects every malformed ${what}, and shows nothing of it`, async () => {
      const { code, stderr } = await run(bad.map(row), "--allow-duplicates");
      assert.equal(code, 1);
      assert.deepEqual(
        refused(stderr),
        bad.map((_, index) => index + 2),
      );
      assert.match(stderr, new RegExp(`${option} \\(${bad.length} rows\\)`));
      const [shown] = stderr.split("Nothing was sent");
      for (const value of bad)
        if (value.length > 4) assert.ok(!shown.includes(value), value);
    });
    it(`is turned off by ${option}, which sends the text byte for byte`, async () => {
      const { code } = await run(bad.map(row), option, "--allow-duplicates");
      assert.equal(code, 0);
      assert.deepEqual(values(), bad);
    });
  }
  it("is not raised for a row that an earlier start has created", async () => {
    const rows = [numberRow("1e5"), dateRow("today")];
    await run(rows, "--allow-any-number", "--allow-any-date");
    const { code, stdout } = await run(rows);
    assert.deepEqual(
      [code, stdout],
      [0, "2 rows: 0 created, 2 created before\n"],
    );
  });
  it("says why: digits that may be lost, and a spreadsheet's date", async () => {
    const rows = [numberRow("1.23457E+15"), dateRow("46387")];
    const { stderr } = await run([...rows, dateRow("2026-02-30")]);
    assert.match(stderr, /^line 2, numberValue: .*digits may be lost/m);
    assert.match(stderr, /^line 3, dateValue: .*as spreadsheets keep dates/m);
    assert.match(stderr, /^line 4, dateValue: there is no such day/m);
  });
  it("says why: a decimal comma, and separators of thousands", async () => {
    const separated = ["12,50", "-1.234,50", "1,234.50", "1 234", "1'234.5"];
    const others = ["12,", ",5", "1,a", "$1,234", "1-2"];
    const rows = [...separated, ...others].map(numberRow);
    const { stderr } = await run(rows, "--allow-duplicates");
    const said = (/** @type {RegExp} */ words) =>
      stderr.split("\n").flatMap((line) => (words.test(line) ? [line] : []));
    assert.equal(said(/a decimal comma or thousands separators/).length, 5);
    assert.equal(said(/: not a decimal number/).length, 5);
  });
});
