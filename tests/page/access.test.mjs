import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { definitions } from "../emulator/fixtures.mjs";
import { sideways, violations } from "./access.mjs";
import { answered, create, openPage, screenshot, usePage } from "./harness.mjs";

const started = usePage({ opens: false });

describe("the page", () => {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    it(`has no axe violations in its ${colorScheme} colours`, async () => {
      const viewport = { width: 1280, height: 900 };
      const { page, problems, close } = await openPage(started.all, {
        colorScheme,
        viewport,
      });
      assert.deepEqual(await violations(page), [], "at first");
      await create(page);
      assert.deepEqual(await violations(page), [], "with a value");
      await screenshot(page, `desktop-${colorScheme}`);
      await page.locator("#scenario").selectOption("~422");
      await page.getByLabel("Customer ID").fill("nobody");
      await create(page);
      assert.deepEqual(await violations(page), [], "with issues");
      await page.locator("#scenario").selectOption("~500");
      await page.getByLabel("Raw JSON").check();
      await page.getByLabel("JSON body").fill('{"a": 1}');
      await create(page);
      assert.deepEqual(await violations(page), [], "with a raw body");
      assert.deepEqual(problems, []);
      await close();
    });
  }

  it("never scrolls sideways on a phone", async () => {
    const viewport = { width: 320, height: 640 };
    const { page, close } = await openPage(started.all, {
      viewport,
      isMobile: true,
      hasTouch: true,
    });
    assert.equal(await sideways(page), 0, "at first");
    const cards = await page.locator("input[name=definition]").all();
    assert.equal(cards.length, definitions.length);
    for (const card of cards) {
      await card.check();
      assert.equal(await sideways(page), 0, await card.inputValue());
    }
    for (const scenario of ["", "~cut-body", "~422"]) {
      await page.locator("#scenario").selectOption(scenario);
      await create(page);
      await page.locator("#response-body summary").click();
      assert.equal(await sideways(page), 0, `with the answer ${scenario}`);
    }
    for (const tab of ["curl", "JavaScript"]) {
      await page.getByRole("tab", { name: tab }).click();
      assert.equal(await sideways(page), 0, tab);
    }
    await page.getByLabel("Customer ID").fill("x".repeat(200));
    assert.equal(await sideways(page), 0, "with a long ID");
    await screenshot(page, "phone-light");
    await close();
  });

  it("can be used with the keyboard alone", async () => {
    const { page, close } = await openPage(started.all);
    const focused = () =>
      page.evaluate(
        () => document.activeElement?.id || document.activeElement?.textContent,
      );
    /** @param {string} key @param {(name: string) => boolean} until */
    const press = async (key, until) => {
      for (let presses = 0; presses < 30; presses++) {
        await page.keyboard.press(key);
        if (until((await focused()) ?? "")) return;
      }
      assert.fail(`${key} leads nowhere; the focus is on ${await focused()}`);
    };
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "Skip to the request");
    await page.keyboard.press("Enter");
    await press("Tab", (name) => name === "customer-id");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    // On the first of the custom fields; the arrow chooses the second, a number.
    await page.keyboard.press("ArrowDown");
    await press("Tab", (name) => name === "value-input");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("7.250");
    await press("Tab", (name) => name === "create");
    await page.keyboard.press("Enter");
    await answered(page);
    assert.equal(
      JSON.parse(started.all.emulator.requests.at(-1)?.rawBody ?? "{}")
        .numberValue,
      "7.250",
    );
    assert.equal(await focused(), "create");
    assert.equal(
      await page.locator("#announcer").innerText(),
      "Value created.",
    );
    await press("Tab", (name) => name === "tab-http");
    await page.keyboard.press("ArrowRight");
    assert.equal(await focused(), "tab-curl");
    assert.match(
      await page.locator("#panel-curl").innerText(),
      /\$CARECYCLE_API_KEY/,
    );
    await close();
  });

  it("does not move if the user prefers reduced motion", async () => {
    const { page, close } = await openPage(started.all, {
      reducedMotion: "reduce",
    });
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll("*")].some(
        (element) =>
          parseFloat(getComputedStyle(element).transitionDuration) > 0,
      ),
    );
    assert.equal(moving, false);
    await close();
  });
});
