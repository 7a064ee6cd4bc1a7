/** Files as programs export them, imported without being edited. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { otherCustomerId } from "../emulator/fixtures.mjs";
import {
  bodies,
  boolean,
  customerId,
  multiSelect,
  number,
  text,
  useCommand,
} from "./setup.mjs";

const BOM = "\ufeff";
/** @param {string[]} lines */
const crlf = (...lines) => lines.map((line) => `${line}\r\n`).join("");

const german = [
  "Kunde;Feld;Notiz;Betrag;Aktiv;;",
  `${customerId};${text};"Sehr geehrte Frau ""Ümit""; bitte\nanrufen";;;;`,
  `${customerId};${number};;-0012,50;;;`,
  `${otherCustomerId};${boolean};;;WAHR;;`,
  `${customerId};${boolean};;;TRUE;;`,
  ";;;;;;",
];
const names = {
  ...{ Kunde: "customerId", Feld: "fieldDefinitionId", Notiz: "textValue" },
  ...{ Betrag: "numberValue", Aktiv: "booleanValue" },
};

describe("an export of", () => {
  const command = useCommand();
  /** The values that were sent, without the IDs of their definitions. */
  const sent = () =>
    bodies(command.emulator).map((body) => {
      const values = JSON.parse(body);
      delete values.fieldDefinitionId;
      return values;
    });
  /** @param {string} name @param {string | Buffer} content @param {string[]} args */
  function run(name, content, ...args) {
    command.write(name, content);
    const given = [name, "--concurrency=1", ...args];
    return command.run(given, { cautious: true });
  }

  for (const [what, content] of Object.entries({
    "with semicolons": crlf(...german),
    "with a byte order mark": BOM + crlf(...german),
    "with a line sep=;": crlf("sep=;", ...german),
    "with both": BOM + crlf("sep=;", ...german),
  }))
    it(`Excel on a European machine, ${what}`, async () => {
      command.write("names.json", JSON.stringify(names));
      const columns = "--columns=names.json";
      const { code, stderr } = await run("kunden.csv", content, columns);
      const above = content.includes("sep=") ? 1 : 0;
      const [comma, word] = stderr.split("\n");
      assert.equal(code, 1);
      assert.equal(
        comma,
        `line ${4 + above}, Betrag: a number with a decimal comma or thousands separators; write it as -1234.50`,
      );
      assert.match(
        word,
        new RegExp(`^line ${5 + above}, Aktiv: .*; write true or false$`),
      );
      const corrected = content.replace("WAHR", "FALSE").replace("2,5", "2.5");
      const again = await run("kunden.csv", corrected, columns);
      assert.equal(again.code, 0, again.stderr);
      assert.deepEqual(sent(), [
        { textValue: 'Sehr geehrte Frau "Ümit"; bitte\nanrufen' },
        { numberValue: "-0012.50" },
        { booleanValue: false },
        { booleanValue: true },
      ]);
    });

  it("Excel as Unicode text", async () => {
    const tabs = crlf(
      "CUSTOMERID\tFIELDDEFINITIONID\tTEXTVALUE",
      `${customerId}\t${text}\t"a ""b""\tc"`,
      `${otherCustomerId}\t${text}\tПривет 😀`,
    );
    const utf16 = Buffer.from(BOM + tabs, "utf16le");
    const { code, stderr } = await run("Mappe1.txt", utf16, "--format=csv");
    assert.equal(code, 0, stderr);
    assert.deepEqual(sent(), [
      { textValue: 'a "b"\tc' },
      { textValue: "Привет 😀" },
    ]);
  });

  it("pandas, with its index in a column without a header", async () => {
    const content = [
      ",customerId,fieldDefinitionId,booleanValue,numberValue",
      `0,${customerId},${boolean},True,`,
      `1,${otherCustomerId},${boolean},False,`,
      `2,${customerId},${number},,12.0`,
      "",
    ].join("\n");
    const refused = await run("df.csv", content);
    assert.equal(refused.code, 2);
    assert.match(
      refused.stderr,
      /value at line 2 in column 1 \(A\), which has no header: .* --ignore-other-columns$/m,
    );
    const { code } = await run("df.csv", content, "--ignore-other-columns");
    assert.equal(code, 0);
    assert.deepEqual(sent(), [
      { booleanValue: true },
      { booleanValue: false },
      { numberValue: "12.0" },
    ]);
  });

  it("Airtable, with its own columns and lists", async () => {
    const content = `${BOM}Name,customerId,fieldDefinitionId,multiSelectValue,Last modified\n${[
      `Ivo,${customerId},${multiSelect},"Monday, Friday",11/26/2026`,
      `Ida,${otherCustomerId},${multiSelect},Monday,11/26/2026`,
    ].join("\n")}`;
    const refused = await run("Grid view.csv", content);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /"Name" .*\n.*"Last modified" /);
    const { code, stderr } = await run(
      ...["Grid view.csv", content],
      ...["--ignore-other-columns", "--separator=,"],
    );
    assert.equal(code, 0);
    assert.match(stderr, /^Columns left out .*: "Name", "Last modified"\.$/m);
    assert.deepEqual(sent(), [
      { multiSelectValue: ["Monday", "Friday"] },
      { multiSelectValue: ["Monday"] },
    ]);
  });

  it("HubSpot, with each cell quoted", async () => {
    const lines = [
      ["Record ID", "Customer ID", "Care notes", "Email"],
      ["1", customerId, "a, b", "x@example.com"],
      ["2", otherCustomerId, "", "y@example.com"],
    ].map((cells) => cells.map((cell) => `"${cell}"`).join(","));
    const { code, stderr } = await run(
      ...["contacts.csv", lines.join("\n"), "--skip-invalid"],
      ...["--column", "Customer ID=customerId"],
      ...["--column", "Care notes=textValue"],
      ...["--field-definition", text, "--ignore-other-columns"],
    );
    assert.equal(code, 1);
    assert.match(stderr, /^line 3: the row has only IDs/m);
    assert.deepEqual(sent(), [{ textValue: "a, b" }]);
  });
});
