/** Values that are checked against their custom field's definition. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  CareCycle,
  ConfigurationError,
  createCustomerCustomFieldValueRequestSchemaFor as schemaFor,
  customFieldDefinitionSchema,
  customerId,
  minimal,
} from "./setup.mjs";

const id = minimal.fieldDefinitionId;
const tier = /** @type {const} */ ({
  id,
  fieldType: "select",
  options: ["Gold", "Silver", "Bronze"],
});
const { customFields } = new CareCycle({ apiKey: "cc_x" }).customers;

/** @param {object} body @param {any} [definition] */
const issues = (body, definition = tier) =>
  customFields.validate(customerId, { ...minimal, ...body }, { definition });

/** @param {unknown} definition */
const refusal = (definition) => {
  /** @type {unknown} */
  let thrown;
  assert.throws(
    () => issues({}, definition),
    (error) => ((thrown = error), true),
  );
  assert.ok(thrown instanceof ConfigurationError);
  return thrown.message;
};

describe("validate with a definition", () => {
  it("accepts an option, null and no value", () => {
    for (const body of [
      { selectValue: "Gold" },
      { selectValue: null },
      { selectValue: "Bronze", textValue: null },
      {},
    ])
      assert.deepEqual(issues(body), []);
  });
  it("names the options and the nearest, and nothing of the value", () => {
    assert.deepEqual(issues({ selectValue: "silver secret" }), [
      {
        path: ["selectValue"],
        message:
          'Invalid option: expected "Gold", "Silver" or "Bronze"; the nearest is "Silver"',
        expected: "one of the definition's options",
        received: "string",
        code: "invalid_value",
      },
    ]);
  });
  it("names the field for the definition's type", () => {
    const number = { id, fieldType: "number" };
    assert.deepEqual(issues({ textValue: "12" }, number), [
      {
        path: ["textValue"],
        message:
          "Wrong field: the definition's type is number, so the value belongs in numberValue",
        expected: "numberValue",
        received: "string",
        code: "wrong_value_field",
      },
    ]);
  });
  it("finds a value of another definition", () => {
    const other = { ...tier, id: customerId };
    const [issue, ...more] = issues({ selectValue: "Gold" }, other);
    assert.deepEqual(
      [issue.path, issue.code, more],
      [["fieldDefinitionId"], "invalid_value", []],
    );
    assert.deepEqual(issues({}, { ...tier, id: id.toUpperCase() }), []);
  });
  it("finds what is wrong without a definition as well", () => {
    const found = customFields.validate(
      "x",
      { ...minimal, selectValue: "gold", textvalue: "a" },
      { definition: tier },
    );
    assert.deepEqual(
      found.map(({ path, code }) => [...path, code].join(" ")),
      [
        "id invalid_format",
        "textvalue unrecognized_keys",
        "selectValue invalid_value",
      ],
    );
  });
  it("accepts a definition as the API returns it", () => {
    const definition = {
      ...tier,
      createdAt: null,
      fieldKey: "tier",
      isRequired: true,
      validationRules: "{}",
    };
    assert.deepEqual(issues({ selectValue: "Gold" }, definition), []);
  });
  it("reads a definition anew, unless it is frozen", () => {
    const options = ["Gold"];
    const changing = { ...tier, options };
    const frozen = Object.freeze({ ...tier, options: Object.freeze(["Gold"]) });
    for (const definition of [changing, frozen])
      assert.equal(issues({ selectValue: "Tin" }, definition).length, 1);
    options.push("Tin");
    assert.equal(issues({ selectValue: "Tin" }, changing).length, 0);
    assert.equal(issues({ selectValue: "Gold" }, frozen).length, 0);
    assert.equal(issues({ selectValue: "Tin" }, frozen).length, 1);
    const half = Object.freeze({ ...tier, options });
    assert.equal(issues({ selectValue: "Zinc" }, half).length, 1);
    options.push("Zinc");
    assert.equal(issues({ selectValue: "Zinc" }, half).length, 0);
  });
  for (const [definition, message] of /** @type {[unknown, RegExp][]} */ ([
    [null, /^definition: Invalid input: expected object, received null$/],
    [[], /^definition: .*array$/],
    [{ ...tier, id: "x" }, /^definition\.id: Invalid UUID/],
    [{ id }, /^definition\.fieldType: .*expected text, number/],
    [{ ...tier, options: ["a", 5] }, /^definition\.options\.1: .*number$/],
    [
      { fieldType: "text", options: "a" },
      /^definition\.id: .*; definition\.options: .*expected array/,
    ],
    [Object.create(tier, { id: { value: 5 } }), /^definition\.id: /],
  ]))
    it(`refuses ${JSON.stringify(definition)}`, () =>
      assert.match(refusal(definition), message));
  it("reads nothing that is put into the prototype of all objects", () => {
    const root = /** @type {any} */ (Object.prototype);
    root.definition = tier;
    try {
      const body = { ...minimal, selectValue: "Tin" };
      assert.deepEqual(customFields.validate(customerId, body, {}), []);
    } finally {
      delete root.definition;
    }
  });
});

describe("the Standard Schema for a definition", () => {
  const { validate } = schemaFor(tier)["~standard"];
  it("returns a valid body", () => {
    const body = { ...minimal, selectValue: "Silver" };
    assert.deepEqual(validate(body), { value: body });
  });
  it("returns the same issues as validate", () => {
    const body = { ...minimal, selectValue: "silver" };
    assert.deepEqual(validate(body), { issues: issues(body) });
  });
  it("reads the definition once", () => {
    const options = ["a"];
    const schema = schemaFor({ id, fieldType: "multi_select", options });
    options.push("b");
    const { issues } = schema["~standard"].validate({
      ...minimal,
      multiSelectValue: ["a", "b"],
    });
    assert.deepEqual(
      issues?.map(({ path }) => path),
      [["multiSelectValue", "1"]],
    );
  });
  it("refuses an invalid definition when it is made", () =>
    assert.throws(
      () => schemaFor(/** @type {any} */ ({ id, fieldType: "texts" })),
      ConfigurationError,
    ));
});

describe("the Standard Schema of a definition", () => {
  const { validate } = customFieldDefinitionSchema["~standard"];
  it("returns a definition unchanged", () => {
    const result = validate(tier);
    assert.ok("value" in result);
    assert.equal(result.value, tier);
  });
  it("returns all issues with their paths", () => {
    const { issues } = validate({ id: 5, options: [5] });
    assert.deepEqual(
      issues?.map(({ path }) => path),
      [["id"], ["fieldType"], ["options", "0"]],
    );
  });
});
