/** An import from the Import tab, from its first request to the files of what failed. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { apiKey, customerId } from "../emulator/fixtures.mjs";
import { screenshot } from "./harness.mjs";
import {
  HEADER,
  choose,
  createdTexts,
  csv,
  downloaded,
  ended,
  figures,
  number,
  problems,
  start,
  text,
  textLines,
  texts,
  useImport,
} from "./import-harness.mjs";

/** Small enough that a whole window passes in a test. */
const rateLimit = { requests: 5, perMs: 400 };
const started = useImport({ each: true, backend: { rateLimit } });

const statuses = () =>
  started.all.emulator.requests.map(({ status }) => status);
const [wrongType, nobody] = [
  `${customerId},${text.id},,12`,
  `0470cfd4-dcf3-4d8c-ac28-58c6deeff250,${text.id},"for ""nobody""",`,
];

describe("an import in the page", () => {
  it("creates each row once and keeps to the rate limit", async () => {
    const { page } = started.opened;
    await choose(page, csv(textLines(23)));
    await start(page);
    await ended(page);
    assert.deepEqual(
      createdTexts(started.all).toSorted(),
      texts(23).toSorted(),
    );
    assert.deepEqual(new Set(statuses()), new Set([200]));
    assert.deepEqual(await figures(page), {
      Created: 23,
      Rejected: 0,
      Unknown: 0,
      "Not sent": 0,
    });
    assert.equal(
      await page.locator("#progress-text").innerText(),
      "23 of 23 rows done",
    );
    assert.match(
      await page.locator("#chart-text").innerText(),
      /at most 5 so far\. .*limit: 5 in any 0\.4 s/,
    );
  });

  it("cannot be started twice with the same rows", async () => {
    const { page } = started.opened;
    await choose(page, csv(textLines(3)));
    await page.locator("#run").dblclick();
    await ended(page);
    assert.equal(
      await page.locator("#run-hint").innerText(),
      "Nothing is left to import.",
    );
    await start(page);
    assert.equal(await page.locator("#run").innerText(), "Import");
    assert.equal(started.all.emulator.requests.length, 3);
  });

  it("skips invalid rows only if the user agrees", async () => {
    const { page } = started.opened;
    const invalid = `nobody,${text.id},"a ""b""",`;
    await choose(page, csv([...textLines(2), invalid]));
    await start(page);
    assert.match(
      await page.locator("#run-hint").innerText(),
      /choose to skip them/,
    );
    await page.getByLabel("Skip 1 invalid row").check();
    await start(page);
    await ended(page);
    assert.deepEqual(createdTexts(started.all), texts(2));
    assert.equal(started.all.emulator.requests.length, 2);
    assert.equal((await downloaded(page, "failed")).text, csv([invalid]));
  });

  it("sends a number exactly as it is written", async () => {
    const { page } = started.opened;
    await choose(
      page,
      csv([`${customerId},0012.500`], "customerId,numberValue"),
    );
    await page.locator("#import-definition").selectOption(number.id);
    await page.getByRole("button", { name: "Import 1 row" }).click();
    await ended(page);
    assert.deepEqual(started.all.emulator.requests[0].body, {
      fieldDefinitionId: number.id,
      numberValue: "0012.500",
    });
    assert.ok(await page.locator("#import-definition").isDisabled());
  });

  it("sends nothing while it is paused, and continues where it was", async () => {
    const { page } = started.opened;
    await choose(page, csv(textLines(40)));
    await start(page);
    await page.locator("#progress-bar:not([value='0'])").waitFor();
    await page.getByRole("button", { name: "Pause" }).click();
    // A whole window without a request: those under way are finished.
    await page.getByText("Now 0, at most 5").waitFor();
    const paused = started.all.emulator.requests.length;
    assert.ok(paused > 0 && paused < 40, `${paused} were sent`);
    assert.match(await page.locator("#progress-text").innerText(), /, paused$/);
    assert.equal(await page.locator("#fact-left").innerText(), "paused");
    await page.getByRole("button", { name: "Resume" }).click();
    await ended(page);
    assert.deepEqual(
      createdTexts(started.all).toSorted(),
      texts(40).toSorted(),
    );
    assert.equal(started.all.emulator.requests.length, 40);
  });

  it("stops immediately, and the remaining rows can be imported later", async () => {
    const { page } = started.opened;
    await choose(page, csv(textLines(30)));
    await start(page);
    await page.locator("#progress-bar:not([value='0'])").waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await ended(page);
    const { Created, "Not sent": left } = await figures(page);
    assert.ok(left > 0, "some are left");
    assert.equal(Created + left, 30);
    assert.equal(started.all.emulator.values.length, Created);
    const rest = textLines(30).filter(
      (_line, index) => !createdTexts(started.all).includes(texts(30)[index]),
    );
    assert.equal((await downloaded(page, "failed")).text, csv(rest));
    await page.getByRole("button", { name: `Import ${left} rows` }).click();
    await ended(page);
    assert.deepEqual(
      createdTexts(started.all).toSorted(),
      texts(30).toSorted(),
    );
  });

  it("can be stopped while it is paused", async () => {
    const { page } = started.opened;
    await choose(page, csv(textLines(40)));
    await start(page);
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("button", { name: "Stop" }).click();
    await ended(page);
    const { Created, "Not sent": left } = await figures(page);
    assert.equal(Created + left, 40);
    assert.equal(started.all.emulator.values.length, Created);
  });

  it("shows why rows were rejected, and offers them as they are in the file", async () => {
    const { page } = started.opened;
    const [first, second] = textLines(2);
    const lines = [first, wrongType, `${customerId},${text.id},"a\r\n\r\nb",`];
    await choose(
      page,
      `\ufeff${csv([...lines, nobody, second])}`,
      "clients.csv",
    );
    await start(page);
    await ended(page);
    await screenshot(page, "import-rejected");
    const found = await problems(page, "failed");
    assert.deepEqual(
      found.map(([line]) => line),
      ["3", "7"],
    );
    assert.match(
      found[0][3],
      /^rejected: 400 The API refused .*; server message: .*takes textValue/,
    );
    assert.match(
      found[1][3],
      /^rejected: 404 .*; server message: Customer not found/,
    );
    const { name, text: file } = await downloaded(page, "failed");
    assert.equal(name, "clients.failed.csv");
    assert.equal(file, `\ufeff${csv([wrongType, nobody])}`);
  });

  for (const [name, failed] of [
    ["clients.tsv", "clients.failed.tsv"],
    ["Unicode.TXT", "Unicode.failed.TXT"],
    ["clients", "clients.failed.csv"],
    ["v1.csv.bak", "v1.csv.bak.failed.csv"],
  ])
    it(`names the file of failed rows of ${name} ${failed}`, async () => {
      const { page } = started.opened;
      const content = Buffer.from(
        `\ufeff${csv([`${customerId},${text.id},a,`, nobody]).replaceAll(",", "\t")}`,
        "utf16le",
      );
      await choose(page, content, name);
      await start(page);
      await ended(page);
      const file = await downloaded(page, "failed");
      assert.equal(file.name, failed);
      const [header, row] = file.text.replaceAll("\0", "").split("\r\n");
      assert.match(header, /customerId\tfieldDefinitionId/);
      assert.match(row, /^0470cfd4.*nobody/);
    });

  it("shows an issue from the server beside its cell", async () => {
    const { page } = started.opened;
    started.all.emulator.faultQueue.push("422");
    await choose(page, csv(textLines(1)));
    await start(page);
    await ended(page);
    const [[line, column]] = await problems(page, "failed");
    assert.equal(line, "2");
    assert.match(column, /^[a-zA-Z]+/);
  });

  it("lists rows that were created although the response was cut off", async () => {
    const { page } = started.opened;
    started.all.emulator.faultQueue.push("cut-body");
    await choose(page, csv(textLines(3)));
    await start(page);
    await ended(page);
    const found = await problems(page, "failed");
    assert.deepEqual(
      found.map(([line]) => line),
      ["2"],
    );
    assert.match(
      found[0][3],
      /^created: 502 The value was created, but .*; server message: 200 .* cut off$/,
    );
    await page
      .locator("#announcer")
      .getByText("Created 3 (unreadable response: line 2), rejected 0")
      .waitFor({ state: "attached" });
    assert.equal(started.all.emulator.values.length, 3);
  });

  it("lists rows of unknown outcome separately, and does not send them again", async () => {
    const { page } = started.opened;
    started.all.emulator.faultQueue.push("close-after");
    await choose(page, csv(textLines(4)));
    await start(page);
    await ended(page);
    const { Created, Unknown } = await figures(page);
    assert.deepEqual([Created, Unknown], [3, 1]);
    assert.equal(started.all.emulator.requests.length, 4);
    assert.ok(await page.locator("#failed").isHidden());
    const { name, text: file } = await downloaded(page, "unknown");
    assert.equal(name, "rows.unknown.csv");
    assert.equal(file.split("\r\n")[0], HEADER);
    assert.equal(file.split("\r\n").length, 3);
    assert.equal(
      await page.locator("#run-hint").innerText(),
      "Nothing is left to import.",
    );
  });

  it("counts a row as created if its response was cut off", async () => {
    const { page } = started.opened;
    started.all.emulator.faultQueue.push("cut-body");
    await choose(page, csv(textLines(2)));
    await start(page);
    await ended(page);
    assert.equal((await figures(page)).Created, 2);
    assert.equal(started.all.emulator.values.length, 2);
  });

  it("asks for confirmation before the page is left, but only while it runs", async () => {
    const { page } = started.opened;
    const leaves = () =>
      page.evaluate(() =>
        dispatchEvent(new Event("beforeunload", { cancelable: true })),
      );
    await choose(page, csv(textLines(20)));
    assert.equal(await leaves(), true);
    await start(page);
    assert.equal(await leaves(), false);
    assert.ok(await page.locator("#file").isDisabled());
    await page.getByRole("button", { name: "Stop" }).click();
    await ended(page);
    assert.equal(await leaves(), true);
    assert.ok(await page.locator("#file").isEnabled());
  });

  it("never sends the key to the page", async () => {
    const { page, wireText } = started.opened;
    await choose(page, csv(textLines(2)));
    await start(page);
    await ended(page);
    assert.equal(started.all.emulator.requests[0].headers["x-api-key"], apiKey);
    const seen = `${await wireText()}\n${await page.content()}`;
    assert.ok(seen.includes("Row 1, noted"), "the wire was listened to");
    assert.ok(!seen.includes(apiKey), "the key is nowhere");
  });
});
