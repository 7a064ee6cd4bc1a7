import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { CareCycle, customerId, minimal, stubbed } from "../node/setup.mjs";
import { create, validate, areIssues, endsWell } from "./calls.mjs";
import { collectStrays, shares } from "./harness.mjs";
import {
  apiKey,
  asyncLimits,
  isDocumented,
  limits,
  secretBody,
  settled,
} from "./invariants.mjs";
import { made, nasty, nastyWith, withGetters } from "./nasty.mjs";

collectStrays();

const fieldNames = [...Object.keys(secretBody), "other", "toJSON"];
const field = fc.oneof(nasty, fc.array(nasty, { maxLength: 3 }));
const valid = fc.record(
  {
    fieldDefinitionId: fc.constant(minimal.fieldDefinitionId),
    textValue: fc.option(fc.string()),
    booleanValue: fc.option(fc.boolean()),
    multiSelectValue: fc.option(fc.array(fc.string())),
  },
  { requiredKeys: ["fieldDefinitionId"] },
);
const body = fc.oneof(
  valid,
  nastyWith(fieldNames),
  withGetters(fieldNames, nasty),
  fc.record(
    {
      fieldDefinitionId: fc.oneof(
        fc.constant(minimal.fieldDefinitionId),
        nasty,
      ),
      textValue: field,
      numberValue: field,
      booleanValue: field,
      multiSelectValue: field,
      other: field,
    },
    { requiredKeys: [] },
  ),
);
const id = fc.oneof(fc.constant(customerId), nasty);
const fixed = fc.constantFrom(undefined, {}, { unknownFields: "send" });

describe("any customerId and body", () => {
  it("makes validate return issues in the documented shape", (t) => {
    const ended = shares({ valid: 0.03, invalid: 0.5 });
    fc.assert(
      fc.property(id, body, fixed, (id, body, options) => {
        const given = /** @type {any} */ (options);
        const issues = validate(made(id), made(body), given);
        areIssues(issues);
        ended.count(issues.length ? "invalid" : "valid");
      }),
      limits(2),
    );
    ended.check(t);
  });
  it("lets create settle with a value or a documented error", async (t) => {
    const ended = shares({ created: 0.03, failed: 0.5 });
    await fc.assert(
      fc.asyncProperty(id, body, fixed, async (id, body, options) => {
        ended.count(
          await endsWell(() =>
            create(made(id), made(body), /** @type {any} */ (options)),
          ),
        );
      }),
      asyncLimits(2),
    );
    ended.check(t);
  });
  it("may call the client while it is read", async (t) => {
    const ended = shares({ created: 0.3, failed: 0 });
    const again = fc.constantFrom("validate", "create", "new", "nothing");
    const names = fc.constantFrom(...fieldNames);
    await fc.assert(
      fc.asyncProperty(fc.array(again), names, async (again, name) => {
        const calls = [...again];
        /** @type {ReturnType<typeof settled>[]} */
        const nested = [];
        const object = Object.defineProperty({ ...minimal }, name, {
          enumerable: true,
          get() {
            const next = calls.shift();
            if (next === "validate") areIssues(validate(customerId, object));
            if (next === "create")
              nested.push(settled(create(customerId, object)));
            if (next === "new") new CareCycle({ apiKey });
            return undefined;
          },
        });
        ended.count(await endsWell(() => create(customerId, object)));
        for (const promise of nested) {
          const { error } = await promise;
          if (error) isDocumented(error);
        }
      }),
      asyncLimits(),
    );
    ended.check(t);
  });
  it("with many keys are read in a time that is linear in their number", () => {
    const bytes = new Uint8Array(16_000);
    const before = performance.now();
    const issues = validate(customerId, bytes);
    const took = performance.now() - before;
    // The missing definition, and the first hundred unknown keys.
    assert.equal(issues.length, 101);
    assert.ok(took < 1000, `${Math.round(took)} ms`);
  });
  it("with many texts are searched quickly for secrets", async () => {
    const texts = Array.from({ length: 4000 }, (_, at) => `option ${at}`);
    const issue = { path: ["a", "0"], message: "b", expected: "c" };
    const errors = texts.map(() => ({ ...issue, received: "d", code: "e" }));
    const said = { message: "no", code: "VALIDATION_ERROR", errors };
    const refuse = stubbed(async () => Response.json(said, { status: 422 }));
    const { create } = refuse.customers.customFields;
    const body = { ...minimal, multiSelectValue: texts };
    const before = performance.now();
    const { error } = await settled(create(customerId, body), 60_000);
    const took = performance.now() - before;
    assert.equal(error.name, "ValidationError");
    assert.ok(took < 1000, `${Math.round(took)} ms`);
  });
  it("with a deep unknown field cause no RangeError", async () => {
    const refuse = stubbed(async () => new Response("", { status: 500 }));
    const { create } = refuse.customers.customFields;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 8000 }), async (depth) => {
        const deep = JSON.parse("[".repeat(depth) + "]".repeat(depth));
        const body = /** @type {any} */ ({ ...minimal, deep });
        const options = { unknownFields: /** @type {const} */ ("send") };
        isDocumented((await settled(create(customerId, body, options))).error);
      }),
      asyncLimits(0.2),
    );
  });
});
