import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  createCustomerCustomFieldValueRequestSchema as schema,
  createCustomerCustomFieldValueSchema,
  customerId,
  customerIdSchema,
  minimal,
} from "./setup.mjs";

describe("the Standard Schema", () => {
  const { version, vendor, validate } = schema["~standard"];
  it("is of version 1", () =>
    assert.deepEqual([version, vendor], [1, "carecycle-custom-fields"]));
  it("returns a valid body, null and absent kept apart", () => {
    const body = {
      ...minimal,
      textValue: null,
      booleanValue: false,
      multiSelectValue: [],
    };
    assert.deepEqual(validate(body), { value: body });
    const result = validate({ ...minimal, dateValue: undefined });
    assert.ok("value" in result);
    assert.deepEqual(Object.keys(result.value), ["fieldDefinitionId"]);
  });
  it("returns the issues with their paths", () => {
    const { issues } = validate({ ...minimal, multiSelectValue: ["a", 1] });
    assert.ok(issues);
    assert.deepEqual(
      issues.map(({ path }) => path),
      [["multiSelectValue", "1"]],
    );
  });
});

/** @param {{ issues?: readonly { path: string[] }[] | undefined }} result */
const paths = ({ issues }) => issues?.map(({ path }) => path);

describe("the Standard Schema of a customer ID", () => {
  const { validate } = customerIdSchema["~standard"];
  it("returns a UUID unchanged", () =>
    assert.deepEqual(validate(customerId), { value: customerId }));
  for (const id of ["", "x", `{${customerId}}`, 5, null, undefined, {}]) {
    it(`has an issue of the value itself with ${JSON.stringify(id)}`, () =>
      assert.deepEqual(paths(validate(id)), [[]]));
  }
});

describe("the Standard Schema of a row", () => {
  const { validate } = createCustomerCustomFieldValueSchema["~standard"];
  it("returns the customer ID and the body, and nothing else", () =>
    assert.deepEqual(validate({ customerId, body: minimal, line: 2 }), {
      value: { customerId, body: minimal },
    }));
  it("returns the issues of both with their paths", () => {
    const body = { ...minimal, multiSelectValue: ["a", 1] };
    assert.deepEqual(paths(validate({ customerId: "x", body })), [
      ["customerId"],
      ["body", "multiSelectValue", "1"],
    ]);
    assert.deepEqual(paths(validate({ customerId, body: {} })), [
      ["body", "fieldDefinitionId"],
    ]);
  });
  const throwing = {
    get customerId() {
      throw new Error("no");
    },
  };
  for (const row of [undefined, null, 5, "a", [], {}, throwing]) {
    it(`returns issues of both if the row is invalid: ${typeof row}`, () => {
      const [first, second] = paths(validate(row)) ?? [];
      assert.deepEqual([first, second], [["customerId"], ["body"]]);
    });
  }
});
