/** The Import tab where the API's own limit holds: 60 requests a minute. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  choose,
  createdTexts,
  csv,
  ended,
  figures,
  start,
  textLines,
  texts,
  useImport,
} from "./import-harness.mjs";

const rateLimit = { requests: 60, perMs: 60_000 };
const started = useImport({ backend: { rateLimit } });

describe("an import of more rows than the limit allows in a minute", () => {
  it("sends a minute's rows immediately, then shows the wait and the time left", async () => {
    const { page } = started.opened;
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
      [...createdTexts(started.all)].sort(),
      texts(60).sort(),
      "no row is in flight while all wait",
    );
    assert.deepEqual(
      started.all.emulator.requests.filter(({ status }) => status !== 200),
      [],
    );
  });
});
