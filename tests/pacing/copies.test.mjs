/** Copies of the package in one process share one queue; each thread has its own. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createRequire } from "node:module";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { apiKey, customerId, rejection } from "../node/setup.mjs";
import { bodyOf, eachOnce, refused, withEmulator } from "./setup.mjs";

const url = new URL("../../pkg/", import.meta.url);
/** @type {typeof import("../../pkg/index.js")} */
const esm = await import(`${url}index.js`);
/** @type {typeof import("../../pkg/index.js")} */
const again = await import(`${url}index.js?again`);
/** @type {typeof import("../../pkg/index.js")} */
const cjs = createRequire(url)("./index.cjs");

describe("copies of the package in one process", () => {
  const rateLimit = { requests: 10, perMs: 3000 };
  for (const [what, others] of /** @type {const} */ ([
    ["an ES module and a CommonJS one", [esm, cjs]],
    ["an ES module that is loaded twice", [esm, again]],
  ])) {
    it(`share the rate limit: ${what}`, () =>
      withEmulator({ rateLimit }, async (emulator) => {
        const creates = others.map(({ CareCycle }) => {
          const options = { apiKey, baseUrl: emulator.url, rateLimit };
          return new CareCycle(options).customers.customFields.create;
        });
        const calls = Array.from({ length: 20 }, (_, index) =>
          creates[index % 2](customerId, bodyOf(index)),
        );
        await Promise.all(calls);
        assert.equal(refused(emulator), 0);
        eachOnce(emulator, 20);
      }));
  }

  it("stop together at a 429", () =>
    withEmulator({ rateLimit: false }, async (emulator) => {
      emulator.faultQueue.push("429:retryAfter=1");
      const [first, second] = [esm, cjs].map(({ CareCycle }) => {
        const options = { apiKey, baseUrl: emulator.url };
        return new CareCycle(options).customers.customFields.create;
      });
      const refusedOne = first(customerId, bodyOf(0));
      while (emulator.requests[0]?.status !== 429)
        await new Promise((resolve) => setImmediate(resolve));
      // The client has the answer as soon as it waits for the retry.
      await new Promise((resolve) => setTimeout(resolve, 100));
      await Promise.all([refusedOne, second(customerId, bodyOf(1))]);
      const [limited, ...rest] = emulator.requests;
      for (const { at } of rest) assert.ok(at - limited.at >= 995);
      eachOnce(emulator, 2);
    }));

  it("reject with their own classes, which are each other's", async () => {
    for (const [one, other] of [
      [esm, cjs],
      [cjs, esm],
    ]) {
      const { create } = new one.CareCycle({ apiKey }).customers.customFields;
      const error = await rejection(create("x", bodyOf(0)));
      assert.equal(error.constructor, one.ValidationError);
      assert.ok(error instanceof other.ValidationError);
      assert.ok(error instanceof other.CareCycleError);
    }
  });
});

describe("worker threads", () => {
  const source = `
    const { parentPort, workerData } = require("node:worker_threads");
    const { CareCycle } = require(workerData.entry);
    const waits = [];
    const { create } = new CareCycle({
      ...workerData.options,
      onWait: ({ reason }) => waits.push(reason),
    }).customers.customFields;
    const { customerId, bodies } = workerData;
    Promise.all(bodies.map((body) => create(customerId, body)))
      .then(() => parentPort.postMessage(waits));`;

  it("have a queue of their own each, so that each may send as much as the limit allows", () =>
    withEmulator({ rateLimit: false }, async (emulator) => {
      const rateLimit = { requests: 3, perMs: 60_000 };
      const options = { apiKey, baseUrl: emulator.url, rateLimit };
      const entry = fileURLToPath(new URL("index.cjs", url));
      const threads = [0, 3].map((first) => {
        const bodies = [0, 1, 2].map((index) => bodyOf(first + index));
        const workerData = { entry, options, customerId, bodies };
        return new Worker(source, { eval: true, workerData });
      });
      const waits = await Promise.all(
        threads.map(async (thread) => (await once(thread, "message"))[0]),
      );
      await Promise.all(threads.map((thread) => thread.terminate()));
      assert.deepEqual(waits, [[], []]);
      eachOnce(emulator, 6);
    }));
});
