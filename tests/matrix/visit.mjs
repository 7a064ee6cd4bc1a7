/**
 * What a page comes to, in the Chromium that the rows share.
 *
 * @param {import("./context.mjs").Context} context
 * @param {string} url
 * @param {string} [expression] of the report, or of a promise of it; is waited for
 * @returns {Promise<any>}
 */
export async function visit(context, url, expression = "globalThis.report") {
  const browser = await context.browser();
  const page = await browser.newPage();
  /** @type {string[]} */
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("requestfailed", (request) => {
    // Chromium says this also of a response that was read to its end, if it is neither stored nor of a known length.
    if (request.failure()?.errorText !== "net::ERR_ABORTED")
      problems.push(request.url());
  });
  try {
    await page.goto(url);
    const found = await page.waitForFunction(expression);
    if (problems.length) throw new Error("There is a report all the same");
    const report = await found.jsonValue();
    return { version: `Chromium ${browser.version()}`, ...report };
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw new Error([message, "In the page:", ...problems].join("\n"), {
      cause: error,
    });
  } finally {
    await page.close();
  }
}
