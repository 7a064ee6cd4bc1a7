import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  CareCycle,
  answer,
  customerId,
  minimal,
  stubbed,
} from "../node/setup.mjs";
import * as answers from "./answers.mjs";
import * as foreign from "./foreign.mjs";
import { ok, create, answeredBy, terms, some } from "./calls.mjs";
import { collectStrays, shares } from "./harness.mjs";
import {
  agreesWith,
  apiKey,
  asyncLimits,
  isDocumented,
  isSilent,
  nothingStray,
  secretBody,
  settled,
  wait,
} from "./invariants.mjs";
import { Late, made } from "./nasty.mjs";

collectStrays();

describe("a call settles with the right outcome", () => {
  it("whatever fetch does", async (t) => {
    const ended = shares({ created: 0.05, failed: 0.2 });
    await fc.assert(
      fc.asyncProperty(some(answers.platform), terms, async (plans, terms) => {
        const { error } = await answeredBy(plans, terms);
        ended.count(error ? "failed" : "created");
      }),
      asyncLimits(2),
    );
    ended.check(t);
  });
  it("whatever the response is", async (t) => {
    const ended = shares({ created: 0.1, failed: 0.2 });
    await fc.assert(
      fc.asyncProperty(some(answers.answered), terms, async (plans, terms) => {
        const { error } = await answeredBy(plans, terms);
        ended.count(error ? "failed" : "created");
      }),
      asyncLimits(2),
    );
    ended.check(t);
  });
  it("if the body is not made of bytes", async (t) => {
    const ended = shares({ created: 0, failed: 0.5 });
    await fc.assert(
      fc.asyncProperty(answers.notBytes, async (plan) => {
        const { error } = await answeredBy([plan]);
        ended.count(error ? "failed" : "created");
      }),
      asyncLimits(0.5),
    );
    ended.check(t);
  });
  it("if the response is of a subclass of Response", async (t) => {
    const ended = shares({ created: 0.05, failed: 0.3 });
    await fc.assert(
      fc.asyncProperty(foreign.subclassed, async (plan) =>
        ended.count(await endsWith(plan)),
      ),
      asyncLimits(0.5),
    );
    ended.check(t);
  });
  it("if the response only looks like a Response", async (t) => {
    const ended = shares({ created: 0.05, failed: 0.3 });
    await fc.assert(
      fc.asyncProperty(foreign.disguised, async (plan) =>
        ended.count(await endsWith(plan)),
      ),
      asyncLimits(0.1),
    );
    ended.check(t);
  });
  it("if the response is of another implementation", async (t) => {
    const ended = shares({ created: 0.01, failed: 0.3 });
    await fc.assert(
      fc.asyncProperty(foreign.foreignAnswer, terms, async (plan, terms) => {
        /** @type {import("./invariants.mjs").Fetched[]} */
        const fetched = [];
        const client = new CareCycle({
          ...{ deadlineMs: 50, rateLimit: false, maxRetries: terms.maxRetries },
          apiKey,
          fetch: (url, init) => {
            const entry = {};
            fetched.push(entry);
            return made(plan)({ url, init, entry });
          },
        });
        const { create } = client.customers.customFields;
        const { error } = await settled(create(customerId, minimal));
        if (error) agreesWith(error, fetched);
        else assert.ok(Number(fetched.at(-1)?.head) < 300);
        ended.count(error ? "failed" : "created");
      }),
      asyncLimits(0.5),
    );
    ended.check(t);
  });
  it("if a response of another implementation cannot be read", async () => {
    const headers = new Headers();
    for (const [status, outcome] of /** @type {const} */ ([
      [201, "unknown"],
      [400, "rejected"],
      [503, "unknown"],
    ])) {
      for (const text of [
        () => Promise.reject(new Error("cut")),
        () => new Promise(() => {}),
        () =>
          Promise.reject(Object.assign(new Error(), { code: "ECONNREFUSED" })),
      ]) {
        let calls = 0;
        const fetch = async () => (calls++, { status, headers, text });
        const options = { fetch, rateLimit: false, deadlineMs: 50, apiKey };
        const client = new CareCycle(/** @type {any} */ (options));
        const { create } = client.customers.customFields;
        const { error } = await settled(create(customerId, minimal));
        const reported = [error.outcome, error.status, calls];
        assert.deepEqual(reported, [outcome, status, 1], String(text));
      }
    }
  });
  it("if its signal was aborted before it", async () => {
    const signal = AbortSignal.abort();
    const { error } = await settled(create(customerId, minimal, { signal }));
    agreesWith(error, []);
  });
});

/** What a foreign Response's head says is not known here: only that the call ends well. */
async function endsWith(/** @type {unknown} */ plan) {
  const fetch = (/** @type {string} */ url, /** @type {RequestInit} */ init) =>
    made(plan)({ url, init, entry: {} });
  const options = { apiKey, fetch, timeoutMs: 50, rateLimit: false };
  const own = stubbed(fetch, options).customers.customFields;
  const other = stubbed(() => wait(2).then(ok)).customers.customFields;
  const beside = settled(other.create(customerId, minimal));
  const { error } = await settled(own.create(customerId, secretBody));
  if (error) {
    isDocumented(error);
    assert.equal(error.attempts.length, 1);
    assert.notEqual(error.outcome, "notSent");
  }
  await nothingStray();
  assert.deepEqual((await beside).value, answer);
  return error ? "failed" : "created";
}

function revokedFunction() {
  const { proxy, revoke } = Proxy.revocable(() => {}, {});
  revoke();
  return proxy;
}

describe("an error contains no secret", () => {
  it("if fetch rejects with a function or a symbol", async () => {
    for (const make of [
      () => Object.assign(() => {}, { key: apiKey }),
      () => Symbol(apiKey),
      () => revokedFunction(),
      () => Object.assign(class {}, { text: secretBody.textValue }),
    ])
      await answeredBy([
        new Late("reject", () => () => Promise.reject(make())),
      ]);
  });
  it("if a value has characters that JSON escapes", async () => {
    const textValue = 'Patient "Anna\\Smith"\nis well';
    const plan = (/** @type {{ init: RequestInit }} */ { init }) =>
      Promise.reject(new Error(`sent ${init.body}`));
    const plans = [new Late("echo", () => plan)];
    const body = { ...secretBody, textValue };
    const { error } = await answeredBy(plans, {}, body);
    isSilent(error, "Anna", "Smith");
  });
  it("if options change as they are read", async () => {
    let reads = 0;
    const thrown = Object.assign(new Error("failed"), { init: apiKey });
    const client = new CareCycle({
      apiKey,
      get fetch() {
        return reads++ ? undefined : () => Promise.reject(thrown);
      },
    });
    const { create } = client.customers.customFields;
    isDocumented((await settled(create(customerId, minimal))).error);
  });
  it("and keeps its code if a value is a word of it", async () => {
    const words = fc.constantFrom("CONNECTION", "CONN", "HTTP", "HTTP_404");
    const refuse = async () => new Response("", { status: 404 });
    await fc.assert(
      fc.asyncProperty(words, fc.boolean(), async (textValue, answered) => {
        const fetch = answered ? refuse : () => Promise.reject(new Error("a"));
        const { create } = stubbed(fetch).customers.customFields;
        const call = create(customerId, { ...minimal, textValue });
        const { error } = await settled(call);
        assert.equal(error.code, answered ? "HTTP_404" : "CONNECTION");
      }),
      asyncLimits(0.1),
    );
  });
});
