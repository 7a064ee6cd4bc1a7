/** The fields that a user chooses for the columns of a file, as with the command's `--column`. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  customerId,
  definitions,
  otherCustomerId,
} from "../emulator/fixtures.mjs";
import { violations } from "./access.mjs";
import {
  useImportCommand,
  verdictOfPage,
  verdictShown,
} from "./import-verdicts.mjs";
import {
  checked,
  choose,
  ended,
  openCautious,
  problems,
  start,
  text,
  useImport,
} from "./import-harness.mjs";

const started = useImport({ each: true, open: openCautious });
const command = useImportCommand(started);
const multi = definitions[5].id;

/** What a European Excel writes of an agency's own table. */
const theirs = [
  "Kunde;Feld;Stufe;Tage;Notiz",
  `${customerId};${text.id};Gold;;privat`,
  `nobody;${text.id};Silver;;`,
  `${otherCustomerId};${multi};;"[1,""Monday""]";`,
  "",
].join("\r\n");
const FIELDS = /** @type {const} */ ({
  Kunde: "customerId",
  Feld: "fieldDefinitionId",
  Stufe: "textValue",
  Tage: "multiSelectValue",
  Notiz: "",
});
const options = Object.entries(FIELDS).map(
  ([header, field]) => `--column=${header}=${field}`,
);

const selectOf = (/** @type {string} */ header) =>
  started.opened.page.locator("#column-fields").getByLabel(header);

/** @param {string} header @param {string} field what the list calls it */
async function pick(header, field) {
  await selectOf(header).selectOption({ label: field });
  await checked(started.opened.page);
}
async function pickAll() {
  for (const [header, field] of Object.entries(FIELDS))
    await pick(header, field || "Leave out");
}
const refusal = () => started.opened.page.locator("#file-issues").innerText();
const offered = () =>
  started.opened.page.locator("#column-fields label").allInnerTexts();

describe("columns in the Import tab", () => {
  it("hold the fields that are chosen, as with --column", async () => {
    const { page } = started.opened;
    const { refused = "" } = await verdictOfPage(page, theirs);
    assert.match(refused, /choose the fields of its columns under “Columns”/);
    assert.doesNotMatch(refused, /Kunde|privat/);
    await pickAll();
    const verdict = await verdictShown(page);
    assert.deepEqual(verdict, await command.verdict(theirs, ...options));
    assert.deepEqual(
      verdict.issues?.map(([line, column]) => [line, column]),
      [
        ["3", "Kunde"],
        ["4", "Tage.0"],
      ],
    );
  });

  it("are sent as by the command, and cannot be changed once they are", async () => {
    const { page } = started.opened;
    const sent = () =>
      started.all.emulator.requests.map(
        ({ path, rawBody }) => `${path} ${rawBody}`,
      );
    await command.run(theirs, "--skip-invalid", ...options);
    const expected = sent();
    assert.equal(expected.length, 1);
    started.all.emulator.reset();
    await choose(page, theirs);
    await pickAll();
    await page.getByLabel("Skip 2 invalid rows").check();
    await start(page);
    await ended(page);
    assert.deepEqual(sent(), expected);
    assert.ok(await selectOf("Kunde").isDisabled());
  });

  it("have the same fields in the next file with these headers", async () => {
    const { page } = started.opened;
    await choose(page, theirs);
    await pickAll();
    const { rows } = await verdictShown(page);
    const other = `customerId,fieldDefinitionId,textValue\n${customerId},${text.id},a\n`;
    assert.deepEqual((await verdictOfPage(page, other)).rows, [1, 0]);
    assert.deepEqual(await offered(), [
      ...["customerId", "fieldDefinitionId", "textValue"],
    ]);
    assert.deepEqual((await verdictOfPage(page, theirs)).rows, rows);
    assert.equal(await selectOf("Stufe").inputValue(), "textValue");
  });

  it("show what separates the cells by the headers that were chosen for", async () => {
    const { page } = started.opened;
    await choose(page, theirs);
    await pickAll();
    // One name of a field by commas, and four that were chosen by semicolons.
    const doubtful = theirs.replace("Notiz", "Notiz,textValue");
    const { refused = "" } = await verdictOfPage(page, doubtful);
    assert.match(refused, /“Notiz,textValue”/);
    assert.deepEqual((await offered()).slice(0, 2), ["Kunde", "Feld"]);
  });

  it("are refused if two of them hold one field, until one is left out", async () => {
    const { page } = started.opened;
    await choose(
      page,
      `customerId,fieldDefinitionId,textValue,Note\n${customerId},${text.id},a,b\n`,
    );
    await pick("Note", "textValue");
    assert.equal(
      await refusal(),
      "Two columns hold textValue: column 3 (C) and column 4 (D). Leave one out under “Columns”.",
    );
    await pick("textValue", "Leave out");
    assert.deepEqual((await verdictShown(page)).rows, [1, 0]);
    await pick("textValue", "textValue");
    assert.match(await refusal(), /^Two columns/);
    await pick("Note", "Choose a field…");
    assert.match(await refusal(), /^The column “Note” is not one of/);
    const twice = `customerId,fieldDefinitionId,textValue,textValue\n${customerId},${text.id},a,b\n`;
    const { refused } = await verdictOfPage(page, twice);
    assert.equal(
      refused,
      "Two columns hold textValue: column 3 (C) and column 4 (D). Rename or delete one of them.",
    );
    assert.deepEqual(await offered(), [
      ...["customerId", "fieldDefinitionId", "textValue"],
    ]);
  });

  it("may be chosen instead of one custom field for all rows", async () => {
    const { page } = started.opened;
    const content = `customerId,Feld,textValue\n${customerId},${text.id},a\n`;
    await choose(page, content);
    const field = page.getByLabel("Custom field");
    await pick("Feld", "Leave out");
    assert.match(await refusal(), /^No column holds fieldDefinitionId/);
    await field.selectOption({ index: 1 });
    await checked(page);
    assert.deepEqual((await verdictShown(page)).rows, [1, 0]);
    await pick("Feld", "fieldDefinitionId");
    assert.deepEqual((await verdictShown(page)).rows, [1, 0]);
    assert.ok(await field.isDisabled());
  });

  it("are offered up to the hundredth, with shortened names", async () => {
    const { page } = started.opened;
    const many = Array.from({ length: 2000 }, (_, index) => `n${index}`);
    const long = "x".repeat(5000);
    const content = `customerId,fieldDefinitionId,textValue,${long},${many}\n${customerId},${text.id},a\n`;
    await choose(page, content);
    const labels = await offered();
    assert.equal(labels.length, 100);
    assert.equal(labels[3], `${"x".repeat(80)}…`);
    assert.equal(
      await page.locator("#column-fields-more").innerText(),
      "Showing 100 of 2,004 columns. For the others, use the command or rename them in the file.",
    );
    await page.getByLabel("Leave out other columns").check();
    await checked(page);
    assert.deepEqual((await verdictShown(page)).rows, [1, 0]);
  });

  it("are named for some of very many that are not known, then only counted", async () => {
    const { page } = started.opened;
    const count = 50_000;
    const many = Array.from({ length: count }, (_, index) => `n${index}`);
    const header = `fieldDefinitionId,${many},textValue`;
    await choose(page, `${header},textValue\na\n`);
    const messages = (await refusal()).split("\n").filter((line) => line);
    assert.equal(messages.length, 24);
    assert.match(messages[19], /^The column “n19” is not one of/);
    assert.deepEqual(messages.slice(20), [
      "The same applies to 49,980 more columns.",
      "Two columns hold textValue: column 50002 (BUYD) and column 50003 (BUYE). Rename or delete one of them.",
      "No column holds customerId: choose one under “Columns”.",
      "Choose their fields under “Columns”, or leave out all such columns with “Leave out other columns”.",
    ]);
    const announced = await page.locator("#announcer").innerText();
    assert.equal(announced, messages.join(" "));
    assert.ok((await offered()).includes("textValue"));
    await page.getByLabel("Leave out other columns").check();
    await choose(page, `${header},customerId\n${text.id}\n`);
    assert.match(
      await page.locator("#outlook-left-out").innerText(),
      /"n98", "n99", 49,900 more$/,
    );
  });

  it("can be changed wherever a later file has them", async () => {
    const { page } = started.opened;
    const row = `${customerId},${text.id}`;
    const content = (/** @type {string[]} */ ...others) =>
      `customerId,fieldDefinitionId,${others}\n${row}\n`;
    await choose(page, content("Note"));
    await pick("Note", "textValue");
    const many = Array.from({ length: 120 }, (_, index) => `n${index}`);
    await page.getByLabel("Leave out other columns").check();
    await choose(page, content(...many, "Note", "textValue"));
    assert.match(await refusal(), /^Two columns hold textValue/);
    assert.deepEqual((await offered()).slice(-3), ["n97", "Note", "textValue"]);
    await pick("Note", "Leave out");
    await page.locator("#check-figures").waitFor();
  });

  it("have their places added if their headers look alike", async () => {
    const { page } = started.opened;
    const long = "x".repeat(100);
    const html = "<img src=x onerror=window.harm=1>";
    const headers = [
      ...["customerId", `${long}1`, `${long}2`, "a  b", "a\u00a0b", "a b"],
      ...[
        "\u00a0Note\u00a0",
        "\u0301",
        "e\u0301",
        "\u00e9",
        html,
        "",
        "\ufeff",
      ],
    ];
    await choose(page, `${headers}\na\n`);
    assert.deepEqual(await offered(), [
      "customerId",
      `${"x".repeat(80)}… (column 2 (B))`,
      `${"x".repeat(80)}… (column 3 (C))`,
      ...["a b (column 4 (D))", "a b (column 5 (E))", "a b (column 6 (F))"],
      ...["Note", "\u0301 (column 8 (H))", "\u00e9", html],
    ]);
    assert.equal(await page.evaluate(() => "harm" in window), false);
    const select = selectOf("a b (column 5 (E))");
    await select.focus();
    await select.selectOption("textValue");
    await checked(page);
    assert.ok(
      await select.evaluate((element) => element === document.activeElement),
    );
  });

  it("can be scrolled with the keyboard after the import, though not be changed", async () => {
    const { page } = started.opened;
    const many = Array.from({ length: 30 }, (_, index) => `n${index}`);
    await page.getByLabel("Leave out other columns").check();
    await choose(
      page,
      `customerId,fieldDefinitionId,textValue,${many}\n${customerId},${text.id},a\n`,
    );
    await start(page);
    await ended(page);
    assert.ok(await selectOf("textValue").isDisabled());
    assert.deepEqual(await violations(page), []);
    const list = page.locator("#column-fields");
    await list.focus();
    await page.keyboard.press("End");
    await page.waitForFunction(
      () => (document.getElementById("column-fields")?.scrollTop ?? 0) > 0,
    );
  });

  it("do not hold an issue of the custom field that is chosen for all rows", async () => {
    const { page } = started.opened;
    const content = `customerId,textValue\n${customerId},a\n`;
    const json = JSON.stringify([{ id: multi, fieldType: "number" }]);
    await choose(page, content);
    await page.getByLabel("Custom field").selectOption(text.id);
    await checked(page);
    await page.locator("#definitions-file").setInputFiles({
      name: "d.json",
      mimeType: "application/json",
      buffer: Buffer.from(json),
    });
    await page.locator("#found-rows tr").waitFor();
    const message = "d.json has no definition with this ID";
    assert.deepEqual(await problems(page, "found"), [
      ["2", "Custom field", text.id, message],
    ]);
    command.write("d.json", json);
    const { issues } = await command.verdict(
      content,
      ...["--definitions=d.json", `--field-definition=${text.id}`],
    );
    assert.deepEqual(issues, [["2", "--field-definition", message]]);
  });
});
