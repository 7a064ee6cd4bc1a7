import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { requestBody } from "../emulator/schemas.mjs";
import { minimal, validate } from "../node/setup.mjs";

const numRuns = Number(process.env.FUZZ_RUNS ?? 3000);
const limits = { numRuns, interruptAfterTimeLimit: numRuns * 5 };

class Draft {}
const odd = [
  ...[undefined, null, true, 0, -0, 1.5, NaN, Infinity, 1n, Symbol("a")],
  ...[() => 1, async () => 1, class {}, [], [[]], {}, Object.create(null)],
  ...[new Date(0), new Date(NaN), /a/, new Map(), new Set(), new Draft()],
  ...[new String("a"), new Number(1), new Boolean(true), new Error("a")],
  ...[new Uint8Array(1), new ArrayBuffer(1), Promise.resolve(), new WeakMap()],
];
const fields = Object.keys(requestBody.shape);

/**
 * zod's issues and ours, as far as both say the same. Ours differ on purpose in these points:
 * - `received` is the type's name as the documentation's 422 has it, `nan`, where zod's text has `NaN`;
 * - a number for `numberValue` gets a hint after zod's text;
 * - a wrong UUID has a text of its own, which says what is wrong with it.
 */
const reported = (
  /** @type {{ path: PropertyKey[], code: string, message: string }} */ {
    path,
    code,
    message,
  },
) => ({
  at: path.map(String).join("."),
  code,
  message:
    code === "invalid_type" ? message.split(";")[0].toLowerCase() : undefined,
});
function agrees(/** @type {unknown} */ body) {
  const expected = requestBody.safeParse(body);
  assert.deepEqual(
    validate(body).map(reported),
    expected.success ? [] : expected.error.issues.map(reported),
  );
}

describe("an issue has the path, code and message of zod 4's", () => {
  for (const field of fields) {
    it(`for whatever is ${field}`, () => {
      for (const value of odd) agrees({ ...minimal, [field]: value });
    });
  }
  it("for whatever is in multiSelectValue", () => {
    for (const value of odd) {
      agrees({ ...minimal, multiSelectValue: [value] });
      agrees({ ...minimal, multiSelectValue: ["a", value, "b", value] });
    }
  });
  it("for several fields at once, in the documented order", () => {
    const value = fc.constantFrom(...odd);
    const several = fc.dictionary(fc.constantFrom(...fields), value, {
      maxKeys: fields.length,
    });
    fc.assert(fc.property(several, agrees), limits);
  });
});
