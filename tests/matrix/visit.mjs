/**
 * What a page leaves behind, in the Chromium that the rows share.
 *
 * @param {import("./context.mjs").Context} context
 * @param {string} url
 * @param {string} [expression] of what the page promises
 * @returns {Promise<any>}
 */
export async function visit(context, url, expression = "globalThis.report") {
  const browser = await context.browser();
  const page = await browser.newPage();
  /** @type {string[]} */
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("requestfailed", (request) => problems.push(request.url()));
  try {
    await page.goto(url);
    const found = await page.evaluate(expression);
    if (found && !problems.length) {
      return { version: `Chromium ${browser.version()}`, ...found };
    }
    throw new Error(`The page ran into: ${problems.join(", ") || "nothing"}`);
  } finally {
    await page.close();
  }
}
