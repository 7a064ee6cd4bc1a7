/**
 * Overlapping incoming requests in Cloudflare's workerd, which run in one isolate and share the queue.
 * A `fetch` or a timer belongs to the incoming request in whose context it was made, and ends with it.
 * Whether a promise that another request resolves is continued in its own context depends on the
 * compatibility date: since 2024-10-14 (`handle_cross_request_promise_resolution`), not before.
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { apiKey, customerId } from "../node/setup.mjs";
import { bodyOf, eachOnce, refused, withEmulator } from "../pacing/setup.mjs";
import { startWorker } from "./worker.mjs";

/**
 * One client and one `create` for each incoming request. With `leaveAfterMs` the worker responds
 * before its call is over, as one that forgot an `await` does: workerd then drops the context with
 * its timers and requests, and nothing of the call's code runs any more.
 */
const source = `
  import { CareCycle } from "carecycle-custom-fields";
  // The core is loaded and a client is made outside of any request.
  const early = new CareCycle({
    apiKey: "cc_test_demo",
    baseUrl: "https://early.example",
    rateLimit: { requests: 1, perMs: 500 },
    fetch: (url, init) => fetch(url.replace("https://early.example", earlyUrl), init),
  });
  let earlyUrl;
  early.customers.customFields.validate("x", {});
  export default {
    async fetch(request) {
      const { baseUrl, customerId, body, leaveAfterMs, isEarly, ...options } = await request.json();
      if (isEarly) earlyUrl = baseUrl;
      const client = isEarly ? early : new CareCycle({ baseUrl, ...options });
      const ended = client.customers.customFields.create(customerId, body).then(
        ({ textValue }) => ({ created: textValue }),
        (error) => ({ code: error.code, outcome: error.outcome, message: error.message }),
      );
      if (leaveAfterMs === undefined) return Response.json(await ended);
      await new Promise((resolve) => setTimeout(resolve, leaveAfterMs));
      return Response.json("left");
    },
  };`;

/**
 * How an incoming request goes away: its context is lost, or only its client. (If workerd notices
 * that the client is gone, the context is lost as well.)
 */
const GOES_AWAY = ["is answered before its call is over", "is aborted"];

/**
 * Until the emulator has got so many requests.
 *
 * @param {Pick<import("../emulator/index.mjs").Emulator, "requests">} emulator
 * @param {number} length
 */
async function arrived({ requests }, length) {
  while (requests.length < length) await sleep(5);
}

const count = (/** @type {number} */ length) =>
  Array.from({ length }, (_, index) => index);

for (const compatibilityDate of ["2024-09-01", "2026-04-01"]) {
  describe(
    `overlapping requests in workerd as of ${compatibilityDate}`,
    { concurrency: 4, timeout: 60_000 },
    () => {
      /** @type {Awaited<ReturnType<typeof startWorker>>} */
      let worker;
      before(async () => {
        worker = await startWorker(source, { compatibilityDate });
        // The first request of all is slow, and would move the others' times.
        await withEmulator({ rateLimit: false }, ({ url }) =>
          requestsTo(url).ask(0),
        );
      });
      after(() => worker?.close());

      /**
       * Requests to the worker whose calls share the queue of an emulator's `url`.
       *
       * @param {string} url
       * @param {object} [options]
       */
      const requestsTo = (url, options) => {
        /** @type {(index: number, more?: object, signal?: AbortSignal) => Promise<any>} */
        const ask = (index, more = {}, signal) => {
          const call = {
            baseUrl: url,
            apiKey,
            customerId,
            body: bodyOf(index),
          };
          return worker
            .ask({ ...call, ...options, ...more }, signal)
            .catch((error) => error.message);
        };
        return {
          ask,
          /**
           * One that goes away after so many milliseconds.
           *
           * @param {number} index
           * @param {string} how
           * @param {number} ms
           */
          askAndGo(index, how, ms) {
            if (how !== "is aborted") return ask(index, { leaveAfterMs: ms });
            return ask(index, {}, AbortSignal.timeout(ms));
          },
          /**
           * Asserts that the values are created within so many milliseconds.
           *
           * @param {Promise<unknown>[]} asked
           * @param {number[]} indices
           * @param {number} withinMs
           */
          async created(asked, indices, withinMs) {
            const timer = new AbortController();
            const late = sleep(withinMs, "late", { signal: timer.signal });
            late.catch(() => {});
            const answers = await Promise.all(
              asked.map((one) => Promise.race([one, late])),
            );
            timer.abort();
            const expected = indices.map((index) => ({
              created: String(index),
            }));
            assert.deepEqual(answers, expected);
          },
        };
      };

      const rateLimit = { requests: 1, perMs: 500 };
      for (const [what, options] of Object.entries({
        "clients of their own": { rateLimit },
        "a client made outside of them": { isEarly: true },
      })) {
        it(`are all created at one request per window, by ${what}`, () =>
          withEmulator({ rateLimit }, async (emulator) => {
            const { ask, created } = requestsTo(emulator.url, options);
            await created(
              count(2).map((index) => ask(index)),
              count(2),
              3 * rateLimit.perMs,
            );
            await created([ask(2), ask(3)], [2, 3], 4 * rateLimit.perMs);
            eachOnce(emulator, 4);
            assert.equal(refused(emulator), 0);
          }));
      }

      const retryAfterMs = 1000;
      for (const requests of [2, 3, 5, 10]) {
        it(`are all created after a 429 to one of ${requests}, and so are later ones`, () =>
          withEmulator({ rateLimit: false }, async (emulator) => {
            const { ask, created } = requestsTo(emulator.url);
            emulator.faultQueue.push("429:retryAfter=1");
            const asked = count(requests).map((index) => ask(index));
            await created(asked, count(requests), 5 * retryAfterMs);
            const later = count(3).map((index) => requests + index);
            await created(
              later.map((index) => ask(index)),
              later,
              2 * retryAfterMs,
            );
            eachOnce(emulator, requests + 3);
          }));
      }

      for (const how of GOES_AWAY) {
        it(`continue when a queued one ${how}`, () =>
          withEmulator({ rateLimit }, async (emulator) => {
            const { ask, askAndGo, created } = requestsTo(emulator.url, {
              rateLimit,
            });
            await created([ask(0)], [0], 2 * rateLimit.perMs);
            const gone = askAndGo(1, how, rateLimit.perMs / 2);
            await sleep(rateLimit.perMs / 4);
            await created([ask(2), ask(3)], [2, 3], 6 * rateLimit.perMs);
            await gone;
            await created([ask(4)], [4], 3 * rateLimit.perMs);
            assert.equal(refused(emulator), 0);
          }));

        it(`continue when one in flight ${how}`, () =>
          withEmulator({ rateLimit }, async (emulator) => {
            const timeoutMs = 2 * rateLimit.perMs;
            const { ask, askAndGo, created } = requestsTo(emulator.url, {
              ...{ rateLimit, timeoutMs },
            });
            emulator.faultQueue.push("hang");
            const gone = askAndGo(0, how, rateLimit.perMs);
            await arrived(emulator, 1);
            const calls = [ask(1), ask(2)];
            await created(calls, [1, 2], timeoutMs + 5 * rateLimit.perMs);
            await gone;
            assert.equal(refused(emulator), 0);
          }));

        it(`continue when one that waits for its retry after a 429 ${how}`, () =>
          withEmulator({ rateLimit: false }, async (emulator) => {
            const { ask, askAndGo, created } = requestsTo(emulator.url);
            emulator.faultQueue.push("429:retryAfter=1");
            const gone = askAndGo(0, how, retryAfterMs * 0.6);
            await arrived(emulator, 1);
            await created([ask(1), ask(2)], [1, 2], 4 * retryAfterMs);
            await gone;
            await created([ask(3)], [3], 2 * retryAfterMs);
          }));

        it(`continue when the one that is sent first after a 429 ${how}`, () =>
          withEmulator({ rateLimit: false }, async (emulator) => {
            const timeoutMs = 3 * retryAfterMs;
            const { ask, askAndGo, created } = requestsTo(emulator.url, {
              timeoutMs,
            });
            emulator.faultQueue.push("429:retryAfter=1", "hang");
            const gone = askAndGo(0, how, retryAfterMs * 2.4);
            await arrived(emulator, 1);
            const calls = [ask(1), ask(2)];
            await created(calls, [1, 2], timeoutMs + 4 * retryAfterMs);
            await gone;
            const [, tried] = emulator.requests;
            const { textValue } = /** @type {any} */ (tried).body;
            assert.equal(textValue, "0", "the refused call tries first");
            await created([ask(3)], [3], 2 * retryAfterMs);
          }));
      }
    },
  );
}
