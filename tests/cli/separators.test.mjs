/** What is between the cells of a file, and how its rows end. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { customerId, multiSelect, text, useCommand } from "./setup.mjs";

const header = ["customerId", "fieldDefinitionId", "textValue"];
/** @param {string} delimiter @param {string[]} values */
const by = (delimiter, ...values) =>
  [header, ...values.map((value) => [customerId, text, value])]
    .map((cells) => `${cells.join(delimiter)}\r\n`)
    .join("");

describe("the separator of a file", () => {
  const command = useCommand();
  const texts = () => command.emulator.values.map(({ textValue }) => textValue);
  /** @param {string} name @param {string} content @param {string[]} args */
  async function imports(name, content, ...args) {
    command.write(name, content);
    const ended = await command.run([name, "--concurrency=1", ...args]);
    assert.equal(ended.code, 0, ended.stderr);
  }
  /** @param {string} content @param {RegExp} message @param {string[]} args */
  async function refuses(content, message, ...args) {
    command.write("rows.csv", content);
    const { code, stderr } = await command.run(["rows.csv", ...args]);
    assert.equal(code, 2);
    assert.match(stderr, message);
    assert.equal(command.emulator.requests.length, 0);
  }

  for (const [what, delimiter, value] of [
    ["a comma", ",", "a;b|c\td"],
    ["a semicolon", ";", "a,b,c|d,e"],
    ["a tab", "\t", "a,b;c;d|e"],
    ["a pipe", "|", "a,b;c,d;e,f"],
  ])
    it(`is found if it is ${what}`, async () => {
      await imports("rows.csv", by(delimiter, value, `"x${delimiter}y"`));
      assert.deepEqual(texts(), [value, `x${delimiter}y`]);
    });
  it("is found in a file that is called .tsv", async () => {
    await imports("rows.TSV", by("\t", "a"));
    assert.deepEqual(texts(), ["a"]);
  });
  it("is found by the headers that are mapped, and by quoted ones", async () => {
    const content = `"Kunde, Nr.";"Notiz; intern";fieldDefinitionId\n${customerId};a,b;${text}\n`;
    await imports(
      ...["rows.csv", content, "--column", "Kunde, Nr.=customerId"],
      ...["--column", "Notiz; intern=textValue"],
    );
    assert.deepEqual(texts(), ["a,b"]);
  });
  it("is found below empty lines, and where there is one column", async () => {
    const content = `\n \n;;\n${customerId}`;
    await imports(
      ...["rows.csv", content.replace(customerId, `customerId\n${customerId}`)],
      ...["--field-definition", text, "--allow-empty"],
    );
    assert.equal(command.emulator.values.length, 1);
  });
  for (const line of ["sep=;", "SEP=;", '"sep=;"', "sep=;,,", "\ufeffsep=;"])
    it(`is what the line ${JSON.stringify(line)} says, which is not a row`, async () => {
      await imports("rows.csv", `${line}\r\n${by(";", "a,b")}`);
      assert.deepEqual(texts(), ["a,b"]);
      const [, created] = command.journal();
      assert.equal(created.line, 3);
    });
  it("may be any other by Excel's line or by --delimiter", async () => {
    await imports("rows.csv", `sep=^\n${by("^", "a,b")}`);
    await imports("other.csv", by(":", "c,d"), "--delimiter", ":");
    await imports("third.csv", by("\u001f", "e"), "--delimiter", "\u001f");
    assert.deepEqual(texts(), ["a,b", "c,d", "e"]);
  });
  for (const [name, delimiter] of [
    ...[
      ["tab", "\t"],
      ["TAB", "\t"],
      ["\\t", "\t"],
      ["\t", "\t"],
    ],
    ...[
      ["semicolon", ";"],
      [";", ";"],
      ["comma", ","],
      ["pipe", "|"],
    ],
  ])
    it(`is ${JSON.stringify(delimiter)} with --delimiter ${JSON.stringify(name)}`, async () => {
      await imports("rows.csv", by(delimiter, "a"), `--delimiter=${name}`);
      assert.deepEqual(texts(), ["a"]);
    });
  it("is as --delimiter says, whatever the header has", async () => {
    await refuses(
      by(","),
      /the first line has none of customerId/,
      "--delimiter=;",
    );
  });
  for (const delimiter of ["", ";;", '"', "\n", "a", "7", "-", "😀", "space"])
    it(`is refused if it is ${JSON.stringify(delimiter)}`, async () => {
      await refuses(
        by(","),
        /--delimiter must be one character/,
        `--delimiter=${delimiter}`,
      );
    });
  it("is refused for JSON Lines", async () => {
    command.write("rows.jsonl", "{}");
    const { code, stderr } = await command.run(["rows.jsonl", "--delimiter=;"]);
    assert.equal(code, 2);
    assert.match(stderr, /--delimiter is for CSV/);
  });
  it("is asked for if the header does not decide it", async () => {
    await refuses(
      `customerId,textValue;fieldDefinitionId\n`,
      /does not show what separates its cells, commas or semicolons; set --delimiter/,
    );
  });
  it("is asked for if the header is one cell without any of them", async () => {
    await refuses(
      by("^", "a"),
      /has none of .*, or set --delimiter if something else separates its cells/,
    );
  });
  it("of a multiSelectValue may have spaces around it", async () => {
    const rows = ["Monday ; Friday;", " ;;\u00a0Sunday", "; ;"];
    await imports(
      "rows.csv",
      `customerId;fieldDefinitionId;multiSelectValue\n${rows.map((row) => `${customerId};${multiSelect};"${row}"\n`).join("")}`,
      ...["--separator=;", "--allow-empty"],
    );
    assert.deepEqual(
      command.emulator.requests.map(
        ({ body }) => /** @type {any} */ (body).multiSelectValue,
      ),
      [["Monday", "Friday"], ["Sunday"], undefined],
    );
  });
});

describe("a CSV row", () => {
  const command = useCommand();
  const texts = () => command.emulator.values.map(({ textValue }) => textValue);
  const row = (/** @type {string} */ value) => `${customerId},${text},${value}`;
  /** @param {string[]} lines @param {string[]} args */
  async function run(lines, ...args) {
    command.write("rows.csv", [header.join(), ...lines, ""].join("\n"));
    return command.run(["rows.csv", "--concurrency=1", ...args]);
  }

  for (const [what, value, reason] of [
    [
      "a quote within a cell",
      'secret 5" disk',
      "a cell that is not quoted contains a quote",
    ],
    [
      "a quote at a cell's end",
      'secret"',
      "a cell that is not quoted contains a quote",
    ],
    [
      "a space before a quote",
      ' "secret"',
      "a cell that is not quoted contains a quote",
    ],
    ["text after a quote", '"secret"x', "text after a closing quote"],
    ["a space after a quote", '"secret" ', "text after a closing quote"],
    ["pairs of quotes and commas", '"a "b, secret" c"', "text after a closing"],
  ])
    it(`alone is invalid if it has ${what}`, async () => {
      const lines = [row("a"), row(value), row('"b\nc"'), row("d")];
      const { code, stdout, stderr } = await run(
        lines,
        "--skip-invalid",
        "--failed=f.csv",
      );
      assert.deepEqual([code, stdout], [1, "4 rows: 3 created, 1 invalid\n"]);
      assert.match(stderr, new RegExp(`^line 3: (there is )?${reason}`, "m"));
      assert.ok(!stderr.includes("secret"));
      assert.deepEqual(texts(), ["a", "b\nc", "d"]);
      assert.equal(command.read("f.csv"), `${header.join()}\n${row(value)}\n`);
    });
  it("prevents the import if it is invalid", async () => {
    const { code, stderr } = await run([row("a"), row('5" disk')]);
    assert.equal(code, 1);
    assert.match(stderr, /Nothing was sent/);
  });
  for (const [what, lines, message] of /** @type {const} */ ([
    [
      "a quote that is never closed",
      [row("a"), row('"secret'), row("b")],
      /not valid CSV at line 3: a quote is opened and never closed/,
    ],
    [
      "a quote that another row's closes",
      [row('"secret'), row('"b"')],
      /not valid CSV at line 3: there is text after a closing quote, which is opened at line 2/,
    ],
    [
      "a space before quotes around lines",
      [`${customerId},${text}, "two`, 'lines, secret"'],
      /not valid CSV at line 3: a cell that is not quoted contains a quote/,
    ],
  ]))
    it(`makes the file unusable if its end is in doubt: ${what}`, async () => {
      const { code, stderr } = await run([...lines], "--skip-invalid");
      assert.equal(code, 2);
      assert.match(stderr, message);
      assert.ok(!stderr.includes("secret"));
      assert.equal(command.emulator.requests.length, 0);
    });
  it("is invalid if it has more cells than the header", async () => {
    const { code, stderr } = await run(
      [row("a,,b"), row("c,, ")],
      "--skip-invalid",
    );
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^line 2: the row has 5 cells, but the header has 3$/m,
    );
    assert.deepEqual(texts(), ["c"]);
  });
  it("of 20 MB without an end does not fill the memory", async () => {
    for (const start of [row(""), `${row("a")}\n${customerId},${text},"`]) {
      command.write("rows.csv", `${header}\n${start}${"x".repeat(20 << 20)}`);
      const { code, stderr } = await command.run(["rows.csv", "--dry-run"], {
        env: { NODE_OPTIONS: "--max-old-space-size=150" },
      });
      assert.equal(code, 2);
      assert.match(
        stderr,
        /not valid CSV at line \d: a row is longer than 16 MB/,
      );
    }
  });
  it("is sent byte for byte", async () => {
    const values = [
      "007",
      "  a ",
      "1e21",
      "=1+1",
      "'0",
      "é",
      "e\u0301",
      "👩‍👩‍👧",
      "\u00a0",
      "\\n",
      "TRUE",
    ];
    const { code } = await run(values.map((value) => row(value)));
    assert.equal(code, 0);
    assert.deepEqual(texts(), values);
  });
});
