/** Pages whose Content-Security-Policy does, or does not, allow WebAssembly. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, describe, it } from "node:test";
import { apiKey, customerId, definitions } from "../emulator/fixtures.mjs";
import { startEmulator } from "../emulator/index.mjs";
import { launch } from "./browser.mjs";

const script = new URL("../../pkg/index.js", import.meta.url);
const policies = {
  "/allowed":
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src *",
  "/forbidden": "default-src 'none'; script-src 'self'; connect-src *",
};
const server = createServer(async (request, response) => {
  const policy = policies[/** @type {keyof policies} */ (request.url)];
  if (policy) response.setHeader("content-security-policy", policy);
  const isScript = request.url === "/pkg/index.js";
  response.setHeader(
    "content-type",
    isScript ? "text/javascript" : "text/html",
  );
  response.end(
    isScript ? await readFile(script) : "<!doctype html><title>Policy</title>",
  );
});
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof startEmulator>>} */
let emulator;

before(async () => {
  await new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve(undefined)),
  );
  emulator = await startEmulator();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await emulator?.close();
  server.close();
});

/** What `validate` and `create` come to in a page with a policy. @param {keyof policies} path */
async function inPage(path) {
  const page = await browser.newPage();
  const { port } = /** @type {import("node:net").AddressInfo} */ (
    server.address()
  );
  await page.goto(`http://127.0.0.1:${port}${path}`);
  const given = {
    options: { apiKey, baseUrl: emulator.url, dangerouslyAllowBrowser: true },
    customerId,
    body: { fieldDefinitionId: definitions[0].id, textValue: "text" },
  };
  const found = await page.evaluate(async ({ options, customerId, body }) => {
    const name = "/pkg/index.js";
    const { CareCycle } = await import(name);
    const { customFields } = new CareCycle(options).customers;
    const told = (/** @type {any} */ { name, message, outcome }) => [
      name,
      outcome,
      message,
    ];
    let issues;
    try {
      issues = customFields.validate(customerId, {}).length;
    } catch (error) {
      issues = told(error);
    }
    const created = await customFields
      .create(customerId, body)
      .then((/** @type {any} */ { textValue }) => textValue, told);
    return { issues, created };
  }, given);
  await page.close();
  return found;
}

describe("a page whose policy", () => {
  it("has no more than 'wasm-unsafe-eval' can validate and create", async () => {
    assert.deepEqual(await inPage("/allowed"), { issues: 1, created: "text" });
  });
  it("forbids WebAssembly is told so, and nothing is sent", async () => {
    const sent = emulator.requests.length;
    const { issues, created } = await inPage("/forbidden");
    assert.deepEqual(issues, created);
    const [name, outcome, message] = created;
    assert.deepEqual([name, outcome], ["ConfigurationError", "notSent"]);
    assert.match(message, /Content-Security-Policy.*'wasm-unsafe-eval'/);
    assert.equal(emulator.requests.length, sent);
  });
});
