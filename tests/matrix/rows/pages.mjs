/** Pages that a static server serves: no bundler, no configuration. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env } from "node:process";
import { Unavailable } from "../context.mjs";
import { IN_PAGE, scenarioSource } from "../scenario.mjs";
import { start } from "../servers.mjs";
import { PAGE_CLIENT, openSite, pageSource, runPage } from "../site.mjs";

/** @typedef {import("../context.mjs").Context} Context */

/** @type {import("../context.mjs").Row[]} */
export const rows = [
  { name: "plain page, Chromium", run: inChromium },
  { name: "plain page, Firefox", limitMs: 60_000, run: inFirefox },
];

/** Nothing of these asks the internet for anything. */
const FIREFOX_PREFERENCES = {
  "app.normandy.enabled": false,
  "app.update.enabled": false,
  "browser.aboutwelcome.enabled": false,
  "browser.safebrowsing.update.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "datareporting.policy.dataSubmissionEnabled": false,
  "extensions.update.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "http://127.0.0.1:9",
  "toolkit.telemetry.server": "http://127.0.0.1:9",
};

/**
 * @param {Context} context
 * @param {string} name
 * @param {string} end
 */
const makePage = (context, name, end) =>
  context.project(name, {
    "index.html": pageSource(),
    "main.js": scenarioSource({
      from: "./node_modules/carecycle-custom-fields/index.js",
      client: PAGE_CLIENT,
      end,
    }),
  });

/** @param {Context} context */
async function inChromium(context) {
  const folder = await makePage(context, "page-chromium", IN_PAGE);
  return runPage(context, folder);
}

/** @param {Context} context */
async function inFirefox(context) {
  const firefox = env.FIREFOX || "firefox-esr";
  const { stdout } = await context.run(firefox, ["--version"]).catch(() => {
    throw new Unavailable(`${firefox} is not installed`);
  });
  const collector = await openCollector();
  const end = `const tell = (found) => fetch("${collector.url}", {
    method: "POST", mode: "no-cors", body: JSON.stringify(found) });
makeReport().then(tell, (error) => tell({ error: String(error) }));`;
  const folder = await makePage(context, "page-firefox", end);
  const site = await openSite(context, folder);
  const profile = await mkdtemp(join(tmpdir(), "firefox-"));
  const preferences = Object.entries(FIREFOX_PREFERENCES).map(
    (pair) => `user_pref(${pair.map((part) => JSON.stringify(part)).join()});`,
  );
  await writeFile(join(profile, "user.js"), preferences.join("\n"));
  const args = ["--headless", "--no-remote", "--profile", profile, site.url];
  const browser = start(context, firefox, args);
  try {
    const report = await collector.report;
    if (report.error) throw new Error(report.error);
    return { ...report, version: stdout.trim() };
  } finally {
    browser.stop();
    await site.close();
    collector.close();
    await rm(profile, { recursive: true, maxRetries: 5 });
  }
}

/** A server that waits for a page's report: this Firefox cannot be controlled. */
async function openCollector() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (
    server.address()
  );
  const report = once(server, "request").then(async ([request, response]) => {
    response.end();
    return JSON.parse(Buffer.concat(await request.toArray()).toString());
  });
  return {
    url: `http://127.0.0.1:${port}/`,
    /** @type {Promise<any>} */
    report,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
