import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { startEmulator } from "../emulator/index.mjs";
import { useBrowser } from "../page/browser.mjs";
import { useSite } from "../page/site.mjs";
import { describeConnections, describeHooks } from "./aftermath.mjs";
import { call, describeAborts, describeTable } from "./table.mjs";

const site = useSite({
  scripts: { "/call.mjs": new URL("./call.mjs", import.meta.url) },
});
const started = useBrowser();
/** What nobody caught in the page. @type {Error[]} */
const uncaught = [];

/** @type {Promise<import("playwright-core").Page> | undefined} */
let opened;
async function openPage() {
  const page = await started.browser.newPage();
  page.on("pageerror", (error) => uncaught.push(error));
  await page.goto(site.url);
  return page;
}

/**
 * Calls a function of call.mjs in the page, which is of another origin than the API.
 * @param {"makeCall" | "abortCalls" | "callWithHooks"} name
 * @param {any} one
 */
const inPage = async (name, one) =>
  (await (opened ??= openPage())).evaluate(
    async ([name, one]) => {
      const paths = ["/pkg/index.js", "/call.mjs"];
      const [carecycle, calls] = await Promise.all(
        paths.map((path) => import(path)),
      );
      return calls[name](carecycle, one);
    },
    [name, one],
  );

describeTable("Chromium", (one) => inPage("makeCall", one));
describeAborts("Chromium", (one) => inPage("abortCalls", one));
describeHooks("Chromium", (one) => inPage("callWithHooks", one));
describeConnections(
  "Chromium",
  (one) => inPage("makeCall", one),
  (one) => inPage("abortCalls", one),
);

describe("the preflight of a page of another origin", () => {
  for (const [what, options, asked] of [
    ["asks for the documented headers only", {}, ["content-type", "x-api-key"]],
    [
      "asks for requestIdHeader if it is set",
      { requestIdHeader: "x-request-id" },
      ["content-type", "x-api-key", "x-request-id"],
    ],
  ]) {
    it(/** @type {string} */ (what), async () => {
      const emulator = await startEmulator({ rateLimit: false });
      try {
        await inPage("makeCall", { ...call, baseUrl: emulator.url, options });
        const [{ method, headers }] = emulator.requests;
        assert.equal(method, "OPTIONS");
        const names = String(headers["access-control-request-headers"]).split(
          ",",
        );
        assert.deepEqual(names, asked);
      } finally {
        await emulator.close();
      }
    });
  }
});

it("leaves no error in the page that nobody caught", () =>
  assert.deepEqual(uncaught, []));
