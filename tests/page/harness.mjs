import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, afterEach, before, beforeEach } from "node:test";
import { join } from "node:path";
import { startServer } from "../../www/server.mjs";
import { apiKey, customerId, definitions } from "../emulator/fixtures.mjs";
import { startEmulator } from "../emulator/index.mjs";
import { launch } from "./browser.mjs";

/**
 * The emulator, the page's backend and a browser.
 *
 * @param {Parameters<typeof startServer>[0]} [options] of the backend; the rate limit is the emulator's too
 */
export async function startAll(options = {}) {
  const { rateLimit = false } = options;
  const emulator = await startEmulator({ rateLimit });
  const backend = await startServer({
    apiKey,
    baseUrl: emulator.url,
    allowFaults: true,
    demoData: { customerId, definitions },
    rateLimit,
    ...options,
  });
  const browser = await launch();
  return {
    emulator,
    backend,
    browser,
    async close() {
      await browser.close();
      await backend.close();
      await emulator.close();
    },
  };
}

/**
 * The demo page in a new context, with all that went wrong in it and all that went over its wire.
 *
 * @param {Awaited<ReturnType<typeof startAll>>} all
 * @param {import("playwright-core").BrowserContextOptions} [options]
 */
export async function openPage({ browser, backend }, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  // As long as a busy machine may take.
  page.setDefaultTimeout(60_000);
  /** @type {string[]} */
  const problems = [];
  /** @type {Promise<string>[]} */
  const wire = [];
  page.on("console", (message) => {
    // Chromium logs every error status that a page gets; these are intended.
    const asked = message.location().url.includes("/api/carecycle/");
    if (["error", "warning"].includes(message.type()) && !asked) {
      problems.push(message.text());
    }
  });
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("request", (request) => {
    wire.push(Promise.resolve(`${request.url()} ${request.postData() ?? ""}`));
    wire.push(request.allHeaders().then(JSON.stringify, () => ""));
  });
  page.on("response", (response) => {
    wire.push(response.allHeaders().then(JSON.stringify, () => ""));
    wire.push(response.text().catch(() => ""));
  });
  await page.goto(backend.url);
  await page.getByText("Valid: ready to send.").waitFor();
  return {
    page,
    problems,
    wireText: async () => (await Promise.all(wire)).join("\n"),
    close: () => context.close(),
  };
}

/**
 * Starts everything before a file's tests and opens the page, once or anew for each test. Before each test the
 * emulator is reset; a page that is closed has left nothing in the console.
 *
 * @param {object} [options]
 * @param {boolean} [options.each] opens the page anew for each test
 * @param {boolean} [options.opens] if `false`, the tests open pages themselves
 * @param {typeof openPage} [options.open]
 * @param {Parameters<typeof startServer>[0]} [options.backend]
 */
export function usePage({ each, opens = true, open = openPage, backend } = {}) {
  const started =
    /** @type {{ all: Awaited<ReturnType<typeof startAll>>, opened: Awaited<ReturnType<typeof openPage>> }} */ ({});
  async function close() {
    const { opened } = started;
    await opened?.close();
    assert.deepEqual(opened?.problems ?? [], [], "the console");
  }
  before(async () => {
    started.all = await startAll(backend);
    if (opens && !each) started.opened = await open(started.all);
  });
  beforeEach(async () => {
    started.all.emulator.reset();
    if (opens && each) started.opened = await open(started.all);
  });
  afterEach(() => (each ? close() : undefined));
  after(async () => {
    try {
      if (!each) await close();
    } finally {
      await started.all?.close();
    }
  });
  return started;
}

/** @typedef {import("playwright-core").Page} Page */

/**
 * Presses the button and waits for the answer.
 *
 * @param {Page} page
 */
export async function create(page) {
  await page.getByRole("button", { name: "Create value" }).click();
  await answered(page);
}

/** @param {Page} page */
export async function answered(page) {
  await page.locator('#response[aria-busy="false"] h3').waitFor();
}

/**
 * What the answer pane says.
 *
 * @param {Page} page
 */
export async function readAnswer(page) {
  const answer = page.locator("#response-body");
  /** @type {Record<string, string>} */
  const facts = {};
  for (const term of await answer.locator("dt").all()) {
    const name = await term.innerText();
    facts[name] = await term
      .locator("xpath=following-sibling::dd[1]")
      .innerText();
  }
  return {
    title: await answer.locator("h3").innerText(),
    outcome: await page.locator("#outcome").innerText(),
    meaning: await answer.locator(".meaning").innerText(),
    facts,
  };
}

/**
 * Keeps a picture where the environment names a folder for them.
 *
 * @param {Page} page
 * @param {string} name
 */
export async function screenshot(page, name) {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
