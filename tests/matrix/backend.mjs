/** The README's recipes for a page's backend, and what every server that runs one must do. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readReport, scenarioSource } from "./scenario.mjs";
import { ECHO, HANG, startUpstream } from "./upstream.mjs";

/**
 * @typedef {import("./context.mjs").Context} Context
 * @typedef {{ url: string, stop: () => unknown }} Server
 *
 * @typedef {object} Visitor
 * @property {typeof fetch} [fetch]
 * @property {string} [client] the text of options of the client that creates a value
 */

/** What the recipes import as the user's own. */
export const SESSION = `export const mayWrite = (request) => request.headers.get("x-visitor") !== "stranger";\n`;

/** Has a server, whose port only the README's code knows, say its address. */
export const SAY_ADDRESS = `import { Server } from "node:net";
const { listen } = Server.prototype;
Server.prototype.listen = function (...args) {
  this.once("listening", () => console.log(\`http://127.0.0.1:\${this.address().port}\`));
  return listen.apply(this, args);
};
`;

const PATH = "/api/carecycle";
const MAX_BODY_BYTES = 65_536;
/** That a connection ended is noticed much sooner. */
const WAIT_MS = 30_000;

/**
 * The README's code block that begins with the comment of this file.
 *
 * @param {string} file
 */
export async function recipe(file) {
  // The one that is packed is a copy.
  const readme = await readFile(new URL("../../README.md", import.meta.url));
  const blocks = String(readme).matchAll(/```js\n(\/\/ (\S+),.*\n[^]*?)```/g);
  for (const [, code = "", name] of blocks) if (name === file) return code;
  throw new Error(`README.md has no recipe ${file}`);
}

/**
 * Starts a backend on an API of its own, and asserts what a visitor gets from it.
 *
 * @param {Context} context
 * @param {string} cwd a project with the package, where the client runs that creates a value
 * @param {(baseUrl: string) => Promise<Server>} start
 * @param {Visitor} [options]
 * @returns {Promise<import("./scenario.mjs").Report>}
 */
export async function checkBackend(context, cwd, start, options = {}) {
  const upstream = await startUpstream(context);
  /** @type {Server | undefined} */
  let server;
  try {
    server = await start(upstream.url);
    const visit = visitor(context, server.url, options.fetch ?? fetch);
    const report = await create(context, cwd, server.url, options);
    await refuses(visit, upstream);
    await hidesKey(context, visit);
    await passesAbortOn(visit, upstream);
    return report;
  } finally {
    await server?.stop();
    upstream.close();
  }
}

/**
 * What the package's client makes of the backend, in a process of its own.
 *
 * @param {Context} context
 * @param {string} cwd
 * @param {string} url
 * @param {Visitor} options
 */
async function create({ run }, cwd, url, { client }) {
  await writeFile(join(cwd, "visitor.mjs"), scenarioSource({ client }));
  const env = {
    CARECYCLE_API_KEY: "cc_none",
    CARECYCLE_BASE_URL: url + PATH,
  };
  return readReport(await run("node", ["visitor.mjs"], { cwd, env }));
}

/** @typedef {ReturnType<typeof visitor>} Visit */

/**
 * @param {Context} context
 * @param {string} url
 * @param {typeof fetch} fetch
 */
function visitor({ customerId, fieldDefinitionId }, url, fetch) {
  const target = `${url}${PATH}/v2/customers/${customerId}/custom-fields`;
  return async (
    /** @type {string} */ textValue,
    /** @type {Record<string, string>} */ headers = {},
    /** @type {RequestInit} */ init = {},
  ) => {
    const answer = await fetch(target, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ fieldDefinitionId, textValue }),
      ...init,
    });
    const text = await answer.text();
    const { status, statusText } = answer;
    const all = [statusText, ...[...answer.headers].flat(), text].join("\n");
    return { status, text, all };
  };
}

/**
 * @param {Visit} visit
 * @param {{ count(): number }} upstream
 */
async function refuses(visit, { count }) {
  const before = count();
  const stranger = await visit("a", { "x-visitor": "stranger" });
  assert.deepEqual([stranger.status, codeOf(stranger)], [403, "FORBIDDEN"]);
  const foreign = await visit("a", { "sec-fetch-site": "cross-site" });
  assert.deepEqual(
    [foreign.status, codeOf(foreign)],
    [403, "FORBIDDEN_ORIGIN"],
  );
  // Not as much as Express' own limit.
  const long = "x".repeat(MAX_BODY_BYTES + 10_000);
  const big = await visit(long);
  assert.deepEqual([big.status, codeOf(big)], [413, "PAYLOAD_TOO_LARGE"]);
  const body = new Blob([JSON.stringify({ textValue: long })]).stream();
  const init = /** @type {RequestInit} */ ({ body, duplex: "half" });
  const chunked = await visit("", {}, init);
  assert.deepEqual(
    [chunked.status, codeOf(chunked)],
    [413, "PAYLOAD_TOO_LARGE"],
  );
  assert.equal(count(), before, "nothing of these reached the API");
}

const codeOf = (/** @type {{ text: string }} */ { text }) =>
  JSON.parse(text).code;

/**
 * @param {Context} context
 * @param {Visit} visit
 */
async function hidesKey({ apiKey }, visit) {
  const { status, all } = await visit(ECHO);
  assert.equal(status, 400);
  assert.ok(!all.includes(apiKey), all);
}

/**
 * The connection to the API ends when the visitor's does.
 *
 * @param {Visit} visit
 * @param {{ arrived: Promise<void>, ended: Promise<void> }} upstream
 */
async function passesAbortOn(visit, { arrived, ended }) {
  const controller = new AbortController();
  const { signal } = controller;
  const gone = visit(HANG, {}, { signal }).then(
    ({ status }) => assert.fail(`answered ${status}`),
    (error) => assert.equal(error.name, "AbortError"),
  );
  await Promise.race([arrived, gone]);
  controller.abort();
  await gone;
  const late = sleep(WAIT_MS, "late", { ref: false });
  assert.equal(await Promise.race([ended, late]), undefined);
}
