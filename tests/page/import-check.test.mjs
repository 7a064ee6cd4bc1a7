/** A file in the Import tab, before anything is sent. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { customerId, definitions } from "../emulator/fixtures.mjs";
import {
  HEADER,
  choose,
  csv,
  downloaded,
  figures,
  number,
  problems,
  says,
  text,
  textLines,
  useImport,
} from "./import-harness.mjs";

/** @typedef {import("playwright-core").Page} Page */

const started = useImport();

const status = () => started.opened.page.locator("#check-status").innerText();
const fileProblems = () =>
  started.opened.page.locator("#file-issues p").allInnerTexts();
const [wholeRow] = textLines(1);

describe("a chosen file", () => {
  it("is checked immediately, and its rows are counted", async () => {
    await choose(started.opened.page, csv(textLines(3)), "renewals.csv");
    assert.equal(await status(), "renewals.csv: 3 rows, all valid.");
    assert.deepEqual(await figures(started.opened.page, "#check"), {
      "Valid rows": 3,
      "Invalid rows": 0,
      Problems: 0,
    });
  });

  it("can be dropped on the box", async () => {
    const { page } = started.opened;
    await choose(page, csv(textLines(1)), "before.csv");
    const transfer = await page.evaluateHandle(
      (content) => {
        const data = new DataTransfer();
        data.items.add(
          new File([content], "dropped.csv", { type: "text/csv" }),
        );
        return data;
      },
      csv(textLines(2)),
    );
    await page.dispatchEvent("#drop", "drop", { dataTransfer: transfer });
    await says(page, "dropped.csv: 2 rows, all valid.");
    assert.equal(
      await page
        .locator("#file")
        .evaluate((input) => /** @type {any} */ (input).files[0].name),
      "dropped.csv",
    );
  });

  it("does not replace the page if it is dropped beside the box", async () => {
    const { page } = started.opened;
    const prevented = await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["a"], "beside.csv"));
      const options = { bubbles: true, cancelable: true, dataTransfer };
      return !document.body.dispatchEvent(new DragEvent("drop", options));
    });
    assert.equal(prevented, true);
    assert.doesNotMatch(await status(), /beside/);
  });

  it("has its problems listed by line and cell", async () => {
    const { page } = started.opened;
    await choose(
      page,
      csv([
        `${customerId},${text.id},"two\r\nlines",`,
        "",
        `nobody,${text.id},x,`,
        `${customerId},,x,`,
        `${customerId},${number.id},,12`,
      ]),
    );
    const found = await problems(page, "found");
    assert.deepEqual(
      found.map(([line, column, cell]) => [line, column, cell]),
      [
        ["5", "customerId", "nobody"],
        ["6", "fieldDefinitionId", "empty"],
      ],
    );
    assert.match(found[0][3], /UUID/);
    assert.deepEqual(await figures(page, "#check"), {
      "Valid rows": 2,
      "Invalid rows": 2,
      Problems: 2,
    });
  });

  it("has each value that fits no type reported by its cell", async () => {
    const { page } = started.opened;
    const row = `${customerId},${text.id}`;
    await choose(
      page,
      csv(
        [`${row},yes,`, `${row},true,"[""a""]"`, `${row},,a;b`],
        "customerId,fieldDefinitionId,booleanValue,multiSelectValue",
      ),
    );
    const found = await problems(page, "found");
    assert.deepEqual(
      found.map(([line, column, cell]) => [line, column, cell]),
      [
        ["2", "booleanValue", "yes"],
        ["4", "multiSelectValue", "a;b"],
      ],
    );
  });

  it("has a row with one value too many refused, but missing or extra empty cells accepted", async () => {
    await choose(
      started.opened.page,
      csv([`${wholeRow},x`, `${customerId},${text.id},a`, `${wholeRow},,`]),
    );
    const found = await problems(started.opened.page, "found");
    assert.deepEqual(
      found.map(([line, , , message]) => [line, message]),
      [["2", "the row has 5 cells, but the header has 4"]],
    );
  });

  it("has only the row with a stray quote refused", async () => {
    const row = `${customerId},${text.id}`;
    await choose(started.opened.page, csv([`${row},5" disk,`, `${row},"b",`]));
    const found = await problems(started.opened.page, "found");
    assert.deepEqual(
      found.map(([line, , , message]) => [line, message]),
      [["2", "a cell that is not quoted contains a quote"]],
    );
  });

  for (const [what, content] of /** @type {const} */ ([
    ["semicolons", csv(textLines(2)).replaceAll(/,(?! noted)/g, ";")],
    [
      "tabs, in UTF-16",
      Buffer.from(
        `\ufeff${csv(textLines(2)).replaceAll(/,(?! noted)/g, "\t")}`,
        "utf16le",
      ),
    ],
    [
      "a line sep=|",
      `sep=|\n${csv(textLines(2)).replaceAll(/,(?! noted)/g, "|")}`,
    ],
    ["line ends of old Macs", csv(textLines(2)).replaceAll("\r\n", "\r")],
    ["headers in capitals", csv(textLines(2), HEADER.toUpperCase())],
    [
      "an empty header",
      csv(
        textLines(2).map((line) => `${line},`),
        `${HEADER},`,
      ),
    ],
  ])) {
    it(`may have ${what}`, async () => {
      await choose(started.opened.page, content, "theirs.csv");
      assert.equal(await status(), "theirs.csv: 2 rows, all valid.");
    });
  }

  it("has its first 200 problems shown and all of them counted", async () => {
    await choose(started.opened.page, csv(Array(250).fill(`x,${text.id},a,`)));
    assert.equal((await problems(started.opened.page, "found")).length, 200);
    assert.equal(
      await started.opened.page.locator("#found-more").innerText(),
      "Showing the first 200 of 250.",
    );
  });

  for (const [what, content, message] of /** @type {const} */ ([
    ["no customerId", "textValue\na\n", /No column holds customerId/],
    ["an unknown column", "customerId,notes\na,b\n", /“notes” is not one of/],
    [
      "a column in another spelling",
      "Customer ID,textValue\na,b\n",
      /“Customer ID” probably holds customerId/,
    ],
    [
      "a column twice",
      csv([], "customerId,textValue,textValue"),
      /Two columns hold textValue: column 2 \(B\) and column 3 \(C\)/,
    ],
    [
      "separators in doubt",
      "customerId,textValue;fieldDefinitionId\n",
      /what separates its cells, commas or semicolons/,
    ],
    [
      "a value without a header",
      csv([`${wholeRow},x`], `${HEADER},`),
      /value at line 2 in column 5 \(E\), which has no header/,
    ],
    ["an open quote", csv([`${customerId},"a`]), /not valid CSV at line 2/],
    ["no rows", csv([]), /no rows below the header/],
    ["nothing", "", /is empty/],
    ["nothing but a byte order mark", "\ufeff", /is empty/],
    ["nothing but lines", "\n\n\r\n", /is empty/],
    ["another encoding", Buffer.from([99, 0xe9, 10]), /not UTF-8 at line 1/],
    ["a workbook in it", "PK\x03\x04 xl/workbook.xml", /an Excel workbook/],
  ])) {
    it(`is refused as a whole if it has ${what}`, async () => {
      await choose(started.opened.page, content);
      assert.match((await fileProblems()).join("\n"), message);
      assert.equal(
        await started.opened.page.locator("#run").getAttribute("aria-disabled"),
        "true",
      );
    });
  }

  it("uses the custom field from the list if it names none", async () => {
    const { page } = started.opened;
    await choose(page, csv([`${customerId},12.50`], "customerId,numberValue"));
    assert.match((await fileProblems()).join(), /choose the custom field/);
    await page.locator("#import-definition").selectOption(number.id);
    await says(page, "rows.csv: 1 row, all valid.");
    assert.deepEqual(await fileProblems(), []);
  });

  it("stays refused when another custom field is chosen for it", async () => {
    const { page } = started.opened;
    await choose(page, Buffer.from([0xff, 0xfe, 99]));
    const before = await fileProblems();
    await page.locator("#import-definition").selectOption(text.id);
    assert.equal(before.length, 1);
    assert.deepEqual(await fileProblems(), before);
  });

  it("may begin with a byte order mark", async () => {
    await choose(started.opened.page, `\ufeff${csv(textLines(1))}`);
    assert.deepEqual(await fileProblems(), []);
    assert.match(await status(), /all valid/);
  });

  it("can be the example, which has a row for each custom field", async () => {
    const example = await downloaded(started.opened.page, "example");
    assert.equal(example.name, "example.csv");
    await choose(started.opened.page, example.text, example.name);
    assert.equal(
      await status(),
      `example.csv: ${definitions.length} rows, all valid.`,
    );
  });

  it("is not sent until the user asks for it", async () => {
    await choose(started.opened.page, csv(textLines(3)));
    await started.opened.page
      .getByRole("button", { name: "Import 3 rows" })
      .waitFor();
    assert.deepEqual(started.all.emulator.requests, []);
  });
});

describe("5,000 rows", () => {
  it("are checked without blocking the page", async () => {
    const { page } = started.opened;
    const content = csv(
      textLines(5_000).map((line, index) => (index % 10 ? line : `x${line}`)),
    );
    const folder = await mkdtemp(join(tmpdir(), "import-"));
    /** @type {number[]} */
    const longest = [];
    // A stall of the page's own is there each time, one of a busy machine is not.
    for (let round = 0; round < 3 && longest.at(-1) !== 0; round++) {
      // Given as a file: a buffer would be unpacked in the page, at length.
      const name = `big-${round}.csv`;
      await writeFile(join(folder, name), content);
      await watchTasks(page);
      await page.locator("#file").setInputFiles(join(folder, name));
      await says(page, `${name}: 5,000 rows, 500 invalid.`);
      longest.push(await longestTask(page));
    }
    await rm(folder, { recursive: true });
    assert.equal(Math.min(...longest), 0, `tasks over 50 ms: ${longest}`);
  });

  it("are dropped immediately if another file is chosen", async () => {
    const { page } = started.opened;
    await page.locator("#file").setInputFiles({
      name: "big.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(csv(textLines(5_000))),
    });
    await choose(page, csv(textLines(1)), "small.csv");
    await says(page, "small.csv: 1 row, all valid.");
    assert.equal(await page.locator("#run").innerText(), "Import 1 row");
  });
});

/** Has the page keep each task that is longer than 50 ms. @param {Page} page */
const watchTasks = (page) =>
  page.evaluate(() => {
    const kept = /** @type {any} */ (window);
    kept.observer?.disconnect();
    kept.tasks = [];
    kept.keep = (/** @type {PerformanceEntry[]} */ entries) =>
      kept.tasks.push(...entries.map(({ duration }) => duration));
    kept.observer = new PerformanceObserver((list) =>
      kept.keep(list.getEntries()),
    );
    kept.observer.observe({ type: "longtask" });
  });

/** How long the longest was; 0 for none. @param {Page} page */
const longestTask = (page) =>
  page.evaluate(() => {
    const kept = /** @type {any} */ (window);
    kept.keep(kept.observer.takeRecords());
    return Math.max(0, ...kept.tasks);
  });
