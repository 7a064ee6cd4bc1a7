/** Rows that the API would take and that are seldom meant, definitions and other columns: as in the command. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  customerId,
  definitions,
  otherCustomerId,
} from "../emulator/fixtures.mjs";
import { startAll } from "./harness.mjs";
import {
  useImportCommand,
  verdictOfPage,
  verdictShown,
} from "./import-verdicts.mjs";
import {
  checked,
  choose,
  csv,
  ended,
  openCautious,
  start,
  textLines,
  tick,
  useImport,
} from "./import-harness.mjs";

const started = useImport({ each: true, open: openCautious });
const command = useImportCommand(started);

const [text, number, boolean, date, select, multi] = definitions.map(
  ({ id }) => id,
);
const header =
  "customerId,fieldDefinitionId,textValue,numberValue,booleanValue,dateValue,multiSelectValue";
/** A row of each kind of caution, and rows without any. */
const content = csv(
  [
    `${customerId},${text},Confidential,,,,`,
    `${customerId.toUpperCase()},${text},Secret,,,,`,
    `${otherCustomerId},${text},,,,,`,
    `${customerId},${number},,"1,234.50",,,`,
    `${customerId},${date},,,,31.12.2026,`,
    `${otherCustomerId},${text.toUpperCase()},Hidden,1.23457E+15,,46387,`,
    `nobody,${number},,$12,,,`,
    `${customerId},${boolean},,,TRUE,,`,
    `${customerId},${multi},,,,,"[""Aardvark"",""Zebra""]"`,
    `${otherCustomerId},${number},,0012.50,,,`,
  ],
  header,
);
const values =
  /Confidential|Secret|Hidden|234|1\.2|31\.12|46387|\$12|nobody|Aardvark|Zebra|12\.50|497f6eca|TRUE/i;

const BOXES = /** @type {const} */ ([
  ["Duplicates", "--allow-duplicates", ["3"]],
  ["Rows with IDs only", "--allow-empty", ["4"]],
  ["Numbers", "--allow-any-number", ["5", "7", "8"]],
  ["Dates", "--allow-any-date", ["6", "7"]],
]);

describe("cautions in the Import tab", () => {
  it("are reported as by the command, with the same summary", async () => {
    const verdict = await verdictOfPage(started.opened.page, content);
    assert.deepEqual(verdict, await command.verdict(content));
    assert.deepEqual(
      verdict.issues?.map(([line, column]) => [line, column]),
      [
        ["3", ""],
        ["4", ""],
        ["5", "numberValue"],
        ["6", "dateValue"],
        ["7", "numberValue"],
        ["7", "dateValue"],
        ["8", "customerId"],
        ["8", "numberValue"],
      ],
    );
    assert.deepEqual(verdict.rows, [4, 6]);
  });

  for (const [name, option, lines] of BOXES)
    it(`are turned off by “${name}” as by ${option}`, async () => {
      const { page } = started.opened;
      const before = await verdictOfPage(page, content);
      await tick(page, name);
      const verdict = await verdictShown(page);
      assert.deepEqual(verdict, await command.verdict(content, option));
      const isLeft = (/** @type {string[]} */ issue) =>
        !verdict.issues?.some((other) => other.join() === issue.join());
      assert.deepEqual(
        before.issues?.filter(isLeft).map(([line]) => line),
        lines,
      );
      await tick(page, name, false);
      assert.deepEqual(await verdictShown(page), before);
    });

  it("are counted, and the page says how to allow them", async () => {
    const { page } = started.opened;
    await choose(page, content);
    const note = page.locator("#cautioned");
    assert.equal(
      await note.innerText(),
      "The API itself allows some of these; to send them as they are, choose under “Send anyway”: duplicates (1 row), rows with IDs only (1 row), numbers (2 rows), dates (2 rows).",
    );
    await choose(page, csv(textLines(1)));
    assert.ok(await note.isHidden());
  });

  it("that are all turned off have the rows sent byte for byte", async () => {
    const { page } = started.opened;
    await choose(page, content);
    for (const [name] of BOXES) await tick(page, name);
    await page.getByLabel("Skip 1 invalid row").check();
    await start(page);
    await ended(page);
    const sent = () =>
      started.all.emulator.requests
        .map(({ path, rawBody }) => `${path} ${rawBody}`)
        .toSorted();
    const byPage = sent();
    assert.equal(byPage.length, 9);
    started.all.emulator.reset();
    const options = BOXES.map(([, option]) => option);
    await command.run(content, "--skip-invalid", ...options);
    assert.deepEqual(byPage, sent());
    for (const name of ["Duplicates", "Leave out other columns"]) {
      const box = page.getByRole("checkbox", { name: new RegExp(`^${name}`) });
      assert.ok(await box.isDisabled(), "of an import that has begun");
    }
    await choose(page, csv(textLines(1)));
    for (const [name] of BOXES) await tick(page, name, false);
  });
});

describe("the summary in the Import tab", () => {
  it("has its values masked", async () => {
    const { page } = started.opened;
    await choose(page, content);
    for (const [name] of BOXES) await tick(page, name);
    const shown = await page.locator("#outlook").innerText();
    assert.match(shown, /9 rows/);
    assert.match(shown, /textValue\s+••• \(12 characters\)/);
    assert.doesNotMatch(shown, values);
    const { toSend } = await verdictShown(page);
    assert.deepEqual(toSend?.definitions[0], [
      text,
      "4",
      "3 textValue, 1 numberValue, 1 dateValue, 1 without a value",
    ]);
    assert.deepEqual(
      toSend?.first.map(([line]) => line),
      ["Line 2", "Line 3", "Line 4"],
    );
  });

  it("shows nothing more if no row would be sent", async () => {
    const { page } = started.opened;
    await choose(page, csv(["nobody,,,"]));
    assert.equal(await page.locator("#outlook-to-send").innerText(), "0 rows");
    assert.ok(await page.locator("#outlook-rows").isHidden());
  });

  it("is hidden while there is no file that can be imported", async () => {
    const { page } = started.opened;
    const summary = page.locator("#outlook");
    assert.ok(await summary.isHidden());
    await choose(page, csv(textLines(1)));
    assert.ok(await summary.isVisible());
    await choose(page, "customerId,notes\na,b\n");
    assert.ok(await summary.isHidden());
  });

  it("lists twenty definitions and counts the others", async () => {
    const { page } = started.opened;
    const ids = Array.from({ length: 23 }, (_, index) =>
      text.replace(/..$/, `${index + 10}`),
    );
    await choose(page, csv(ids.map((id) => `${customerId},${id},a,`)));
    assert.equal(await page.locator("#outlook-definitions tr").count(), 20);
    assert.equal(
      await page.locator("#outlook-more").innerText(),
      "and 3 more definitions",
    );
  });

  it("says how long the import takes at the backend's rate limit", async () => {
    const limited = await startAll({
      rateLimit: { requests: 60, perMs: 60_000 },
    });
    const { page, close } = await openCautious(limited);
    const content = csv(textLines(200));
    await choose(page, content);
    await tick(page, "Duplicates");
    const { stdout } = await command.run(
      content,
      ...["--dry-run", "--allow-duplicates", "--rate-limit=60/60000"],
    );
    const said = await page.locator("#outlook-to-send").innerText();
    assert.equal(said, "200 rows, which takes 4 min at the rate limit");
    assert.ok(stdout.includes(`\nTo send: ${said}\n`), stdout);
    await close();
    await limited.close();
  });
});

describe("other columns in the Import tab", () => {
  const others = `${customerId},${text},a,Ivo,5`;
  const theirs = csv(
    [others, `x${others}`],
    "customerId,fieldDefinitionId,textValue,Full name,notes",
  );

  it("are all reported together, and one checkbox ignores them", async () => {
    const { page } = started.opened;
    const { refused = "" } = await verdictOfPage(page, theirs);
    assert.match(refused, /“Full name” is not one of/);
    assert.match(refused, /“notes” is not one of/);
    assert.match(
      refused,
      /, or leave out all such columns with “Leave out other columns”/,
    );
    await tick(page, "Leave out other columns");
    const verdict = await verdictShown(page);
    assert.deepEqual(
      verdict,
      await command.verdict(theirs, "--ignore-other-columns"),
    );
    assert.deepEqual(verdict.rows, [1, 1]);
    const leftOut = page.locator("#outlook-left-out");
    assert.equal(await leftOut.innerText(), '"Full name", "notes"');
    await tick(page, "Leave out other columns", false);
    assert.match(await page.locator("#file-issues").innerText(), /notes/);
  });

  it("without a header are ignored by it too", async () => {
    const { page } = started.opened;
    const content = csv(
      [`${customerId},${text},a,x`],
      "customerId,fieldDefinitionId,textValue,",
    );
    const { refused = "" } = await verdictOfPage(page, content);
    assert.match(
      refused,
      /no header.*, or choose “Leave out other columns”\.$/,
    );
    await tick(page, "Leave out other columns");
    assert.deepEqual((await verdictShown(page)).rows, [1, 0]);
  });
});

describe("lists in the Import tab", () => {
  const lists = csv(
    [
      `${customerId},${multi},Monday; Friday ;;`,
      `${otherCustomerId},${multi}, ; `,
      `${otherCustomerId},${multi},"[""Monday""]"`,
    ],
    "customerId,fieldDefinitionId,multiSelectValue",
  );
  it("are texts with a separator between them, as with --separator", async () => {
    const { page } = started.opened;
    const before = await verdictOfPage(page, lists);
    assert.deepEqual(before, await command.verdict(lists));
    assert.deepEqual(before.rows, [1, 2]);
    await page.getByLabel("List separator").fill(";");
    await page.keyboard.press("Tab");
    await page.getByText("2 texts").waitFor();
    const verdict = await verdictShown(page);
    assert.deepEqual(verdict, await command.verdict(lists, "--separator=;"));
    assert.deepEqual(verdict.rows, [1, 2]);
    assert.match(
      verdict.issues?.[1]?.[2] ?? "",
      /without brackets and quotes around them, or leave out the separator/,
    );
    await page.getByLabel("Skip 2 invalid rows").check();
    await start(page);
    await ended(page);
    const [{ body }] = started.all.emulator.requests;
    assert.deepEqual(body, {
      fieldDefinitionId: multi,
      multiSelectValue: ["Monday", "Friday"],
    });
    assert.ok(await page.locator("#list-separator").isDisabled());
  });
});

describe("the cells of a file in the Import tab", () => {
  // As many names of fields by commas as by semicolons.
  const doubtful = csv(
    [`${customerId};${text};a,b`],
    "customerId;fieldDefinitionId;textValue,x,customerId,fieldDefinitionId",
  );
  it("are separated by what is chosen, if the header does not show it, as with --delimiter", async () => {
    const { page } = started.opened;
    await choose(page, doubtful);
    const problem = page.locator("#file-issues");
    await problem.getByText("choose it under “Cell separator”").waitFor();
    await page.getByLabel("Leave out other columns").check();
    await page.getByLabel("Cell separator").selectOption("Semicolon");
    await page.getByText("1 row").first().waitFor();
    const verdict = await verdictShown(page);
    const options = ["--delimiter=;", "--ignore-other-columns"];
    assert.deepEqual(verdict, await command.verdict(doubtful, ...options));
  });
});

describe("definitions in the Import tab", () => {
  const list = definitions.map(({ id, fieldType, options = null }) => ({
    ...{ id, fieldType, options, label: "Personal", isRequired: false },
  }));
  const rows = csv(
    [
      `${customerId},${number},12,,`,
      `${customerId},${select},,,gold`,
      `${otherCustomerId},${select},,,Gold`,
      `${customerId},${customerId},secret,,`,
      `${customerId},x,a,,`,
      `${otherCustomerId},${number.toUpperCase()},,12,`,
      `${customerId},${text},,abc,`,
    ],
    "customerId,fieldDefinitionId,textValue,numberValue,selectValue",
  );
  /** @param {string} content */
  const give = (content) =>
    started.opened.page.locator("#definitions-file").setInputFiles({
      name: "d.json",
      mimeType: "application/json",
      buffer: Buffer.from(content),
    });
  const problems = () =>
    started.opened.page.locator("#definitions-file-issues p").allInnerTexts();

  for (const [what, file] of Object.entries({
    "a list": list,
    "a page of the API's": { itemsTotal: 6, nextPage: null, items: list },
  }))
    it(`as ${what} are applied to rows as by the command`, async () => {
      const { page } = started.opened;
      await choose(page, rows);
      const before = await verdictShown(page);
      await give(JSON.stringify(file));
      await page.getByText("d.json has no definition with this ID").waitFor();
      command.write("d.json", JSON.stringify(file));
      const verdict = await verdictShown(page);
      assert.deepEqual(
        verdict,
        await command.verdict(rows, "--definitions=d.json"),
      );
      assert.deepEqual(verdict.rows, [2, 5]);
      await page
        .getByRole("button", { name: "Check without definitions" })
        .click();
      await checked(page);
      assert.deepEqual(await verdictShown(page), before);
    });

  it("apply to files that are chosen after them", async () => {
    await give(JSON.stringify(list));
    const { rows: counts } = await verdictOfPage(started.opened.page, rows);
    assert.deepEqual(counts, [2, 5]);
  });

  it("that are invalid are reported with everything that is wrong, and prevent the import", async () => {
    const { page } = started.opened;
    await choose(page, rows);
    const wrong = [list[0], { id: "x", fieldType: "texts" }, 5, list[0]];
    await give(JSON.stringify({ items: wrong }));
    await page.locator("#file-issues p").waitFor();
    assert.deepEqual(await problems(), [
      "d.json cannot be used.",
      "items[1].id: Invalid UUID: it must have 36 characters, hyphens included",
      "items[1].fieldType: Invalid type of field: expected text, number, boolean, date, select or multi_select",
      "items[2]: Invalid input: expected object, received number",
      "items[3].id: the same ID as items[0]",
    ]);
    assert.equal(
      await page.locator("#run").getAttribute("aria-disabled"),
      "true",
    );
    await give("id,fieldType\n");
    await page.getByText("d.json is not JSON.").waitFor();
    await give(JSON.stringify(list));
    await page.locator("#check-figures").waitFor();
    assert.deepEqual(await problems(), []);
  });
});
