/** The README's page, as it is written there, before a backend that is served with it. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, describe, it } from "node:test";
import { customerId, minimal, useEmulator } from "../node/setup.mjs";
import { handlerOf, toNodeHandler } from "../server/setup.mjs";
import { useBrowser } from "./browser.mjs";

const fileOf = (/** @type {string} */ path) =>
  readFile(new URL(path, import.meta.url), "utf8");
const [block] =
  /<script type="module">[^]*?<\/script>/.exec(
    await fileOf("../../README.md"),
  ) ?? [];

describe("the README's page", () => {
  const api = useEmulator();
  const started = useBrowser();
  let body = "";
  let url = "";
  const server = createServer(async (request, response) => {
    if (request.url?.startsWith("/api/carecycle/"))
      return toNodeHandler(handlerOf(api.emulator.url))(request, response);
    if (request.url === "/pkg/index.js") {
      response.setHeader("content-type", "text/javascript");
      return response.end(await fileOf("../../pkg/index.js"));
    }
    response.setHeader("content-type", "text/html");
    return response.end(
      `<!doctype html><title>Page</title>
      <script>const customerId = "${customerId}", body = ${body};</script>
      ${block}
      <script type="module">globalThis.isDone = true</script>`,
    );
  });
  before(async () => {
    await once(server.listen(0, "127.0.0.1"), "listening");
    const address = /** @type {import("node:net").AddressInfo} */ (
      server.address()
    );
    url = `http://127.0.0.1:${address.port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  /** Opens the page with this body and waits for the end of its script. @param {object} value */
  async function open(value) {
    body = JSON.stringify(value);
    const page = await started.browser.newPage();
    /** @type {string[]} */
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(url);
    await page.waitForFunction("globalThis.isDone");
    await page.close();
    assert.deepEqual(errors, []);
  }

  it("creates a value through its backend", async () => {
    await open({ ...minimal, textValue: undefined });
    assert.equal(api.emulator.values.length, 1);
    assert.equal(api.emulator.values[0].recordId, customerId);
  });
  it("sends no invalid body", async () => {
    await open({});
    assert.deepEqual(api.emulator.requests, []);
  });
});
