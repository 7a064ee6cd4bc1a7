/** A path as `baseUrl` is one of the page's own origin, wherever in the page the client is. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { customerId } from "../emulator/fixtures.mjs";
import { answer, minimal } from "../node/setup.mjs";
import { useBrowser } from "./browser.mjs";
import { useSite } from "./site.mjs";

/** Takes every call; its pages name the base that their address asks for. */
const useBasedSite = () =>
  useSite({
    answer,
    head({ searchParams }) {
      const base = searchParams.get("base");
      return base ? `<base href="${base}">` : "";
    },
  });

describe("a path as baseUrl", () => {
  const [site, other] = [useBasedSite(), useBasedSite()];
  const started = useBrowser();

  const path = `POST /api/carecycle/v2/customers/${customerId}/custom-fields`;
  /** The text of a module that passes to `done` what `create` comes to. @param {string} done */
  const module = (done) => `
    import { CareCycle } from "${site.url}/pkg/index.js";
    new CareCycle({ baseUrl: "/api/carecycle" }).customers.customFields
      .create("${customerId}", ${JSON.stringify(minimal)})
      .then(({ id }) => ${done}(id), (error) => ${done}(String(error)));`;

  /** @param {string} url @param {(text: string) => void} start in the page, calls `globalThis.done` */
  async function found(url, start, done = "done") {
    site.calls.length = other.calls.length = 0;
    const page = await started.browser.newPage();
    await page.goto(url);
    const settled = page.evaluate(
      () =>
        new Promise((resolve) => Object.assign(globalThis, { done: resolve })),
    );
    await page.evaluate(start, module(done));
    const id = await settled;
    await page.close();
    assert.deepEqual([id, site.calls, other.calls], [answer.id, [path], []]);
  }

  it("is resolved against the page's origin, not against its <base>", () =>
    found(`${site.url}/?base=${other.url}/`, (text) => {
      const element = Object.assign(document.createElement("script"), {
        type: "module",
        text,
      });
      document.head.append(element);
    }));
  it("is resolved in a worker that was made from a blob", () =>
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
  it("is resolved in a frame that was made from a text", () =>
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
