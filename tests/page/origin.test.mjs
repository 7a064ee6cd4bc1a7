/** A path as `baseUrl` is one of the page's own origin, wherever in the page the client is. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, describe, it } from "node:test";
import { customerId } from "../emulator/fixtures.mjs";
import { answer, minimal } from "../node/setup.mjs";
import { launch } from "./browser.mjs";

const script = new URL("../../pkg/index.js", import.meta.url);

/** A site that answers every call, and tells which came to it. */
function useSite() {
  const site = { url: "", calls: /** @type {string[]} */ ([]) };
  const server = createServer(async (request, response) => {
    const { method = "", url = "/" } = request;
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-headers", "*");
    if (method !== "GET") {
      site.calls.push(`${method} ${url}`);
      response.setHeader("content-type", "application/json");
      return response.end(JSON.stringify(answer));
    }
    const isScript = url === "/pkg/index.js";
    response.setHeader(
      "content-type",
      isScript ? "text/javascript" : "text/html",
    );
    const base = new URL(url, "http://site").searchParams.get("base");
    const head = base ? `<base href="${base}">` : "";
    return response.end(
      isScript
        ? await readFile(script)
        : `<!doctype html><title>Page</title>${head}`,
    );
  });
  before(async () => {
    await new Promise((resolve) =>
      server.listen(0, "127.0.0.1", () => resolve(undefined)),
    );
    const { port } = /** @type {import("node:net").AddressInfo} */ (
      server.address()
    );
    site.url = `http://127.0.0.1:${port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return site;
}

describe("a path as baseUrl", () => {
  const [site, other] = [useSite(), useSite()];
  /** @type {import("playwright-core").Browser} */
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  const path = `POST /api/carecycle/v2/customers/${customerId}/custom-fields`;
  /** A module's text which tells `done` what `create` comes to. @param {string} done */
  const module = (done) => `
    import { CareCycle } from "${site.url}/pkg/index.js";
    new CareCycle({ baseUrl: "/api/carecycle" }).customers.customFields
      .create("${customerId}", ${JSON.stringify(minimal)})
      .then(({ id }) => ${done}(id), (error) => ${done}(String(error)));`;

  /** @param {string} url @param {(text: string) => void} start in the page, calls `globalThis.done` */
  async function found(url, start, done = "done") {
    site.calls.length = other.calls.length = 0;
    const page = await browser.newPage();
    await page.goto(url);
    const told = page.evaluate(
      () =>
        new Promise((resolve) => Object.assign(globalThis, { done: resolve })),
    );
    await page.evaluate(start, module(done));
    const id = await told;
    await page.close();
    assert.deepEqual([id, site.calls, other.calls], [answer.id, [path], []]);
  }

  it("is not of the origin that <base> names", () =>
    found(`${site.url}/?base=${other.url}/`, (text) => {
      const element = Object.assign(document.createElement("script"), {
        type: "module",
        text,
      });
      document.head.append(element);
    }));
  it("is found from a worker made of a blob", () =>
    found(
      site.url,
      (text) => {
        const blob = new Blob([text], { type: "text/javascript" });
        const worker = new Worker(URL.createObjectURL(blob), {
          type: "module",
        });
        worker.onmessage = ({ data }) =>
          /** @type {any} */ (globalThis).done(data);
      },
      "postMessage",
    ));
  it("is found from a frame whose document is a text", () =>
    found(
      site.url,
      (text) => {
        const frame = document.createElement("iframe");
        frame.srcdoc = `<script type="module">${text}</script>`;
        document.body.append(frame);
      },
      "parent.done",
    ));
});
