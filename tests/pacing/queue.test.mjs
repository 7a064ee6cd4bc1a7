import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { answer, rejection, stubbed } from "../node/setup.mjs";
import * as setup from "./setup.mjs";

const {
  CareCycle,
  apiKey,
  bodyOf,
  customerId,
  eachOnce,
  refused,
  withEmulator,
} = setup;
const texts = (/** @type {setup.Emulator} */ { values }) =>
  values.map(({ textValue }) => textValue);

describe("clients of one process", () => {
  const rateLimit = { requests: 2, perMs: 400 };
  /** @param {string} baseUrl @param {import("../../pkg/index.js").CareCycleOptions} [options] */
  const make = (baseUrl, options) => {
    const client = new CareCycle({ apiKey, baseUrl, rateLimit, ...options });
    const { create } = client.customers.customFields;
    /** @param {number | string} index @param {import("../../pkg/index.js").CreateOptions} [more] */
    return (index, more) => create(customerId, bodyOf(index), more);
  };
  it("with the same key and baseUrl share the rate limit", () =>
    withEmulator({ rateLimit }, async (emulator) => {
      const [one, other] = [make(emulator.url), make(emulator.url)];
      await Promise.all([one(0), other(1), one(2), other(3), one(4), other(5)]);
      assert.equal(refused(emulator), 0);
      eachOnce(emulator, 6);
    }));
  it("with other base URLs do not wait for each other", () =>
    withEmulator({ rateLimit: false }, async (emulator) => {
      /** @type {string[]} */
      const waits = [];
      const onWait = (
        /** @type {import("../../pkg/index.js").WaitEvent} */ { reason },
      ) => waits.push(reason);
      const one = make(emulator.url, { onWait });
      const other = make(`${emulator.url}/~delay:ms=1`, { onWait });
      await Promise.all([one(0), one(1), other(2), other(3)]);
      assert.deepEqual(waits, []);
    }));
  it("all stop at a 429 until retryAfter, then the refused call tries alone", () =>
    withEmulator({ rateLimit: false }, async (emulator) => {
      const wide = { rateLimit: { requests: 100, perMs: 10 } };
      const [one, other] = [make(emulator.url, wide), make(emulator.url, wide)];
      emulator.faultQueue.push("429:retryAfter=1", "delay:ms=50");
      const first = one(0);
      while (emulator.requests[0]?.status !== 429)
        await new Promise((resolve) => setImmediate(resolve));
      // The client has the answer as soon as it waits for the retry.
      await new Promise((resolve) => setTimeout(resolve, 100));
      await Promise.all([first, other(1), other(2), one(3)]);
      const [limited, again, ...rest] = emulator.requests;
      assert.ok(again.at - limited.at >= 995, `${again.at - limited.at} ms`);
      assert.equal(/** @type {any} */ (again.body).textValue, "0");
      for (const { at } of rest) assert.ok(at - again.at >= 49);
      eachOnce(emulator, 4);
    }));
  it("continue in order if others before them are aborted or time out", () =>
    withEmulator({ rateLimit }, async (emulator) => {
      const call = make(emulator.url);
      const controller = new AbortController();
      const { signal } = controller;
      const calls = [0, 1, 2, 3, 4, 5, 6, 7].map((index) => {
        if (index === 2 || index === 5) return call(index, { signal });
        return call(index, index === 3 ? { deadlineMs: 150 } : {});
      });
      const ended = Promise.allSettled(calls);
      setTimeout(() => controller.abort(), 100);
      const codes = (await ended).map((end) =>
        end.status === "rejected" ? end.reason.code : undefined,
      );
      assert.deepEqual(
        [codes[2], codes[3], codes[5]],
        ["ABORTED", "TIMEOUT", "ABORTED"],
      );
      assert.equal(codes.filter(Boolean).length, 3);
      assert.deepEqual(texts(emulator).slice(0, 2).sort(), ["0", "1"]);
      assert.deepEqual(texts(emulator).slice(2, 4).sort(), ["4", "6"]);
      assert.equal(refused(emulator), 0);
    }));
  it("may be called from their own hooks while all slots are in use", () =>
    withEmulator({ rateLimit }, async (emulator) => {
      /** @type {Promise<unknown>[]} */
      const more = [];
      const again = (/** @type {string} */ name) => () => {
        if (more.length < 6) more.push(call(name + more.length));
      };
      const call = make(emulator.url, {
        onWait: again("wait"),
        onRequest: again("request"),
        onResponse: again("response"),
      });
      await Promise.all([call(0), call(1), call(2)]);
      await Promise.all(more);
      eachOnce(emulator, 9);
      assert.equal(refused(emulator), 0);
    }));
});

describe("a long queue", () => {
  /** Milliseconds to abort all but the last of so many waiting calls. */
  async function abortMany(/** @type {number} */ count) {
    let answerFirst = () => {};
    const held = new Promise(
      (resolve) => (answerFirst = () => resolve(undefined)),
    );
    const baseUrl = `https://queue-${count}.example.com`;
    const fetch = () => held.then(() => Response.json(answer));
    const rateLimit = { requests: 1, perMs: 1 };
    const client = stubbed(fetch, { rateLimit, baseUrl });
    const { create } = client.customers.customFields;
    const first = create(customerId, bodyOf(0));
    const controllers = Array.from(
      { length: count },
      () => new AbortController(),
    );
    const waiting = controllers.map(({ signal }) =>
      rejection(create(customerId, bodyOf(0), { signal })),
    );
    const last = create(customerId, bodyOf(1));
    await new Promise((resolve) => setImmediate(resolve));
    const started = performance.now();
    for (const controller of controllers) controller.abort();
    const errors = await Promise.all(waiting);
    const took = performance.now() - started;
    assert.ok(errors.every(({ outcome }) => outcome === "notSent"));
    answerFirst();
    assert.deepEqual(await Promise.all([first, last]), [answer, answer]);
    return took;
  }
  it("of calls that are aborted is not quadratic", async (t) => {
    await abortMany(500);
    const few = await abortMany(2500);
    const many = await abortMany(10_000);
    t.diagnostic(`2,500: ${few.toFixed(0)} ms, 10,000: ${many.toFixed(0)} ms`);
    // Four times as many: 4 if linear, 16 if quadratic.
    assert.ok(many < 10 * few, `${many} ms, ${few} ms`);
  });
});
