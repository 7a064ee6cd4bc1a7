import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  CareCycleError,
  answer,
  createCustomerCustomFieldValueRequestSchema,
  customerId,
  minimal,
  stubbed,
  validate,
} from "../node/setup.mjs";
import { shares } from "./harness.mjs";

const numRuns = Number(process.env.FUZZ_RUNS ?? 800);
const limits = { numRuns, interruptAfterTimeLimit: numRuns * 5 };
const issueKeys = ["code", "expected", "message", "path", "received"];

const traps = /** @type {const} */ ([
  "get",
  "has",
  "ownKeys",
  "getOwnPropertyDescriptor",
  "getPrototypeOf",
  "isExtensible",
]);

/**
 * A value made only when it is used: fast-check looks into what it generates, which a hostile value
 * would notice, or not survive.
 */
class Late {
  /** @param {string} what @param {() => any} make */
  constructor(what, make) {
    this.what = what;
    this.make = make;
  }
}

/** @param {any} value @returns {any} */
function made(value) {
  if (value instanceof Late) return value.make();
  if (value instanceof Array) return value.map(made);
  const entries = Object.entries(value).map(([key, of]) => [key, made(of)]);
  return Object.fromEntries(entries);
}

/** A proxy that throws in one trap after some calls, or answers with nonsense. */
const hostile = (/** @type {fc.Arbitrary<object>} */ target) =>
  fc
    .record({
      target,
      trap: fc.constantFrom(...traps),
      after: fc.nat(12),
      reply: fc.anything(),
      throws: fc.boolean(),
    })
    .map((plan) => {
      const { target, trap, after, reply, throws } = plan;
      return new Late(`hostile ${trap} after ${after}`, () => {
        let calls = 0;
        return new Proxy(target instanceof Function ? target : made(target), {
          [trap](/** @type {unknown[]} */ ...args) {
            if (calls++ < after)
              return Reflect.apply(Reflect[trap], Reflect, args);
            if (throws) throw reply;
            return reply;
          },
        });
      });
    });

const revoked = fc.constantFrom("array", "object", "function").map(
  (kind) =>
    new Late(`revoked ${kind}`, () => {
      const target = { array: [], object: {}, function() {} }[kind];
      const { proxy, revoke } = Proxy.revocable(target, {});
      revoke();
      return proxy;
    }),
);
const throwing = fc.anything().map((thrown) => {
  const fail = () => {
    throw thrown;
  };
  return new Late("throwing", () =>
    Object.defineProperty(
      { toString: fail, valueOf: fail, [Symbol.toPrimitive]: fail },
      "constructor",
      { get: fail },
    ),
  );
});
const huge = fc
  .tuple(fc.string({ unit: "binary", minLength: 1 }), fc.nat(18))
  .map(([unit, power]) => {
    const make = () => unit.repeat(2 ** power).slice(0, 2 ** 20);
    return new Late(`${JSON.stringify(unit)} 2^${power} times`, make);
  });
const simple = fc
  .anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
    withNullPrototype: true,
    withBoxedValues: true,
  })
  .map((value) => new Late("simple", () => value));
const symbol = fc.constant(new Late("symbol", () => Symbol("a")));
const targets = fc.constantFrom([], {}, () => {});
const odd = fc.oneof(
  { weight: 4, arbitrary: simple },
  { weight: 1, arbitrary: huge },
  { weight: 2, arbitrary: revoked },
  { weight: 2, arbitrary: throwing },
  { weight: 2, arbitrary: hostile(targets) },
  { weight: 1, arbitrary: symbol },
);
const definition = new Late("valid", () => minimal.fieldDefinitionId);
const record = fc.record(
  {
    fieldDefinitionId: fc.oneof(fc.constant(definition), odd),
    textValue: odd,
    booleanValue: odd,
    multiSelectValue: fc.oneof(odd, fc.array(odd, { maxLength: 4 })),
    other: odd,
  },
  { requiredKeys: [] },
);
const valid = fc.record(
  {
    fieldDefinitionId: fc.constant(definition),
    textValue: fc.constant(new Late("text", () => "text")),
  },
  { requiredKeys: ["fieldDefinitionId"] },
);
const bodies = fc.oneof(valid, record, hostile(record), odd);
const ids = fc.oneof(fc.constant(new Late("valid", () => customerId)), odd);
const options = fc.constantFrom({}, { unknownFields: "send" });

describe("whatever it is given", () => {
  it("validate returns issues in the documented shape", (t) => {
    const ended = shares({ valid: 0.05, invalid: 0.3 });
    fc.assert(
      fc.property(bodies, ids, options, (body, id, how) => {
        const issues = validate(made(body), made(id), how);
        ended.count(issues.length ? "invalid" : "valid");
        for (const issue of issues) {
          assert.deepEqual(Object.keys(issue).sort(), issueKeys);
          const { path, ...texts } = issue;
          for (const text of [...path, ...Object.values(texts)])
            assert.equal(typeof text, "string");
        }
      }),
      limits,
    );
    ended.check(t);
  });
  it("the schema returns a value or issues", (t) => {
    const ended = shares({ valid: 0.1, invalid: 0.3 });
    const { validate } =
      createCustomerCustomFieldValueRequestSchema["~standard"];
    fc.assert(
      fc.property(bodies, (body) => {
        const { value, issues } = /** @type {any} */ (validate(made(body)));
        assert.ok(issues ? issues.length > 0 : value.fieldDefinitionId);
        ended.count(issues ? "invalid" : "valid");
      }),
      limits,
    );
    ended.check(t);
  });
  it("create settles with the value or a CareCycleError", async (t) => {
    const ended = shares({ created: 0.05, failed: 0.3 });
    const client = stubbed(async () => Response.json(answer));
    const { create } = client.customers.customFields;
    await fc.assert(
      fc.asyncProperty(bodies, ids, options, async (body, id, how) => {
        const settled = await create(made(id), made(body), how).catch(
          (error) => error,
        );
        if (settled instanceof Error) {
          assert.ok(settled instanceof CareCycleError, String(settled));
          assert.equal(settled.outcome, "notSent");
        } else assert.deepEqual(settled, answer);
        ended.count(settled instanceof Error ? "failed" : "created");
      }),
      limits,
    );
    ended.check(t);
  });
  it("create settles with a CareCycleError for any failure of fetch", async () => {
    await fc.assert(
      fc.asyncProperty(odd, async (thrown) => {
        const client = stubbed(() => {
          throw made(thrown);
        });
        const { create } = client.customers.customFields;
        const error = await create(customerId, minimal).catch((error) => error);
        assert.ok(error instanceof CareCycleError);
        assert.equal(error.outcome, "unknown");
      }),
      limits,
    );
  });
  it("customer IDs with any digit in any place agree with the documented pattern", async () => {
    const { uuidPattern } = await import("../emulator/schemas.mjs");
    const digits = [..."0123456789abcdefABCDEF-g"];
    // Each letter, upper and lower case, in each of the pattern's 36 places.
    for (let at = 0; at < 36; at++) {
      for (const digit of digits) {
        const id = customerId.slice(0, at) + digit + customerId.slice(at + 1);
        const valid = validate(minimal, id).length === 0;
        assert.equal(valid, uuidPattern.test(id), id);
      }
    }
  });
});
