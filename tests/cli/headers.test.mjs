/** The headers of a file, and everything that is said of them at once. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { customerId, multiSelect, shell, text, useCommand } from "./setup.mjs";

const ids = `${customerId},${text}`;

describe("the headers of a file", () => {
  const command = useCommand();
  const texts = () => command.emulator.values.map(({ textValue }) => textValue);
  /** @param {string} content @param {string[]} args */
  async function imports(content, ...args) {
    command.write("rows.csv", content);
    const ended = await command.run(["rows.csv", "--concurrency=1", ...args]);
    assert.equal(ended.code, 0, ended.stderr);
    return ended;
  }
  /** @param {string} content @param {string[]} args */
  async function refused(content, ...args) {
    command.write("rows.csv", content);
    const { code, stdout, stderr } = await command.run(["rows.csv", ...args]);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.equal(command.emulator.requests.length, 0);
    return stderr;
  }

  for (const names of [
    "CUSTOMERID,FIELDDEFINITIONID,TEXTVALUE",
    "customerid,fielddefinitionid,textvalue",
    "CustomerID,FieldDefinitionId,Textvalue",
    "\u00a0customerId\u00a0, \tfieldDefinitionId\u2009,\u3000textValue ",
    "\u200bcustomerId\u200d,\ufefffieldDefinitionId,textValue\u2060",
    '"\ncustomerId ","fieldDefinitionId\r\n"," textValue"',
  ])
    it(`may be ${JSON.stringify(names)}`, async () => {
      await imports(`${names}\n${ids}, a\n`);
      assert.deepEqual(texts(), [" a"]);
    });
  it("are mapped in whatever way their accents are written", async () => {
    await imports(
      `customerId,fieldDefinitionId,Pre\u0301nom\n${ids},a\n`,
      ...["--column", "Pr\u00e9nom=TEXTVALUE"],
    );
    assert.deepEqual(texts(), ["a"]);
  });

  it("may be empty above empty cells", async () => {
    await imports(
      `customerId,,fieldDefinitionId,textValue,, \n${customerId},,${text},a\n${customerId}, ,${text},b,\u00a0,,\n`,
    );
    assert.deepEqual(texts(), ["a", "b"]);
  });
  it("are refused if they are empty above a cell that is not", async () => {
    const content = `customerId,,fieldDefinitionId,textValue,\n\n${customerId},,${text},a,\n${customerId},,${text},b,"secret\n"\n`;
    const stderr = await refused(content, "--skip-invalid");
    assert.match(
      stderr,
      /rows\.csv has a value at line 4 in column 5 \(E\), which has no header: .*--ignore-other-columns/,
    );
    assert.ok(!stderr.includes("secret"));
    await imports(content, "--ignore-other-columns");
    assert.deepEqual(texts(), ["a", "b"]);
  });

  it("that are not documented fields are all reported, and one option ignores them", async () => {
    const content = `customerId,fieldDefinitionId,textValue,Name,Notes 2,numbrValue,Dropped,Name\n${ids},a,secret,c,1,d,e\n`;
    const stderr = await refused(content, "--column", "Dropped=");
    assert.deepEqual(stderr.split("\n"), [
      "carecycle-custom-fields: the header cannot be used",
      '  the column "Name" is not a documented field: column 4 (D)',
      '  the column "Notes 2" is not a documented field: column 5 (E)',
      '  the column "numbrValue" is not a documented field; the nearest is numberValue: --column "numbrValue=numberValue"',
      '  the column "Name" is not a documented field: column 8 (H)',
      "  --ignore-other-columns leaves out all columns that are not a documented field",
      "",
    ]);
    const { stderr: said } = await imports(content, "--ignore-other-columns");
    assert.match(
      said,
      /^Columns left out because of --ignore-other-columns: "Name", "Notes 2", "numbrValue", "Dropped", "Name"\.$/m,
    );
    assert.deepEqual(texts(), ["a"]);
  });
  it("are reported with everything else that is wrong", async () => {
    const stderr = await refused(
      "Customer ID,textValue,textValue,Notes,fieldDefinitionId\n",
      ...["--field-definition", text, "--column", "Tier=selectValue"],
    );
    for (const said of [
      /column "Customer ID" is not a documented field; the nearest is customerId: --column "Customer ID=customerId"/,
      /two columns hold textValue: column 2 \(B\) "textValue" and column 3 \(C\) "textValue"\. Rename or delete one/,
      /column "Notes" is not a documented field: column 4 \(D\)/,
      /--column "Tier=selectValue": there is no such column/,
      /both a column fieldDefinitionId and --field-definition.*; --column "fieldDefinitionId=" leaves the column out/,
    ])
      assert.match(stderr, said);
    assert.doesNotMatch(stderr, /no column holds/);
  });
  it("may be duplicated if their columns are ignored", async () => {
    await imports(
      `customerId,fieldDefinitionId,textValue,A,A\n${ids},a,b,c\n`,
      "--column",
      "A=",
    );
    assert.deepEqual(texts(), ["a"]);
  });
  it("are refused if two of them are one field, in any case", async () => {
    const stderr = await refused(
      "customerId,fieldDefinitionId,textValue,TEXTVALUE\n",
    );
    assert.match(
      stderr,
      /two columns hold textValue: column 3 \(C\) "textValue" and column 4 \(D\) "TEXTVALUE"\. --column "TEXTVALUE=" leaves one out/,
    );
    await imports(
      `customerId,fieldDefinitionId,textValue,TEXTVALUE\n${ids},a,b\n`,
      "--column",
      "TEXTVALUE=",
    );
    assert.deepEqual(texts(), ["a"]);
  });
  it("are refused if a mapped one is duplicated", async () => {
    const stderr = await refused(
      "customerId,fieldDefinitionId,A,B,A\n",
      "--column=A=textValue",
      "--column=B=",
    );
    assert.match(
      stderr,
      /two columns hold textValue: column 3 \(C\) "A" and column 5 \(E\) "A"/,
    );
  });
  it("far to the right are named as spreadsheets name them", async () => {
    const many = Array.from({ length: 703 }, (_, at) =>
      at === 702 ? "x" : "",
    );
    const stderr = await refused(
      `customerId,${many}\n`.replace(
        "customerId,,",
        "customerId,fieldDefinitionId,",
      ),
    );
    assert.match(stderr, /"x" is not a documented field: column 704 \(AAB\)/);
  });

  for (const mark of [
    ...[" ", " = ", ",;", "(", "'", "#", "&", "*", "é"],
    ...['"', "$HOME", "`id`", "\\", "%", "!!", "\n", "€"],
  ])
    it(`come with advice that a shell accepts if they contain ${JSON.stringify(mark)}`, async () => {
      const name = `text${mark}Value`;
      const header = `"${name.replaceAll('"', '""')}"`;
      command.write(
        "rows.csv",
        `customerId,fieldDefinitionId,${header}\n${ids},a\n`,
      );
      const args = ["rows.csv", "--rate-limit=off"];
      const { stderr } = await command.run(args);
      const [, option = "", json] =
        /the nearest is textValue: (--column ".*"|--columns FILE with (.*))$/m.exec(
          stderr,
        ) ?? [];
      if (json) command.write("FILE", json);
      const line = `"$@" ${option.replace(/ with .*/, "")}`;
      const ended = await command.start(args, shell(line)).ended;
      assert.equal(ended.code, 0, ended.stderr);
      assert.deepEqual(texts(), ["a"]);
    });
});

describe("the file of --columns", () => {
  const command = useCommand();
  const content = `Customer,Tier,Notes,Days\n${customerId},Gold,x,Monday;Friday\n`;
  const args = ["rows.csv", "--columns", "columns.json"];
  const requests = () => command.emulator.requests.map(({ body }) => body);

  it("maps them as --column does, which it gives way to", async () => {
    command.write("rows.csv", content);
    const columns = {
      Customer: "customerId",
      " Tier ": "selectValue",
      Notes: "",
      Days: null,
    };
    command.write("columns.json", `\ufeff${JSON.stringify(columns)}`);
    const more = ["--field-definition", multiSelect, "--separator=;"];
    const { code, stderr } = await command.run([
      ...[...args, ...more, "--column", "Tier="],
      ...["--column", "Days=multiSelectValue"],
    ]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(requests(), [
      {
        fieldDefinitionId: multiSelect,
        multiSelectValue: ["Monday", "Friday"],
      },
    ]);
  });
  it("works for JSON Lines too, as does the option that ignores others", async () => {
    command.write(
      "rows.jsonl",
      JSON.stringify({
        Customer: customerId,
        fieldDefinitionId: text,
        Note: "a",
        More: 1,
      }),
    );
    command.write(
      "columns.json",
      JSON.stringify({ Customer: "customerId", Note: "textValue" }),
    );
    const { code, stderr } = await command.run([
      ...["rows.jsonl", "--columns=columns.json", "--ignore-other-columns"],
    ]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(requests(), [{ fieldDefinitionId: text, textValue: "a" }]);
  });
  it("has everything that is wrong with it reported", async () => {
    command.write("rows.csv", content);
    command.write(
      "columns.json",
      '{"Customer":"customer","Tier":5,"Notes":["x"]," ":"textValue","Days":"","Days ":"","Days":""}',
    );
    const { code, stderr } = await command.run(args);
    assert.equal(code, 2);
    assert.deepEqual(stderr.split("\n"), [
      "carecycle-custom-fields: --columns columns.json cannot be used",
      '  "Days" occurs twice',
      '  "Customer": there is no field customer; the nearest is customerId',
      '  "Tier": a field must be a string; "" leaves out the column',
      '  "Notes": a field must be a string; "" leaves out the column',
      '  " " is not a header',
      '  "Days" occurs twice',
      "",
    ]);
  });
  for (const wrong of ["", "[]", "null", '"x"', "{", "Customer=customerId"])
    it(`is refused if it is ${JSON.stringify(wrong)}`, async () => {
      command.write("rows.csv", content);
      command.write("columns.json", wrong);
      const { code, stderr } = await command.run(args);
      assert.equal(code, 2);
      assert.match(
        stderr,
        /--columns columns\.json is not a JSON object such as/,
      );
    });
  it("is named in the error if it does not exist", async () => {
    command.write("rows.csv", content);
    const { code, stderr } = await command.run(args);
    assert.equal(code, 2);
    assert.match(stderr, /--columns columns\.json cannot be read: ENOENT/);
  });
  it("is refused if it fits no column of the imported file", async () => {
    command.write("rows.csv", content);
    command.write("columns.json", '{"Custommer":"customerId"}');
    const { code, stderr } = await command.run(args);
    assert.equal(code, 2);
    assert.match(stderr, /has none of customerId/);
  });
  it("may not map a header differently than --column", async () => {
    command.write("rows.csv", content);
    const more = ["--column=Tier=textValue", "--column=Tier=selectValue"];
    const { code, stderr } = await command.run(["rows.csv", ...more]);
    assert.equal(code, 2);
    assert.match(
      stderr,
      /--column maps "Tier" twice, as textValue and as selectValue/,
    );
  });
});
