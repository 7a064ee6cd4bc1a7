/** Calls of the package, each checked for what is true of all. */
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import {
  CareCycle,
  answer,
  customerId,
  minimal,
  stubbed,
} from "../node/setup.mjs";
import {
  agreesWith,
  apiKey,
  isDocumented,
  nothingStray,
  secretBody,
  settled,
} from "./invariants.mjs";
import { made } from "./nasty.mjs";
import { ownServer } from "./traffic.mjs";

export const ok = async () => Response.json(answer);
export const { create, validate } = stubbed(ok, { apiKey }).customers
  .customFields;
export const issueKeys = ["path", "message", "expected", "received", "code"];

export function areIssues(
  /** @type {import("../../pkg/index.js").ValidationIssue[]} */ issues,
) {
  assert.ok(Array.isArray(issues));
  for (const issue of issues) {
    assert.deepEqual(Object.keys(issue), issueKeys);
    const { path, ...texts } = issue;
    for (const text of [...path, ...Object.values(texts)])
      assert.equal(typeof text, "string");
  }
}

/**
 * What a function throws must be documented.
 *
 * @template Result
 * @param {() => Result} run
 */
export function guarded(run) {
  try {
    return run();
  } catch (error) {
    isDocumented(error);
    return undefined;
  }
}

/**
 * A call settles with the value or a documented error, and another one still works.
 *
 * @param {() => unknown} call
 * @returns {Promise<"created" | "failed">}
 */
export async function endsWell(call) {
  let promise;
  try {
    promise = call();
  } catch (error) {
    assert.fail(`create throws: ${error}`);
  }
  assert.ok(promise instanceof Promise);
  const ended = await settled(promise);
  if ("error" in ended) isDocumented(ended.error);
  else assert.deepEqual(ended.value, answer);
  await nothingStray();
  assert.deepEqual(await create(customerId, minimal), answer);
  return "error" in ended ? "failed" : "created";
}

/** @param {import("./invariants.mjs").Fetched} fetched */
const isSuccess = ({ head = 0 }) => head >= 200 && head < 300;

/**
 * Calls with fetches as planned; checks what came of it, and that the client still works.
 *
 * @param {unknown[]} plans
 * @param {object} [options]
 * @param {import("../../pkg/index.js").CreateCustomerCustomFieldValueRequest} [body]
 */
export async function answeredBy(plans, options = {}, body = secretBody) {
  const controller = new AbortController();
  const abort = () => controller.abort();
  /** @type {import("./invariants.mjs").Fetched[]} */
  const fetched = [];
  let plain = false;
  const fetch = (
    /** @type {string} */ url,
    /** @type {RequestInit} */ init,
  ) => {
    if (plain) return ok();
    const plan = plans[Math.min(fetched.length, plans.length - 1)];
    const entry = {};
    fetched.push(entry);
    return made(plan)({ url, init, entry, abort });
  };
  /** @type {import("../node/setup.mjs").Options} */
  const all = { deadlineMs: 50, rateLimit: false, ...options };
  const baseUrl = ownServer();
  const client = new CareCycle({ ...all, apiKey, baseUrl, fetch });
  const { create } = client.customers.customFields;
  const { signal } = controller;
  const ended = await settled(create(customerId, body, { signal }));
  const last = fetched.at(-1);
  if ("error" in ended) {
    const { error } = ended;
    agreesWith(error, fetched);
    const late = ["TIMEOUT", "ABORTED"].includes(error.code);
    if (!late && last && isSuccess(last))
      assert.ok(!isDeepStrictEqual(last.json, answer), "it was well answered");
  } else {
    assert.ok(last && isSuccess(last));
    assert.deepEqual(ended.value, last.json);
  }
  await nothingStray();
  // A 429 may have stopped all calls of this scope for a day.
  plain = true;
  const next = all.rateLimit ? stubbed(ok).customers.customFields : { create };
  const again = await settled(
    next.create(customerId, minimal, { deadlineMs: 1000 }),
  );
  assert.deepEqual(again.value, answer);
  return ended;
}
export const rateLimit = fc.constantFrom(false, false, {
  requests: 2,
  perMs: 5,
});
export const terms = fc.record({
  maxRetries: fc.nat(2),
  rateLimit,
  retryUnknown: fc.boolean(),
  deadlineMs: fc.constantFrom(50, 50, 15),
  timeoutMs: fc.constantFrom(10, 1000),
});
export const some = (/** @type {fc.Arbitrary<unknown>} */ plan) =>
  fc.array(plan, { minLength: 1, maxLength: 3 });
