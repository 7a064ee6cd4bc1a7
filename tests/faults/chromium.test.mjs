import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, describe, it } from "node:test";
import { startEmulator } from "../emulator/index.mjs";
import { launch } from "../page/browser.mjs";
import { describeConnections, describeHooks } from "./aftermath.mjs";
import { call, describeAborts, describeTable } from "./table.mjs";

/** @type {Record<string, URL>} */
const scripts = {
  "/pkg/index.js": new URL("../../pkg/index.js", import.meta.url),
  "/call.mjs": new URL("./call.mjs", import.meta.url),
};
const server = createServer(async (request, response) => {
  const script = scripts[request.url ?? ""];
  response.setHeader("content-type", script ? "text/javascript" : "text/html");
  response.end(
    script ? await readFile(script) : "<!doctype html><title>Calls</title>",
  );
});
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {import("playwright-core").Page} */
let page;
/** What nobody caught in the page. @type {Error[]} */
const uncaught = [];

before(async () => {
  await new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve(undefined)),
  );
  browser = await launch();
  page = await browser.newPage();
  page.on("pageerror", (error) => uncaught.push(error));
  const { port } = /** @type {any} */ (server.address());
  await page.goto(`http://127.0.0.1:${port}/`);
});
after(async () => {
  await browser?.close();
  server.close();
});

/**
 * Calls a function of call.mjs in the page, which is of another origin than the API.
 * @param {"makeCall" | "abortCalls" | "callWithHooks"} name
 * @param {any} one
 */
const inPage = (name, one) =>
  page.evaluate(
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
      "asks for requestIdHeader where it is given",
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
