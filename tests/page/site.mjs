/** A site of empty pages that can import the built package. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before } from "node:test";

const pkg = new URL("../../pkg/index.js", import.meta.url);

/**
 * Starts a site before a file's tests.
 *
 * @param {object} site
 * @param {(url: URL) => Record<string, string>} [site.headers] those of a page
 * @param {(url: URL) => string} [site.head] what a page has in its head
 * @param {Record<string, URL>} [site.scripts] by their paths, beside the package
 * @param {unknown} [site.answer] the response to all that is not a GET; such requests are kept in `calls`
 */
export function useSite({
  headers = () => ({}),
  head = () => "",
  scripts = {},
  answer = null,
} = {}) {
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
    const script = url === "/pkg/index.js" ? pkg : scripts[url];
    if (script) {
      response.setHeader("content-type", "text/javascript");
      return response.end(await readFile(script));
    }
    const page = new URL(url, "http://site");
    response.setHeaders(new Map(Object.entries(headers(page))));
    response.setHeader("content-type", "text/html");
    return response.end(`<!doctype html><title>Page</title>${head(page)}`);
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
