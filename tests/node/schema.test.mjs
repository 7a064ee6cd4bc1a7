import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  createCustomerCustomFieldValueRequestSchema as schema,
  minimal,
} from "./setup.mjs";

describe("the Standard Schema", () => {
  const { version, vendor, validate } = schema["~standard"];
  it("is of version 1", () =>
    assert.deepEqual([version, vendor], [1, "carecycle-custom-fields"]));
  it("gives a valid body, null and absent kept apart", () => {
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
  it("gives the issues with their paths", () => {
    const { issues } = validate({ ...minimal, multiSelectValue: ["a", 1] });
    assert.ok(issues);
    assert.deepEqual(
      issues.map(({ path }) => path),
      [["multiSelectValue", "1"]],
    );
  });
});
