/** Pages whose Content-Security-Policy does, or does not, allow WebAssembly. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { customerId, definitions } from "../emulator/fixtures.mjs";
import { apiKey, useEmulator } from "../node/setup.mjs";
import { useBrowser } from "./browser.mjs";
import { useSite } from "./site.mjs";

const policies = {
  "/allowed":
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src *",
  "/forbidden": "default-src 'none'; script-src 'self'; connect-src *",
};
const site = useSite({
  headers: ({ pathname }) => ({
    "content-security-policy":
      policies[/** @type {keyof policies} */ (pathname)],
  }),
});
const started = useBrowser();
const api = useEmulator();

/** What `validate` and `create` come to in a page with a policy. @param {keyof policies} path */
async function inPage(path) {
  const page = await started.browser.newPage();
  await page.goto(site.url + path);
  const given = {
    options: {
      apiKey,
      baseUrl: api.emulator.url,
      dangerouslyAllowBrowser: true,
    },
    customerId,
    body: { fieldDefinitionId: definitions[0].id, textValue: "text" },
  };
  const found = await page.evaluate(async ({ options, customerId, body }) => {
    const name = "/pkg/index.js";
    const { CareCycle } = await import(name);
    const { customFields } = new CareCycle(options).customers;
    const summarize = (/** @type {any} */ { name, message, outcome }) => [
      name,
      outcome,
      message,
    ];
    let issues;
    try {
      issues = customFields.validate(customerId, {}).length;
    } catch (error) {
      issues = summarize(error);
    }
    const created = await customFields
      .create(customerId, body)
      .then((/** @type {any} */ { textValue }) => textValue, summarize);
    return { issues, created };
  }, given);
  await page.close();
  return found;
}

describe("a page whose Content-Security-Policy", () => {
  it("allows no more than 'wasm-unsafe-eval' can validate and create", async () => {
    assert.deepEqual(await inPage("/allowed"), { issues: 1, created: "text" });
  });
  it("forbids WebAssembly gets an error that names the directive, and nothing is sent", async () => {
    const { issues, created } = await inPage("/forbidden");
    assert.deepEqual(issues, created);
    const [name, outcome, message] = created;
    assert.deepEqual([name, outcome], ["ConfigurationError", "notSent"]);
    assert.match(message, /Content-Security-Policy.*'wasm-unsafe-eval'/);
    assert.deepEqual(api.emulator.requests, []);
  });
});
