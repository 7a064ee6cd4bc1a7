import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { z } from "zod";
import { requestBody, uuidPattern } from "../emulator/schemas.mjs";
import {
  answer,
  create,
  customerId,
  minimal,
  stubbed,
  validate,
} from "../node/setup.mjs";
import { shares } from "./harness.mjs";

const numRuns = Number(process.env.FUZZ_RUNS ?? 3000);
const oracle = z.object({ id: z.uuid() });

/**
 * Where the package and zod 4 differ, each on purpose:
 * - unknown keys: zod drops them silently; here they are issues, since the caller's value would be lost.
 * - lone surrogates: zod accepts them; here they are refused, since they change on the way as UTF-8.
 */
const isLone = (/** @type {unknown} */ value) =>
  typeof value === "string" && /\p{Surrogate}/u.test(value);
const differs = (/** @type {object} */ body) =>
  Object.entries(body).some(
    ([key, value]) =>
      (!Object.hasOwn(requestBody.shape, key) && value !== undefined) ||
      [value].flat().some(isLone),
  );

const paths = (
  /** @type {readonly { path: readonly PropertyKey[] }[]} */ issues,
) => [...new Set(issues.map(({ path }) => path.map(String).join(".")))].sort();
const agrees = (/** @type {unknown} */ body) => {
  const expected = requestBody.safeParse(body);
  assert.deepEqual(
    paths(validate(body)),
    expected.success ? [] : paths(expected.error.issues),
  );
  return expected.success ? "valid" : "invalid";
};

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom("", "1.50", "ü"),
);
const anything = fc.anything({
  withDate: true,
  withBigInt: true,
  withSparseArray: true,
  withNullPrototype: true,
});
const value = fc.oneof(
  text,
  fc.constantFrom(null, undefined, true, 0, NaN),
  fc.array(text),
  anything,
);
const id = fc.oneof(
  fc.uuid(),
  fc.constantFrom(customerId, customerId.toUpperCase()),
  text,
);
const valid = fc.record(
  {
    fieldDefinitionId: fc.uuid(),
    textValue: fc.option(text),
    booleanValue: fc.option(fc.boolean()),
    multiSelectValue: fc.option(fc.array(text)),
  },
  { requiredKeys: ["fieldDefinitionId"] },
);
const random = fc.record(
  {
    fieldDefinitionId: fc.oneof({ weight: 4, arbitrary: id }, value),
    textValue: value,
    numberValue: value,
    booleanValue: fc.oneof(fc.boolean(), value),
    dateValue: value,
    selectValue: value,
    multiSelectValue: fc.oneof(fc.array(text), fc.array(value), value),
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  { weight: 1, arbitrary: valid },
  { weight: 4, arbitrary: random },
);

describe("the checks", () => {
  it("agree with zod 4 on documented keys", (t) => {
    const ended = shares({ valid: 0.03, invalid: 0.3 });
    fc.assert(
      fc.property(body, (given) => {
        fc.pre(!differs(given));
        ended.count(agrees(given));
      }),
      { numRuns },
    );
    ended.check(t);
  });
  it("agree with zod 4 on values that are not objects", () => {
    fc.assert(
      fc.property(anything, (given) => {
        fc.pre(typeof given !== "object" || given === null || !differs(given));
        agrees(given);
      }),
      { numRuns },
    );
  });
  it("reject what zod 4 would lose or change", () => {
    const odd = fc.oneof(
      fc
        .tuple(fc.string({ minLength: 1 }), fc.constantFrom(1, null, "x"))
        .filter(
          ([key]) =>
            !Object.hasOwn(requestBody.shape, key) && key !== "__proto__",
        ),
      fc.tuple(
        fc.constant("textValue"),
        fc.constantFrom("\ud800", "a\udfff", "\udc00\ud800"),
      ),
    );
    fc.assert(
      fc.property(odd, ([key, lost]) => {
        assert.deepEqual(paths(validate({ ...minimal, [key]: lost })), [key]);
      }),
      { numRuns },
    );
  });
  it("agree with the documented pattern and with zod 4 on customer IDs", (t) => {
    const ended = shares({ valid: 0.2, invalid: 0.2 });
    const hex = fc.constantFrom(..."0123456789abcdefABCDEFg{} -\n");
    const near = fc
      .array(hex, { minLength: 0, maxLength: 3 })
      .map((letters) => letters.join(""));
    const mutated = fc
      .tuple(fc.uuid(), fc.nat(36), fc.nat(2), near)
      .map(
        ([from, at, gone, put]) =>
          from.slice(0, at) + put + from.slice(at + gone),
      );
    fc.assert(
      fc.property(fc.oneof(id, mutated, fc.uuid()), (given) => {
        const valid = validate(minimal, given).length === 0;
        assert.equal(valid, uuidPattern.test(given));
        assert.equal(valid, oracle.safeParse({ id: given }).success);
        ended.count(valid ? "valid" : "invalid");
      }),
      { numRuns },
    );
    ended.check(t);
  });
});

describe("create", () => {
  it("sends exactly the given values, whatever they are", async () => {
    /** @type {unknown} */
    let sent;
    const client = stubbed(async (_url, init) => {
      sent = JSON.parse(init.body);
      return Response.json(answer);
    });
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          textValue: text,
          multiSelectValue: fc.array(text),
          booleanValue: fc.boolean(),
        }),
        async (values) => {
          fc.pre(!differs(values));
          await create(client, { ...minimal, ...values });
          assert.deepEqual(sent, { ...minimal, ...values });
        },
      ),
      { numRuns: numRuns / 3 },
    );
  });
  it("settles with a structured error on exotic objects", async (t) => {
    const ended = shares({ created: 0.05, rejected: 0.2 });
    const client = stubbed(async () => Response.json(answer));
    const trap = fc.constantFrom(
      "get",
      "has",
      "ownKeys",
      "getOwnPropertyDescriptor",
      "getPrototypeOf",
    );
    await fc.assert(
      fc.asyncProperty(
        trap,
        fc.nat(12),
        anything,
        async (name, after, thrown) => {
          let calls = 0;
          const handler = {
            [name](/** @type {unknown[]} */ ...args) {
              if (calls++ >= after) throw thrown;
              return Reflect.apply(Reflect[name], Reflect, args);
            },
          };
          const exotic = new Proxy(
            { ...minimal, multiSelectValue: new Proxy(["a"], handler) },
            handler,
          );
          const settled = await create(client, exotic).then(
            () => "created",
            (error) => error.name,
          );
          assert.ok(["created", "ValidationError"].includes(settled), settled);
          ended.count(settled === "created" ? "created" : "rejected");
        },
      ),
      { numRuns: numRuns / 3 },
    );
    ended.check(t);
  });
  it("settles with a structured error for any response", async () => {
    /** @type {unknown} */
    let response;
    const client = stubbed(async () => response);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 200, max: 599 }),
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.anything().map((any) => {
            try {
              return JSON.stringify({
                message: any,
                code: any,
                errors: [any],
                retryAfter: any,
              });
            } catch {
              return "";
            }
          }),
        ),
        async (status, said) => {
          const empty = [204, 205, 304].includes(status);
          response = new Response(empty ? null : said, { status });
          const error = await create(client).catch((thrown) => thrown);
          assert.equal(error.status, status);
          assert.equal(typeof error.code, "string");
        },
      ),
      { numRuns: numRuns / 3 },
    );
  });
});
