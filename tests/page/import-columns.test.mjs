/** The fields that a user chooses for the columns of a file, as with the command's `--column`. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  customerId,
  definitions,
  otherCustomerId,
} from "../emulator/fixtures.mjs";
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
      "Showing the first 100 of 2,004 columns.",
    );
    await page.getByLabel("Leave out other columns").check();
    await checked(page);
    assert.deepEqual((await verdictShown(page)).rows, [1, 0]);
  });
});
