/** Many calls on one client, over a fetch that keeps a record of its requests. */
import assert from "node:assert/strict";
import { monitorEventLoopDelay } from "node:perf_hooks";
import fc from "fast-check";
import { CareCycle, answer, customerId, minimal } from "../node/setup.mjs";
import { agreesWith, apiKey, settled, wait } from "./invariants.mjs";

const step = fc.record({
  kind: fc.constantFrom("ok", "ok", "ok", "429", "refused", "lost", "500"),
  latency: fc.nat(12),
  retryAfter: fc.constantFrom(0.001, 0.005, 0.02),
});
export const traffic = fc.record({
  requests: fc.integer({ min: 1, max: 4 }),
  perMs: fc.integer({ min: 5, max: 40 }),
  calls: fc.array(
    fc.record({
      startMs: fc.nat(30),
      steps: fc.array(step, { minLength: 1, maxLength: 3 }),
      abortMs: fc.option(fc.nat(80), { freq: 3 }),
      deadlineMs: fc.integer({ min: 15, max: 250 }),
      timeoutMs: fc.constantFrom(5, 1000),
      maxRetries: fc.nat(2),
    }),
    { minLength: 1, maxLength: 14 },
  ),
});

let scopes = 0;
/** A server of its own, so that no rate limit is shared with another run. */
export const ownServer = () => `https://run-${scopes++}.example.com`;

/** @param {{ kind: string, retryAfter?: number }} step @param {import("./invariants.mjs").Fetched} entry */
function answers({ kind, retryAfter }, entry) {
  if (kind === "lost") throw new Error("socket hang up");
  if (kind === "refused") {
    entry.refused = true;
    throw Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
  }
  const status = kind === "ok" ? 201 : Number(kind);
  entry.head = status;
  entry.json = kind === "ok" ? answer : { message: "no", code: "A" };
  return Response.json({ ...entry.json, retryAfter }, { status });
}

/** Calls that nothing fails but the time. */
export const smooth = fc.record({
  requests: fc.integer({ min: 1, max: 5 }),
  perMs: fc.integer({ min: 5, max: 30 }),
  latency: fc.nat(10),
  calls: fc.integer({ min: 1, max: 20 }),
});

/** @typedef {import("./invariants.mjs").Fetched & { call: number, at: number, end: number }} Entry */

/**
 * All of a plan's calls come through, and none waits longer than the rate limit makes it.
 *
 * @param {import("./answers.mjs").Generated<typeof smooth>} plan
 */
export async function playSmoothly({ requests, perMs, latency, calls }) {
  const fetch = () => wait(latency).then(() => Response.json(answer));
  const rateLimit = { requests, perMs };
  const baseUrl = ownServer();
  const client = new CareCycle({ apiKey, baseUrl, fetch, rateLimit });
  const { create } = client.customers.customFields;
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const before = performance.now();
  const all = Array.from({ length: calls }, () => create(customerId, minimal));
  await settled(Promise.all(all), 10_000).then(({ error }) => {
    if (error) throw error;
  });
  const took = performance.now() - before;
  delay.disable();
  const windows = Math.ceil(calls / requests);
  // Timers are late by a few milliseconds, each time.
  const enough = windows * (perMs + latency + 15) + 200 + delay.max / 1e6;
  assert.ok(took <= enough, `${took} ms for ${windows} windows of ${perMs}`);
}

/**
 * Plays a plan; throws if a promise of the package is broken. Resolves to whether the order could be checked: calls
 * that start very late, on a busy machine, may be overtaken.
 *
 * @param {import("./answers.mjs").Generated<typeof traffic>} plan
 * @returns {Promise<"ordered" | "late">}
 */
export async function play({ requests, perMs, calls }) {
  /** @type {Entry[]} */
  const started = [];
  /** @type {Entry[][]} */
  const fetchedBy = calls.map(() => []);
  /** @type {NonNullable<import("../node/setup.mjs").Options["fetch"]>} */
  const fetch = async (_url, { body, signal }) => {
    const call = Number(JSON.parse(body).textValue);
    const fetched = fetchedBy[call];
    /** @type {{ kind: string, latency?: number, retryAfter?: number }} */
    const step = calls[call].steps[fetched.length] ?? { kind: "ok" };
    /** @type {Entry} */
    const entry = { call, at: performance.now(), end: Infinity };
    fetched.push(entry);
    started.push(entry);
    let timer;
    try {
      await new Promise((resolve, reject) => {
        timer = setTimeout(resolve, step.latency ?? 0);
        signal?.addEventListener("abort", () => {
          // Now: what waits for the promise may be late, and the package is not. A request that has
          // ended before is aborted only to be done with it.
          entry.end = Math.min(entry.end, performance.now());
          reject(signal?.reason);
        });
      });
      return answers(step, entry);
    } finally {
      clearTimeout(timer);
      entry.end = Math.min(entry.end, performance.now());
    }
  };
  const baseUrl = ownServer();
  const rateLimit = { requests, perMs };
  const client = new CareCycle({ apiKey, baseUrl, fetch, rateLimit });
  const { create } = client.customers.customFields;
  /** @type {number[]} */
  const order = [];
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const all = calls.map(async (plan, call) => {
    const { startMs, abortMs, deadlineMs, timeoutMs, maxRetries } = plan;
    if (startMs) await wait(startMs);
    const controller = new AbortController();
    const timer =
      abortMs !== null && setTimeout(() => controller.abort(), abortMs);
    order.push(call);
    const from = performance.now();
    const { signal } = controller;
    const body = { ...minimal, textValue: String(call) };
    const options = { signal, deadlineMs, timeoutMs, maxRetries };
    const ended = await settled(create(customerId, body, options));
    clearTimeout(timer || undefined);
    return { ended, took: performance.now() - from };
  });
  const results = await Promise.all(all);
  delay.disable();
  const lag = Math.max(0, delay.max / 1e6 - 5);
  results.forEach(({ ended, took }, call) => {
    const { deadlineMs } = calls[call];
    assert.ok(took <= deadlineMs + 200 + lag, `${took} ms of ${deadlineMs}`);
    if ("error" in ended) agreesWith(ended.error, fetchedBy[call]);
    else assert.equal(fetchedBy[call].at(-1)?.head, 201);
  });
  keepsTo(rateLimit, started);
  // A first call that late is not waited for.
  if (lag >= LATE_MS) return "late";
  const first = new Set(started.map(({ call }) => call));
  assert.deepEqual(
    [...first],
    order.filter((call) => first.has(call)),
    "first attempts leave in the order of the calls",
  );
  return "ordered";
}

/** As in the core, without what timers round. */
const LATE_MS = 40;

/**
 * The limit as strict servers count: a request takes its slot until a window after it ended.
 *
 * @param {{ requests: number, perMs: number }} rateLimit
 * @param {Entry[]} started
 */
function keepsTo({ requests, perMs }, started) {
  for (const { at } of started) {
    const beside = started.filter(
      (other) => other.at <= at && other.end > at - perMs + 0.001,
    );
    const spans = beside.map((one) => [one.call, one.at - at, one.end - at]);
    const what = `${beside.length} requests for ${requests} in ${perMs} ms: ${JSON.stringify(spans)}`;
    assert.ok(beside.length <= requests, what);
  }
}
