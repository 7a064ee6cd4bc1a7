import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const axeSource = await readFile(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);

/**
 * What axe finds wrong with the page as it is.
 *
 * @param {import("playwright-core").Page} page
 */
export async function violations(page) {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = /** @type {any} */ (window);
    const found = await axe.run(document, { resultTypes: ["violations"] });
    return found.violations.map(
      (/** @type {any} */ rule) =>
        `${rule.id}: ${rule.nodes.map((/** @type {any} */ node) => node.html)}`,
    );
  });
}

/**
 * By how much the page scrolls sideways.
 *
 * @param {import("playwright-core").Page} page
 */
export const sideways = (page) =>
  page.evaluate(
    () =>
      document.documentElement.scrollWidth -
      document.documentElement.clientWidth,
  );

/**
 * Presses a key until the focus is where it should be.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} key
 * @param {string} id
 */
export async function pressTo(page, key, id) {
  const focused = () => page.evaluate(() => document.activeElement?.id);
  for (let presses = 0; presses < 30; presses++) {
    await page.keyboard.press(key);
    if ((await focused()) === id) return;
  }
  throw new Error(`${key} leads to no #${id}, but to #${await focused()}`);
}
