/** Cloudflare's runtime, which compiles no WebAssembly at run time and lacks options of fetch. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { apiKey, customerId, minimal, useEmulator } from "../node/setup.mjs";
import { startWorker } from "./worker.mjs";

const source = `
  import { CareCycle, NotFoundError } from "carecycle-custom-fields";
  export default {
    async fetch(request) {
      const { apiKey, baseUrl, customerId, body } = await request.json();
      const call = (fault) =>
        new CareCycle({ apiKey, baseUrl: baseUrl + fault })
          .customers.customFields.create(customerId, body);
      const { textValue } = await call("");
      const error = await call("/~404").catch((error) => error);
      return Response.json({
        textValue, error: error instanceof NotFoundError, json: error.toJSON(),
      });
    },
  };`;

describe("the package in Cloudflare's workerd", () => {
  const api = useEmulator();
  /** @type {Awaited<ReturnType<typeof startWorker>>} */
  let worker;
  before(async () => {
    worker = await startWorker(source, { compatibilityDate: "2025-01-01" });
  });
  after(() => worker?.close());

  it("creates a value and rejects with the class of an error", async () => {
    const { textValue, error, json } = await worker.ask({
      ...{ apiKey, customerId, baseUrl: api.emulator.url },
      body: { ...minimal, textValue: "12.50" },
    });
    assert.deepEqual([textValue, error], ["12.50", true]);
    const { name, code, outcome } = json;
    assert.deepEqual(
      [name, code, outcome],
      ["NotFoundError", "NOT_FOUND", "rejected"],
    );
    assert.equal(api.emulator.values.length, 1);
  });
});

describe("the package in a worker whose bundler does not know workerd", () => {
  /** @param {string} name */
  const sourceOf = (name) => `
    import { CareCycle } from "${name}";
    export default {
      async fetch(request) {
        const { validate } = new CareCycle({ apiKey: "cc_test" }).customers.customFields;
        try {
          return Response.json(validate("x", {}).length);
        } catch ({ name, code, message }) {
          return Response.json({ name, code, message });
        }
      },
    };`;
  /** @param {string} name the package's, as it is imported */
  const asked = async (name) => {
    const options = { compatibilityDate: "2026-04-01" };
    const worker = await startWorker(sourceOf(name), options, "browser");
    return worker.ask({}).finally(worker.close);
  };

  it("says that compiling is forbidden, and what to import instead", async () => {
    const { name, code, message } = await asked("carecycle-custom-fields");
    assert.deepEqual([name, code], ["ConfigurationError", "CONFIGURATION"]);
    assert.match(
      message,
      /forbids compiling.*"carecycle-custom-fields\/workerd"/,
    );
    assert.doesNotMatch(message, /Content-Security-Policy/);
  });
  it("works with the entry that the error names", async () => {
    assert.equal(await asked("carecycle-custom-fields/workerd"), 2);
  });
});
