import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  CareCycle,
  ConfigurationError,
  answer,
  customerId,
  minimal,
  stubbed,
} from "../node/setup.mjs";
import {
  ok,
  create,
  validate,
  areIssues,
  guarded,
  endsWell,
} from "./calls.mjs";
import { collectStrays, shares } from "./harness.mjs";
import {
  apiKey,
  asyncLimits,
  isDocumented,
  isSilent,
  limits,
  nothingStray,
  settled,
  wait,
} from "./invariants.mjs";
import {
  Late,
  calm,
  made,
  nastier,
  nasty,
  nastyWith,
  revoked,
  unreadable,
  withGetters,
} from "./nasty.mjs";

collectStrays();

const settings = {
  timeoutMs: nasty,
  deadlineMs: nasty,
  maxRetries: nasty,
  retryUnknown: nasty,
  onRequest: nasty,
  onResponse: nasty,
  onWait: nasty,
};
const clientOptions = {
  apiKey: fc.oneof(
    { weight: 4, arbitrary: fc.constant(apiKey) },
    fc.constantFrom(` ${apiKey}`, `${apiKey}\n`, `x${apiKey}`, `${apiKey}ä`),
    nasty,
  ),
  baseUrl: fc.oneof(
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc.constantFrom(...["/", "//a", "/\\a", "http://localhost", "https://"]),
    fc.constantFrom(`https://${apiKey}@a.de`, `https://a.de/?${apiKey}`),
    nasty,
  ),
  fetch: fc.oneof(fc.constant(ok), nasty),
  rateLimit: fc.oneof(
    fc.constant(false),
    fc.record({ requests: nasty, perMs: nasty }),
    calm,
  ),
  requestIdHeader: fc.oneof(fc.string(), nasty),
  dangerouslyAllowBrowser: nasty,
  ...settings,
};
/** Most of the options as they should be, so that the rest is looked at. */
const few = (/** @type {Record<string, fc.Arbitrary<unknown>>} */ options) =>
  fc
    .tuple(
      fc.record(options, { requiredKeys: [] }),
      fc.subarray(Object.keys(options), { maxLength: 2 }),
    )
    .map(([all, kept]) =>
      Object.fromEntries(
        kept.filter((key) => key in all).map((key) => [key, all[key]]),
      ),
    );

/** Makes a client that works, or a ConfigurationError without the key; says which. */
async function makes(/** @type {any} */ options) {
  let client;
  try {
    client = new CareCycle(options);
  } catch (error) {
    assert.ok(isDocumented(error) instanceof ConfigurationError);
    isSilent(error);
    return "refused";
  }
  areIssues(client.customers.customFields.validate(1, {}));
  return "accepted";
}

describe("new CareCycle", () => {
  it("accepts any options or rejects them with a ConfigurationError", async (t) => {
    const ended = shares({ accepted: 0.1, refused: 0.1 });
    const given = fc.oneof(few(clientOptions), calm);
    await fc.assert(
      fc.asyncProperty(given, async (options) => {
        const some = made(options);
        const plain = Object.getPrototypeOf(options) === Object.prototype;
        ended.count(await makes(plain ? { apiKey, ...some } : some));
      }),
      asyncLimits(2),
    );
    ended.check(t);
  });
  it("makes a client that works from any options that it accepts", async (t) => {
    const ended = shares({ created: 0.1, refused: 0.1, failed: 0 });
    const { apiKey: _, fetch: __, ...rest } = clientOptions;
    let keys = 0;
    await fc.assert(
      fc.asyncProperty(few(rest), async (options) => {
        let client;
        const own = { apiKey: `${apiKey}${keys++}`, fetch: ok };
        const all = { deadlineMs: 50, ...made(options), ...own };
        try {
          client = new CareCycle(all);
        } catch (error) {
          assert.ok(isDocumented(error) instanceof ConfigurationError);
          return ended.count("refused");
        }
        const call = client.customers.customFields.create(customerId, minimal);
        const { error, value } = await settled(call);
        // A page's path may be set, or a time of nearly nothing.
        const isPath = String(all.baseUrl).startsWith("/");
        if (isPath) assert.equal(error.code, "CONFIGURATION");
        else if (error && all.deadlineMs >= 50) assert.fail(error);
        else if (!error) assert.deepEqual(value, answer);
        await nothingStray();
        return ended.count(error ? "failed" : "created");
      }),
      asyncLimits(),
    );
    ended.check(t);
  });
  it("rejects options that cannot be read with a ConfigurationError", async (t) => {
    const ended = shares({ accepted: 0, refused: 0.1 });
    const names = Object.keys(clientOptions);
    const proxies = nastyWith(names, nastier);
    const given = fc.oneof(withGetters(names, nasty, nastier), proxies);
    await fc.assert(
      fc.asyncProperty(given, async (options) => {
        ended.count(await makes(made(options)));
      }),
      asyncLimits(),
    );
    ended.check(t);
  });
  it("rejects a rateLimit that cannot be read with a ConfigurationError", async () => {
    for (const name of ["requests", "perMs"])
      assert.equal(
        await makes({ apiKey, rateLimit: unreadable(name, new Error("read")) }),
        "refused",
      );
  });
  it("reads each option once", () => {
    /** @type {Record<string | symbol, number>} */
    const reads = {};
    const options = new Proxy(
      { apiKey, fetch: ok },
      {
        get(target, name) {
          reads[name] = (reads[name] ?? 0) + 1;
          return Reflect.get(target, name);
        },
      },
    );
    new CareCycle(options);
    const read = Object.keys(reads);
    assert.ok(read.length >= 10, read.join());
    for (const [name, count] of Object.entries(reads))
      assert.equal(count, 1, name);
  });
});

/** Signals of other implementations, whose members throw or lie, and which may report an abort at any time. */
const duck = fc
  .record({
    aborted: fc.oneof(fc.constant(false), nasty),
    reason: nasty,
    throws: fc.subarray(["add", "remove", "aborted", "reason"]),
    notifies: fc.subarray(["at once", "reading", "later", "twice", "removal"]),
  })
  .map(
    (plan) =>
      new Late(`signal ${fc.stringify(plan)}`, () => {
        const { throws, notifies } = plan;
        const fail = (/** @type {(typeof throws)[number]} */ what) => {
          if (throws.includes(what)) throw new Error(what);
        };
        let listener = () => {};
        return {
          get aborted() {
            if (notifies.includes("reading")) listener();
            fail("aborted");
            return made(plan.aborted);
          },
          get reason() {
            fail("reason");
            return made(plan.reason);
          },
          addEventListener(
            /** @type {string} */ _name,
            /** @type {() => void} */ added,
          ) {
            listener = added;
            if (notifies.includes("at once")) listener();
            fail("add");
            if (notifies.includes("later")) queueMicrotask(listener);
            if (notifies.includes("twice")) setImmediate(listener);
          },
          removeEventListener() {
            if (notifies.includes("removal")) listener();
            fail("remove");
          },
        };
      }),
  );
const callOptions = {
  signal: fc.oneof(
    duck,
    nasty,
    nasty.map(
      (reason) =>
        new Late("aborted signal", () => AbortSignal.abort(made(reason))),
    ),
  ),
  unknownFields: nasty,
  ...settings,
};

describe("options of a call", () => {
  it("never keep create from settling, whatever they are", async (t) => {
    const ended = shares({ created: 0.1, failed: 0.1 });
    const given = fc.oneof(few(callOptions), nasty);
    await fc.assert(
      fc.asyncProperty(given, async (options) => {
        ended.count(
          await endsWell(() => create(customerId, minimal, made(options))),
        );
      }),
      asyncLimits(2),
    );
    ended.check(t);
  });
  it("may have signals that lie, and the error still has the right outcome", async (t) => {
    const ended = shares({ created: 0.1, failed: 0.1 });
    await fc.assert(
      fc.asyncProperty(duck, async (signal) => {
        const fetched = [];
        const fetch = async () => {
          fetched.push({ head: 201 });
          return Response.json(answer, { status: 201 });
        };
        const { create } = stubbed(fetch, { apiKey }).customers.customFields;
        const options = { signal: made(signal) };
        const { error } = await settled(create(customerId, minimal, options));
        if (error) isDocumented(error);
        if (fetched.length && error) assert.notEqual(error.outcome, "notSent");
        ended.count(error ? "failed" : "created");
      }),
      asyncLimits(),
    );
    ended.check(t);
  });
  it("never keep create from settling if reading them throws anything", async () => {
    const names = Object.keys(callOptions);
    const proxies = nastyWith(names, nastier);
    const given = fc.oneof(withGetters(names, nasty, nastier), proxies);
    await fc.assert(
      fc.asyncProperty(given, async (options) => {
        await endsWell(() => create(customerId, minimal, made(options)));
      }),
      asyncLimits(),
    );
  });
  it("never keep create from settling if reading them throws a revoked proxy", async () => {
    await fc.assert(
      fc.asyncProperty(revoked, async (thrown) => {
        await endsWell(() =>
          create(customerId, minimal, unreadable("signal", made(thrown))),
        );
      }),
      asyncLimits(0.1),
    );
  });
  it("make validate return issues or throw a documented error, whatever they are", (t) => {
    const ended = shares({ issues: 0.1, thrown: 0 });
    const given = nastyWith(["unknownFields"], nastier);
    fc.assert(
      fc.property(given, (options) => {
        const issues = guarded(() =>
          validate(customerId, minimal, made(options)),
        );
        if (issues !== undefined) areIssues(issues);
        ended.count(issues === undefined ? "thrown" : "issues");
      }),
      limits(),
    );
    ended.check(t);
  });
  it("cannot end another call through validate", async () => {
    const slow = stubbed(() => wait(5).then(ok));
    const call = slow.customers.customFields.create(customerId, minimal);
    const options = unreadable("unknownFields", new Error("read"));
    try {
      validate(customerId, minimal, options);
    } catch {
      // As the property above says.
    }
    assert.deepEqual((await settled(call)).value, answer);
  });
});
