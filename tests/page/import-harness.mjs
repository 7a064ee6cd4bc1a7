import { readFile } from "node:fs/promises";
import { customerId, definitions } from "../emulator/fixtures.mjs";
import { openPage, usePage } from "./harness.mjs";

/** @typedef {import("playwright-core").Page} Page */

export const [text, number] = definitions;
export const HEADER = "customerId,fieldDefinitionId,textValue,numberValue";

/** Lines of a file in which each row's text is its own. @param {number} count */
export const textLines = (count) =>
  Array.from(
    { length: count },
    (_, index) => `${customerId},${text.id},"Row ${index}, noted",`,
  );

/** @param {readonly string[]} lines */
export const csv = (lines, header = HEADER) =>
  [header, ...lines].map((line) => `${line}\r\n`).join("");

/**
 * The Import tab in a new context. It takes duplicates, since rows of one customer and definition are what most
 * tests are made of.
 *
 * @param {Parameters<typeof openPage>[0]} all
 * @param {Parameters<typeof openPage>[1]} [options]
 */
export async function openImport(all, options) {
  const opened = await openCautious(all, options);
  await opened.page.getByRole("checkbox", { name: /^Duplicates/ }).check();
  return opened;
}

/**
 * The Import tab in a new context, as it is.
 *
 * @param {Parameters<typeof openPage>[0]} all
 * @param {Parameters<typeof openPage>[1]} [options]
 */
export async function openCautious(all, options) {
  const opened = await openPage(all, options);
  await opened.page.getByRole("tab", { name: "Import" }).click();
  return opened;
}

/** `usePage` at the Import tab. @param {Parameters<typeof usePage>[0]} [options] */
export const useImport = (options) => usePage({ open: openImport, ...options });

/**
 * Chooses a file and waits until it is checked.
 *
 * @param {Page} page
 * @param {string | Buffer} content
 * @param {string} [name]
 */
export async function choose(page, content, name = "rows.csv") {
  await page.locator("#file").setInputFiles({
    name,
    mimeType: "text/csv",
    buffer: Buffer.from(content),
  });
  await checked(page);
}

/** @param {Page} page */
export async function checked(page) {
  await page
    .locator(
      '#check[aria-busy="false"]:has(#check-figures:not([hidden])), #import:has(#file-issues p)',
    )
    .waitFor();
}

/**
 * Ticks a box, or clears it, and waits until the file is checked again.
 *
 * @param {Page} page
 * @param {string} name what its label begins with
 */
export async function tick(page, name, ticked = true) {
  const box = page.getByRole("checkbox", { name: new RegExp(`^${name}`) });
  await box.setChecked(ticked);
  await checked(page);
}

/** Waits until the check says so. @param {Page} page @param {string} words */
export const says = (page, words) =>
  page.locator("#check-status").getByText(words).waitFor();

/** Presses the button, whether or not there is anything to import. @param {Page} page */
export const start = (page) => page.locator("#run").click({ force: true });

/** @param {Page} page */
export const ended = (page) =>
  page.locator("#fact-left").getByText("ended").waitFor({ timeout: 120_000 });

/**
 * The figures by their names.
 *
 * @param {Page} page
 * @param {string} [within]
 * @returns {Promise<Record<string, number>>}
 */
export async function figures(page, within = "#progress") {
  const pairs = await page
    .locator(`${within} .figures > div`)
    .evaluateAll((all) =>
      all.map((pair) => [
        pair.querySelector("dt")?.textContent ?? "",
        Number(pair.querySelector("dd")?.textContent?.replaceAll(",", "")),
      ]),
    );
  return Object.fromEntries(pairs);
}

/**
 * What a table of problems says: line, column, cell, problem.
 *
 * @param {Page} page
 * @param {"found" | "failed"} name
 */
export const problems = (page, name) =>
  page.locator(`#${name}-rows tr`).evaluateAll((rows) =>
    rows.map((row) => {
      const [line, column, problem] = row.querySelectorAll("td");
      const [message, cell] = problem.childNodes;
      return [line, column, cell, message].map(
        (node) => node.textContent ?? "",
      );
    }),
  );

/**
 * The summary of what would be sent; of no rows it shows only that.
 *
 * @param {Page} page
 */
export async function outlook(page) {
  const textsIn = (/** @type {string} */ selector) =>
    page.locator(selector).allInnerTexts();
  const [toSend] = await textsIn("#outlook-to-send");
  const [duplicates] = await textsIn("#outlook-duplicates");
  const definitions = await page
    .locator("#outlook-definitions tr")
    .evaluateAll((rows) =>
      rows.map((row) =>
        Array.from(row.children, ({ textContent }) => textContent ?? ""),
      ),
    );
  const first = await page
    .locator("#outlook-first li")
    .evaluateAll((rows) =>
      rows.map((row) => [
        row.querySelector("p")?.textContent ?? "",
        ...Array.from(
          row.querySelectorAll("dt"),
          (name) => `${name.textContent} ${name.nextSibling?.textContent}`,
        ),
      ]),
    );
  return { toSend, duplicates, definitions, first };
}

/**
 * What a link downloads.
 *
 * @param {Page} page
 * @param {string} id
 */
export async function downloaded(page, id) {
  const waiting = page.waitForEvent("download");
  await page.locator(`#${id}`).click();
  const download = await waiting;
  return {
    name: download.suggestedFilename(),
    text: await readFile(await download.path(), "utf8"),
  };
}

/** The texts that were created, in order. @param {Parameters<typeof openPage>[0]} all */
export const createdTexts = ({ emulator }) =>
  emulator.values.map(({ textValue }) => textValue);

/** The texts of `textLines`. @param {number} count */
export const texts = (count) =>
  Array.from({ length: count }, (_, index) => `Row ${index}, noted`);
