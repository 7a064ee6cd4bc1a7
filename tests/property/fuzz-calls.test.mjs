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
import {
  ok,
  create,
  validate,
  endsWell,
  answeredBy,
  terms,
  some,
} from "./calls.mjs";
import { collectStrays, shares } from "./harness.mjs";
import {
  apiKey,
  asyncLimits,
  fewTimers,
  nothingStray,
  settled,
  timers,
  turn,
} from "./invariants.mjs";
import { made, nasty } from "./nasty.mjs";
import { ownServer, play, playSmoothly, smooth, traffic } from "./traffic.mjs";

collectStrays();

describe("hooks", () => {
  const acts = fc.constantFrom("throw", "reject", "return", "create", "mutate");
  const hook = fc.record({
    act: fc.oneof(acts, fc.constant("validate")),
    nasty,
  });
  /**
   * Hooks that do as planned.
   *
   * @param {Record<string, { act: string, nasty: unknown }>} plan
   * @param {ReturnType<typeof settled>[]} calls those that they made
   */
  const hooksOf = (plan, calls) =>
    Object.fromEntries(
      Object.entries(plan).map(([name, { act, nasty }]) => [
        name,
        (/** @type {Record<string, unknown>} */ event) => {
          assert.ok(!JSON.stringify(event).includes(apiKey));
          const value = made(nasty);
          if (act === "throw") throw value;
          if (act === "reject") return Promise.reject(value);
          if (act === "create")
            calls.push(settled(create(customerId, minimal)));
          if (act === "validate") return validate(value, value);
          if (act === "mutate")
            for (const key of Object.keys(event)) event[key] = value;
          return value;
        },
      ]),
    );
  const hooks = fc.record(
    { onRequest: hook, onResponse: hook, onWait: hook },
    { requiredKeys: [] },
  );
  it("change nothing, whatever they do", async () => {
    await fc.assert(
      fc.asyncProperty(
        hooks,
        some(answers.platform),
        terms,
        async (hooks, plans, terms) => {
          /** @type {ReturnType<typeof settled>[]} */
          const calls = [];
          await answeredBy(plans, { ...terms, ...hooksOf(hooks, calls) });
          for (const call of calls)
            assert.deepEqual((await call).value, answer);
        },
      ),
      asyncLimits(2),
    );
  });
  it("may be anything that can be called", async () => {
    const callable = nasty.filter((value) => typeof made(value) === "function");
    await fc.assert(
      fc.asyncProperty(callable, async (value) => {
        const hook = made(value);
        const hooks = { onRequest: hook, onResponse: hook, onWait: hook };
        const { value: created } = await settled(
          create(customerId, minimal, hooks),
        );
        assert.deepEqual(created, answer);
        await nothingStray();
      }),
      asyncLimits(0.2),
    );
  });
  it("may return an object that throws at its second read", async () => {
    let reads = 0;
    const onRequest = () => ({
      get then() {
        if (reads++) throw new Error("again");
        return undefined;
      },
    });
    await endsWell(() => create(customerId, minimal, { onRequest }));
  });
  for (const [name, outcome, calls] of /** @type {const} */ ([
    ["onRequest", "notSent", 0],
    ["onResponse", "created", 1],
  ])) {
    it(`may abort the call in ${name}: the outcome is ${outcome}`, async () => {
      const controller = new AbortController();
      let fetched = 0;
      const client = stubbed(() => (fetched++, ok()), {
        [name]: () => controller.abort(),
      });
      const { create } = client.customers.customFields;
      const { signal } = controller;
      const call = create(customerId, minimal, { signal });
      const { error } = await settled(call);
      assert.deepEqual([error.outcome, fetched], [outcome, calls]);
      assert.equal(error.attempts.length, calls);
    });
  }
});

describe("calls side by side", () => {
  it("keep to the rate limit, to their deadlines and their order", async (t) => {
    const played = shares({ ordered: 0.01, late: 0 });
    await turn();
    const before = timers();
    const plans = fc.array(traffic, { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(plans, async (plans) => {
        for (const how of await Promise.all(plans.map(play))) played.count(how);
        await nothingStray();
      }),
      asyncLimits(),
    );
    played.check(t);
    assert.ok(await fewTimers(before), "a timer is left");
  });
  it("all resolve as soon as the rate limit allows", async () => {
    const plans = fc.array(smooth, { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(plans, async (plans) => {
        await Promise.all(plans.map(playSmoothly));
      }),
      asyncLimits(0.4),
    );
  });
  it("leave their slots to others if they are aborted before sending", async () => {
    const rateLimit = { requests: 1, perMs: 400 };
    const options = { apiKey, baseUrl: ownServer(), fetch: ok, rateLimit };
    const { create } = new CareCycle(options).customers.customFields;
    const signal = AbortSignal.abort();
    await settled(create(customerId, minimal, { signal }));
    const before = performance.now();
    await create(customerId, minimal);
    assert.ok(performance.now() - before < 200, "it waited for a window");
  });
});

describe("after all these calls, the package", () => {
  it("has left no timer and no unhandled rejection", async () => {
    await nothingStray();
    assert.ok(await fewTimers(0), "a timer is left");
  });
});
