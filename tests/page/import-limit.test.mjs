/** The Import tab where the API's own limit holds: 60 requests a minute. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startAll } from "./harness.mjs";
import {
  choose,
  createdTexts,
  csv,
  ended,
  figures,
  openImport,
  start,
  textLines,
  texts,
} from "./import-harness.mjs";

/** @type {Awaited<ReturnType<typeof startAll>>} */
let all;
before(async () => {
  all = await startAll({ rateLimit: { requests: 60, perMs: 60_000 } });
});
after(() => all?.close());

describe("an import of more rows than a minute takes", () => {
  it("sends a minute's rows at once, then shows the wait and the time left", async () => {
    const { page, close } = await openImport(all);
    await choose(page, csv(textLines(180)));
    await start(page);
    const wait = page.locator("#fact-wait").getByText(/next request in \d+ s/);
    await wait.waitFor({ timeout: 30_000 });
    assert.equal((await figures(page)).Created, 60);
    assert.match(
      await page.locator("#fact-left").innerText(),
      /^about (2 min|1 min \d+ s)/,
    );
    assert.match(
      await page.locator("#chart-text").innerText(),
      /^Now 60, at most 60 so far\. .*limit: 60 in any minute/,
    );
    await page.getByRole("button", { name: "Stop" }).click();
    await ended(page);
    assert.deepEqual(
      [...createdTexts(all)].sort(),
      texts(60).sort(),
      "no row is in flight while all wait",
    );
    assert.deepEqual(
      all.emulator.requests.filter(({ status }) => status !== 200),
      [],
    );
    await close();
  });
});
