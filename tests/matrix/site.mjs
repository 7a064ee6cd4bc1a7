/** Built pages, served as any static server would, with a backend that keeps the key. */
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { visit } from "./visit.mjs";

/** @typedef {import("./context.mjs").Context} Context */

/** @type {Record<string, string>} */
const TYPES = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".map": "application/json",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};
const API = "/api/carecycle";

/** The text of a page with one script. @param {string} [script] its attributes */
export const pageSource = (script = 'type="module" src="./main.js"') =>
  `<!doctype html><meta charset="utf-8"><title>Matrix</title><link rel="icon" href="data:,"><script ${script}></script>\n`;

/** The options of a page's client, as text. */
export const PAGE_CLIENT = JSON.stringify({ baseUrl: API });

/**
 * Serves a folder, and forwards calls of the API with the key.
 *
 * @param {Pick<Context, "baseUrl" | "apiKey">} context
 * @param {string} folder
 */
export async function openSite(context, folder) {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://site");
    const answer = url.pathname.startsWith(`${API}/`)
      ? forward(context, request, response, url.pathname.slice(API.length))
      : serve(folder, url.pathname, response);
    answer.catch((error) => response.writeHead(500).end(String(error)));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (
    server.address()
  );
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve(undefined));
        server.closeAllConnections();
      }),
  };
}

/**
 * What the page of a folder leaves in `globalThis.report`, in the Chromium that the rows share.
 *
 * @param {Context} context
 * @param {string} folder
 * @returns {Promise<any>}
 */
export async function runPage(context, folder) {
  const site = await openSite(context, folder);
  return visit(context, site.url).finally(site.close);
}

/**
 * @param {string} folder
 * @param {string} path
 * @param {import("node:http").ServerResponse} response
 */
async function serve(folder, path, response) {
  const file = join(
    folder,
    normalize(path.endsWith("/") ? `${path}index.html` : path),
  );
  const content = await readFile(file).catch(() => undefined);
  if (!content) return void response.writeHead(404).end();
  const type = TYPES[extname(file)] ?? "application/octet-stream";
  response.writeHead(200, { "content-type": type }).end(content);
}

/**
 * @param {Pick<Context, "baseUrl" | "apiKey">} context
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 * @param {string} path
 */
async function forward({ baseUrl, apiKey }, request, response, path) {
  const chunks = await request.toArray();
  const answer = await fetch(baseUrl + path, {
    method: request.method ?? "GET",
    headers: { "content-type": "application/json", "x-api-key": apiKey },
    ...(chunks.length && { body: Buffer.concat(chunks) }),
  });
  const type = answer.headers.get("content-type") ?? "application/json";
  response.writeHead(answer.status, { "content-type": type });
  response.end(Buffer.from(await answer.arrayBuffer()));
}
