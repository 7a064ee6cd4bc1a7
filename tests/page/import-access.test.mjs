/** The Import tab for everybody. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { customerId } from "../emulator/fixtures.mjs";
import { pressTo, sideways, violations } from "./access.mjs";
import { screenshot } from "./harness.mjs";
import {
  choose,
  createdTexts,
  csv,
  ended,
  openImport,
  says,
  start,
  text,
  textLines,
  texts,
  tick,
  useImport,
} from "./import-harness.mjs";

// A window long enough for a busy machine to use all its slots, so that the page shows a wait.
const rateLimit = { requests: 5, perMs: 1000 };
const started = useImport({ each: true, backend: { rateLimit } });

const rejected = `${customerId},${text.id},,12`;
const lines = [...textLines(20), rejected, `nobody,${"x".repeat(300)},,`];

/**
 * Goes through an import, and has each of its pictures looked at.
 *
 * @param {Parameters<typeof openImport>[1]} options
 * @param {string} name
 * @param {(page: import("playwright-core").Page, when: string) => Promise<void>} look
 */
async function walk(options, name, look) {
  const { page, problems, close } = await openImport(started.all, options);
  await look(page, "without a file");
  await choose(page, "customerId,notes\na,b\n");
  await look(page, "with a file that is refused");
  await choose(page, csv(lines), "renewals.csv");
  await look(page, "with problems");
  const definitions = page.locator("#definitions-file");
  const json = { name: `${"d".repeat(60)}.json`, mimeType: "application/json" };
  await definitions.setInputFiles({ ...json, buffer: Buffer.from("[5]") });
  await page.locator("#file-issues p").waitFor();
  await look(page, "with definitions that are refused");
  await page.getByRole("button", { name: /without definitions/ }).click();
  await page.locator("#outlook").waitFor();
  await page.getByLabel(/Skip/).check();
  await start(page);
  await page.locator("#fact-wait").getByText("next request").waitFor();
  await look(page, "while it runs");
  await screenshot(page, `import-${name}`);
  await page.getByRole("button", { name: "Pause" }).click();
  await look(page, "paused");
  await page.getByRole("button", { name: "Resume" }).click();
  await ended(page);
  await page.locator("#import summary").click();
  await look(page, "at the end");
  await screenshot(page, `import-${name}-end`);
  assert.deepEqual(problems, []);
  await close();
}

describe("the Import tab", () => {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    it(`has no axe violations in its ${colorScheme} colours`, async () => {
      const viewport = { width: 1280, height: 900 };
      await walk({ colorScheme, viewport }, colorScheme, async (page, when) =>
        assert.deepEqual(await violations(page), [], when),
      );
    });
  }

  it("never scrolls sideways on a phone", async () => {
    const viewport = { width: 320, height: 640 };
    const phone = { viewport, isMobile: true, hasTouch: true };
    await walk(phone, "phone", async (page, when) =>
      assert.equal(await sideways(page), 0, when),
    );
  });

  it("can be used with the keyboard alone", async () => {
    const { page } = started.opened;
    const { keyboard } = page;
    await page.getByRole("tab", { name: "Import" }).focus();
    await keyboard.press("ArrowLeft");
    assert.ok(await page.locator("#panel-one").isVisible());
    await keyboard.press("ArrowRight");
    assert.ok(await page.locator("#panel-import").isVisible());
    await pressTo(page, "Tab", "file");
    const chooser = page.waitForEvent("filechooser");
    await keyboard.press("Space");
    await (
      await chooser
    ).setFiles({
      name: "rows.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(csv([...textLines(30), "nobody,,,"])),
    });
    await page.locator("#check-figures").waitFor();
    await pressTo(page, "Tab", "definitions-file");
    await pressTo(page, "Tab", "list-separator");
    await pressTo(page, "Tab", "ignore-other-columns");
    await pressTo(page, "Tab", "allow-duplicate");
    await keyboard.press("Space");
    await says(page, "30 invalid");
    await keyboard.press("Space");
    await says(page, ", 1 invalid");
    await pressTo(page, "Tab", "leave-out");
    await keyboard.press("Space");
    await pressTo(page, "Tab", "run");
    await keyboard.press("Enter");
    await pressTo(page, "Tab", "pause");
    await keyboard.press("Enter");
    await page.getByRole("button", { name: "Resume" }).waitFor();
    await keyboard.press("Enter");
    await pressTo(page, "Tab", "stop");
    await keyboard.press("Enter");
    await ended(page);
    // The button that had the focus is off; the one that goes on has it.
    assert.equal(await page.evaluate(() => document.activeElement?.id), "run");
    await keyboard.press("Enter");
    await page.locator("#fact-left").getByText("about").waitFor();
    await ended(page);
    assert.deepEqual(
      createdTexts(started.all).toSorted(),
      texts(30).toSorted(),
    );
  });

  it("announces to screen readers what happens", async () => {
    const { page } = started.opened;
    const reported = page.locator("#announcer");
    await choose(page, csv(textLines(2)));
    assert.equal(await reported.innerText(), "rows.csv: 2 rows, all valid.");
    await tick(page, "Duplicates", false);
    assert.equal(await reported.innerText(), "rows.csv: 2 rows, 1 invalid.");
    await tick(page, "Duplicates");
    await start(page);
    await ended(page);
    assert.equal(
      await reported.innerText(),
      "Import ended. Created 2, rejected 0, unknown 0, not sent 0.",
    );
    await choose(page, "textValue\na\n");
    assert.match(await reported.innerText(), /No column holds customerId/);
  });

  it("names its progress bar and its chart for screen readers", async () => {
    const { page } = started.opened;
    await choose(page, csv(textLines(1)));
    await start(page);
    await ended(page);
    await page.getByRole("progressbar", { name: "1 of 1 row done" }).waitFor();
    await page.getByRole("img", { name: /^Requests in the last/ }).waitFor();
  });

  it("has a skip link that leads to the visible panel", async () => {
    const { page } = started.opened;
    await page.locator(".skip").focus();
    await page.keyboard.press("Enter");
    assert.equal(
      await page.evaluate(() => document.activeElement?.id),
      "import",
    );
  });
});
