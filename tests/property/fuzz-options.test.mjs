import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
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
import {
  apiKey,
  asyncLimits,
  isDocumented,
  isSilent,
  limits,
  listen,
  nothingStray,
  settled,
  unlisten,
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

before(listen);
after(unlisten);
// A run that was cut short by its time limit ends here, not in the next property.
afterEach(() => wait(80));

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

/** A client that works, or a ConfigurationError without the key. */
async function makes(/** @type {any} */ options) {
  let client;
  try {
    client = new CareCycle(options);
  } catch (error) {
    assert.ok(isDocumented(error) instanceof ConfigurationError);
    isSilent(error);
    return;
  }
  areIssues(client.customers.customFields.validate(1, {}));
}

describe("new CareCycle", () => {
  it("takes or refuses any options", async () => {
    const given = fc.oneof(few(clientOptions), calm);
    await fc.assert(
      fc.asyncProperty(given, async (options) => {
        const some = made(options);
        const plain = Object.getPrototypeOf(options) === Object.prototype;
        await makes(plain ? { apiKey, ...some } : some);
      }),
      asyncLimits(2),
    );
  });
  it("makes a client that works with any options that it takes", async () => {
    const { apiKey: _, fetch: __, ...rest } = clientOptions;
    let keys = 0;
    await fc.assert(
      fc.asyncProperty(few(rest), async (options) => {
        let client;
        const own = { apiKey: `${apiKey}${keys++}`, fetch: ok };
        const all = { deadlineMs: 50, ...made(options), ...own };
        try {
          client = new CareCycle(all);
        } catch {
          return;
        }
        const call = client.customers.customFields.create(customerId, minimal);
        const { error } = await settled(call);
        // A page's path may be set, or a time of nearly nothing.
        const isPath = String(all.baseUrl).startsWith("/");
        if (isPath) assert.equal(error.code, "CONFIGURATION");
        else if (error && all.deadlineMs >= 50) assert.fail(error);
        await nothingStray();
      }),
      asyncLimits(),
    );
  });
  it("refuses options that cannot be read", async () => {
    const names = Object.keys(clientOptions);
    const proxies = nastyWith(names, nastier);
    const given = fc.oneof(withGetters(names, nasty, nastier), proxies);
    await fc.assert(
      fc.asyncProperty(given, (options) => makes(made(options))),
      asyncLimits(),
    );
  });
  it("refuses a rateLimit that cannot be read", async () => {
    for (const name of ["requests", "perMs"])
      await makes({ apiKey, rateLimit: unreadable(name, new Error("read")) });
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
    for (const [name, count] of Object.entries(reads))
      assert.equal(count, 1, name);
  });
});

/** Signals of other makes, whose members throw or lie, and which may tell of an abort at any time. */
const duck = fc
  .record({
    aborted: fc.oneof(fc.constant(false), nasty),
    reason: nasty,
    throws: fc.subarray(["add", "remove", "aborted", "reason"]),
    tells: fc.subarray(["at once", "reading", "later", "twice", "removal"]),
  })
  .map(
    (plan) =>
      new Late(`signal ${fc.stringify(plan)}`, () => {
        const { throws, tells } = plan;
        const fail = (/** @type {(typeof throws)[number]} */ what) => {
          if (throws.includes(what)) throw new Error(what);
        };
        let listener = () => {};
        return {
          get aborted() {
            if (tells.includes("reading")) listener();
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
            if (tells.includes("at once")) listener();
            fail("add");
            if (tells.includes("later")) queueMicrotask(listener);
            if (tells.includes("twice")) setImmediate(listener);
          },
          removeEventListener() {
            if (tells.includes("removal")) listener();
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
  it("settle create, whatever they are", async () => {
    const given = fc.oneof(few(callOptions), nasty);
    await fc.assert(
      fc.asyncProperty(given, (options) =>
        endsWell(() => create(customerId, minimal, made(options))),
      ),
      asyncLimits(2),
    );
  });
  it("have signals that may lie, and the error tells the truth", async () => {
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
      }),
      asyncLimits(),
    );
  });
  it("settle create where reading them throws anything", async () => {
    const names = Object.keys(callOptions);
    const proxies = nastyWith(names, nastier);
    const given = fc.oneof(withGetters(names, nasty, nastier), proxies);
    await fc.assert(
      fc.asyncProperty(given, (options) =>
        endsWell(() => create(customerId, minimal, made(options))),
      ),
      asyncLimits(),
    );
  });
  it("settle create where reading them throws a revoked proxy", async () => {
    await fc.assert(
      fc.asyncProperty(revoked, (thrown) =>
        endsWell(() =>
          create(customerId, minimal, unreadable("signal", made(thrown))),
        ),
      ),
      asyncLimits(0.1),
    );
  });
  it("give issues from validate, whatever they are", () => {
    const given = nastyWith(["unknownFields"], nastier);
    fc.assert(
      fc.property(given, (options) => {
        const issues = guarded(() =>
          validate(customerId, minimal, made(options)),
        );
        if (issues !== undefined) areIssues(issues);
      }),
      limits(),
    );
  });
  it("of validate end no other call", async () => {
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
