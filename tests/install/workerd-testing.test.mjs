/** `/testing` in Cloudflare's runtime: random IDs and timers are allowed only while a request is served. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { customerId, minimal } from "../node/setup.mjs";
import { startWorker } from "./worker.mjs";

const source = `
  import { CareCycle, RateLimitError } from "carecycle-custom-fields";
  import { errors, fakeApi, resetRateLimits } from "carecycle-custom-fields/testing";
  export default {
    async fetch(request) {
      const { customerId, body } = await request.json();
      const fake = fakeApi({ latencyMs: 1 });
      const installed = fake.install();
      const { customFields } = new CareCycle({
        apiKey: "cc_x", baseUrl: "https://api.carecycle.ai", maxRetries: 0,
      }).customers;
      fake.next("delay", { ms: 5 });
      const value = await customFields.create(customerId, body);
      const failed = [];
      for (const fault of [429, "lost", "cutAnswer", "refused"]) {
        fake.next(fault);
        const error = await customFields.create(customerId, body).catch((error) => error);
        failed.push([error.name, error.outcome]);
        resetRateLimits();
      }
      installed.restore();
      return Response.json({
        value, failed, created: fake.values.length,
        isOwn: errors.rateLimit() instanceof RateLimitError,
      });
    },
  };`;

describe("/testing in Cloudflare's workerd", () => {
  /** @type {Awaited<ReturnType<typeof startWorker>>} */
  let worker;
  before(async () => {
    worker = await startWorker(source, { compatibilityDate: "2025-01-01" });
  });
  after(() => worker?.close());

  it("responds, has faults and makes errors as elsewhere", async () => {
    const { value, failed, created, isOwn } = await worker.ask({
      customerId,
      body: minimal,
    });
    assert.equal(value.recordId, customerId);
    assert.deepEqual(failed, [
      ["RateLimitError", "rejected"],
      ["APIConnectionError", "unknown"],
      ["APIConnectionError", "created"],
      ["APIConnectionError", "notSent"],
    ]);
    assert.deepEqual([created, isOwn], [3, true]);
  });
});
