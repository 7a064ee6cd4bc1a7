/** From a navigation to the first value in a page. */
import { once } from "node:events";
import { createServer } from "node:http";
import { launch } from "../page/browser.mjs";
import { bundle } from "./bundle.mjs";
import { checking, plain, versions, zod } from "./peers.mjs";
import { answer } from "./request.mjs";
import { interleave } from "./rounds.mjs";
import { median, spread, verdict } from "./stats.mjs";
import { percent, print } from "./table.mjs";

const how = { warmUp: 1, rounds: 20 };
const ENTRY = `import { body } from "./request.mjs";
const value = await make({ url: location.origin })(body);
globalThis.result = { ms: performance.now(), id: value.id };`;

/** Serves each client's page, and answers its call. */
async function serve() {
  const scripts = new Map();
  for (const peer of checking)
    scripts.set(`/${peer.file}.js`, await bundle(peer, ENTRY));
  const server = createServer((request, response) => {
    const { method, url = "" } = request;
    const send = (/** @type {string} */ type, /** @type {any} */ content) =>
      response
        .writeHead(200, { "content-type": type, "cache-control": "no-store" })
        .end(content);
    if (method === "POST") {
      request.resume().on("end", () => send("application/json", answer));
    } else if (scripts.has(url)) send("text/javascript", scripts.get(url));
    else
      send(
        "text/html",
        `<!doctype html><link rel="icon" href="data:,"><script type="module" src="${url}.js"></script>`,
      );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

/**
 * In a context of its own, which has nothing in its cache.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {string} url
 */
async function firstValue(browser, url) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    /** @type {Error[]} */
    const errors = [];
    page.on("pageerror", (error) => errors.push(error));
    await page.goto(url);
    const result = await page
      .waitForFunction("globalThis.result", null, { timeout: 10_000 })
      .catch((cause) => {
        throw new Error(`${url}: ${errors.join() || "no value"}`, { cause });
      });
    return /** @type {any} */ (await result.jsonValue()).ms;
  } finally {
    await context.close();
  }
}

/** Prints the table. */
export async function chromium() {
  const server = await serve();
  const browser = await launch();
  try {
    const { port } = /** @type {import("node:net").AddressInfo} */ (
      server.address()
    );
    const files = new Map(checking.map(({ name, file }) => [name, file]));
    const samples = await interleave([...files.keys()], how, (name) =>
      firstValue(browser, `http://127.0.0.1:${port}/${files.get(name)}`),
    );
    report(samples, browser.version());
  } finally {
    await browser.close();
    server.close();
  }
}

/** @param {Map<string, number[]>} samples @param {string} version */
function report(samples, version) {
  const ratio = (/** @type {string} */ name, /** @type {string} */ to) =>
    (median(samples.get(name)) / median(samples.get(to))).toFixed(2);
  const rows = checking.map(({ name }) => ({
    client: name,
    [`ratio to ${zod.name}`]: ratio(name, zod.name),
    "ratio to fetch": ratio(name, plain.name),
    ms: median(samples.get(name)).toFixed(1),
    spread: percent(spread(samples.get(name))),
  }));
  print(
    `Chromium: from navigation to the first value, median of ${how.rounds} rounds`,
    rows,
    "The time of an empty page is in it; scripts come from loopback, uncompressed.",
    verdict(samples),
    `Chromium ${version}, ${versions(checking)}.`,
  );
}
