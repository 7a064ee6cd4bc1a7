/** The page is put together from the files in `www/public/parts`. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { describe, it } from "node:test";
import { usePage } from "./harness.mjs";

const names = readdirSync(
  new URL("../../www/public/parts", import.meta.url),
).toSorted();

describe("the page's parts", () => {
  const started = usePage({ opens: false });

  it("are each on the page once, without a duplicate element ID", async () => {
    const page = await started.all.browser.newPage();
    await page.goto(started.all.backend.url);
    await page.getByText("Valid: ready to send.").waitFor();
    const parts = await page
      .locator("[data-part]")
      .evaluateAll((holders) =>
        holders.map((holder) => [
          holder.getAttribute("data-part"),
          holder.childElementCount > 0,
        ]),
      );
    assert.deepEqual(
      parts.toSorted(),
      names.map((name) => [name, true]),
    );
    const ids = await page
      .locator("[id]")
      .evaluateAll((elements) => elements.map(({ id }) => id));
    assert.deepEqual(ids.toSorted(), [...new Set(ids)].toSorted());
    await page.close();
  });

  it("are named in an alert if one cannot be loaded", async () => {
    const page = await started.all.browser.newPage();
    await page.route("**/parts/import-run.html", (route) =>
      route.fulfill({ status: 404, body: "<p>Not here</p>" }),
    );
    await page.goto(started.all.backend.url);
    const failure = page.getByRole("alert");
    await failure.waitFor();
    assert.equal(
      await failure.innerText(),
      "The page could not start: parts/import-run.html: the server responded with status 404",
    );
    assert.equal(await page.getByText("Not here").count(), 0);
    await page.close();
  });
});
