import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  answered,
  create,
  readAnswer,
  screenshot,
  usePage,
} from "./harness.mjs";

const started = usePage({ each: true });

describe("issues that are found while the user types", () => {
  it("appear beside the customer ID and vanish when it is corrected", async () => {
    const { page } = started.opened;
    const input = page.getByLabel("Customer ID");
    await input.press("End");
    await input.press("Backspace");
    await page.locator("#customer-id-issues p").waitFor();
    assert.equal(await input.getAttribute("aria-invalid"), "true");
    assert.match(
      (await input.getAttribute("aria-describedby")) ?? "",
      /customer-id-issues/,
    );
    assert.match(await page.locator("#verdict").innerText(), /^1 problem/);
    await input.press("8");
    await page.locator("#customer-id-issues p").waitFor({ state: "detached" });
    assert.equal(await input.getAttribute("aria-invalid"), null);
  });

  it("are announced to screen readers politely", async () => {
    const { page } = started.opened;
    await page.getByLabel("Customer ID").fill("nobody");
    await page.locator("#announcer", { hasText: "1 problem" }).waitFor();
    assert.equal(
      await page.locator("#announcer").getAttribute("role"),
      "status",
    );
  });

  it("keep an invalid request from being sent", async () => {
    const { page } = started.opened;
    await page.getByLabel("Customer ID").fill("nobody");
    await create(page);
    const answer = await readAnswer(page);
    assert.equal(answer.title, "ValidationError");
    assert.equal(answer.outcome, "notSent");
    assert.equal(answer.facts["Found by"], "the package, before sending");
    assert.equal(started.all.emulator.requests.length, 0);
  });

  it("name each wrong key of a raw body", async () => {
    const { page } = started.opened;
    await page.getByLabel("Raw JSON").check();
    const raw = page.getByLabel("JSON body");
    await raw.fill(
      '{"fieldDefinitionId": "x", "numberValue": 12.5, "multiSelectValue": ["a", 1], "textvalue": ""}',
    );
    const issues = (
      await page.locator("#raw-json-issues p").allInnerTexts()
    ).join("\n");
    for (const path of [
      "fieldDefinitionId",
      "numberValue",
      "multiSelectValue.1",
      "textvalue",
    ]) {
      assert.ok(issues.includes(path), `${path} in ${issues}`);
    }
    assert.equal(await raw.getAttribute("aria-invalid"), "true");
    await create(page);
    await screenshot(page, "desktop-light-issues");
    assert.equal(started.all.emulator.requests.length, 0);
  });

  it("say where a raw body is not valid JSON", async () => {
    const { page } = started.opened;
    await page.getByLabel("Raw JSON").check();
    await page.getByLabel("JSON body").fill('{"fieldDefinitionId": ');
    assert.match(
      await page.locator("#raw-json-issues").innerText(),
      /^Not valid JSON/,
    );
    await page.getByRole("button", { name: "Create value" }).click();
    assert.equal(
      await page.evaluate(() => document.activeElement?.id),
      "raw-json",
    );
    assert.equal(started.all.emulator.requests.length, 0);
  });

  it("are joined by the server's issues until the field changes", async () => {
    const { page } = started.opened;
    await page.locator("#scenario").selectOption("~422");
    await create(page);
    assert.equal((await readAnswer(page)).facts["Found by"], "the server");
    await page.locator("#definitions-issues p").waitFor();
    assert.equal(
      await page.locator("#definitions").getAttribute("aria-invalid"),
      "true",
    );
    await page.getByRole("radio", { name: "null" }).check();
    await page.locator("#definitions-issues p").waitFor({ state: "detached" });
    await answered(page);
  });
});
