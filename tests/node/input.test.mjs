import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as carecycle from "./setup.mjs";

const { answer, create, customerId, minimal, stubbed, validate } = carecycle;
const schema = carecycle.createCustomerCustomFieldValueRequestSchema;

const sendUnknown = { unknownFields: "send" };
const values = {
  ...minimal,
  textValue: "a",
  numberValue: "1",
  booleanValue: true,
  dateValue: "b",
  selectValue: "c",
  multiSelectValue: ["d", "e"],
};

/** The same object or array, and how often each property was read. */
function counting(/** @type {object} */ target) {
  const reads = new Map();
  const proxy = new Proxy(target, {
    get(object, key, receiver) {
      reads.set(key, (reads.get(key) ?? 0) + 1);
      return Reflect.get(object, key, receiver);
    },
  });
  return { proxy, reads };
}

/**
 * What is sent for a body.
 *
 * @param {unknown} body
 * @param {object} [options]
 */
async function sent(body, options) {
  let text = "";
  const client = stubbed(async (_url, init) => {
    text = init.body;
    return Response.json(answer);
  });
  await create(client, body, options);
  return JSON.parse(text);
}

describe("a body", () => {
  it("has each property read once by create", async () => {
    const { proxy, reads } = counting({ ...values, other: 1 });
    await sent(proxy, sendUnknown);
    for (const key of [...Object.keys(values), "other"])
      assert.equal(reads.get(key), 1, key);
  });
  it("has each property read once by validate", () => {
    const { proxy, reads } = counting({ ...values });
    assert.deepEqual(validate(proxy), []);
    for (const key of Object.keys(values)) assert.equal(reads.get(key), 1, key);
  });
  it("has each element read once", async () => {
    const { proxy, reads } = counting(["a", "b"]);
    const body = await sent({ ...minimal, multiSelectValue: proxy });
    assert.deepEqual(body.multiSelectValue, ["a", "b"]);
    assert.deepEqual([reads.get("0"), reads.get("1")], [1, 1]);
  });
  it("is sent as it was read, even if a getter returns something else later", async () => {
    let calls = 0;
    const body = Object.defineProperty({ ...minimal }, "textValue", {
      enumerable: true,
      get: () => (calls++ ? 5 : "first"),
    });
    assert.equal((await sent(body)).textValue, "first");
  });
  it("may have no prototype", async () => {
    const body = Object.assign(Object.create(null), values);
    assert.deepEqual(await sent(body), values);
  });
  it("may be frozen and stays as it is", async () => {
    const body = Object.freeze({ ...values, dateValue: undefined });
    await sent(body);
    assert.ok("dateValue" in body);
  });
  it("may be an instance of a class with getters", async () => {
    class Draft {
      get fieldDefinitionId() {
        return minimal.fieldDefinitionId;
      }
    }
    assert.deepEqual(await sent(new Draft()), minimal);
  });
  it("may have symbol keys, which are not sent", async () =>
    assert.deepEqual(await sent({ ...minimal, [Symbol("a")]: 1 }), minimal));
  it("is refused with a key __proto__ of its own", () => {
    const [issue] = validate({ ...minimal, ["__proto__"]: 1 });
    assert.deepEqual(issue.path, ["__proto__"]);
  });
  it("has a toJSON of its own refused as an unknown key, never called", () => {
    let called = false;
    const toJSON = () => ((called = true), {});
    const [issue] = validate({ ...minimal, toJSON });
    assert.deepEqual([issue.path, called], [["toJSON"], false]);
  });
  it("has one issue for each unknown key", () => {
    const issues = validate({ ...minimal, a: 1, b: null, c: "" });
    assert.deepEqual(
      issues.map(({ path, code }) => [path, code]),
      ["a", "b", "c"].map((key) => [[key], "unrecognized_keys"]),
    );
  });
  it("never sends an unknown key under another name", async () => {
    const key = "\ud800later";
    const settled = await sent({ ...minimal, [key]: 1 }, sendUnknown).catch(
      (error) => error,
    );
    if (settled instanceof carecycle.ValidationError)
      assert.equal(settled.outcome, "notSent");
    else assert.deepEqual(Object.keys(settled), ["fieldDefinitionId", key]);
  });
  for (const [near, field] of [
    ["fieldDefinitionID", "fieldDefinitionId"],
    ["definitionId", "fieldDefinitionId"],
    ["numbervalue", "numberValue"],
    ["number_value", "numberValue"],
    ["boolValue", "booleanValue"],
    ["multiselectValue", "multiSelectValue"],
    ["multiSelectValues", "multiSelectValue"],
  ]) {
    it(`with ${near} is pointed to ${field}`, () =>
      assert.equal(validate({ ...minimal, [near]: 1 })[0].expected, field));
  }
});

describe("an array", () => {
  const issuesOf = (/** @type {unknown} */ multiSelectValue) =>
    validate({ ...minimal, multiSelectValue });
  it("may have 100,000 elements", () =>
    assert.deepEqual(issuesOf(new Array(100_000).fill("a")), []));
  it("may not have 100,001", () => {
    const [issue, ...more] = issuesOf(new Array(100_001).fill("a"));
    assert.deepEqual([issue.code, more], ["too_big", []]);
  });
  it("of 4 billion holes is refused without reading each", () =>
    assert.equal(issuesOf(new Array(2 ** 32 - 1))[0].code, "too_big"));
  it("may lie about its length", () => {
    for (const length of [NaN, -1, 2 ** 53, "2", null, {}, 1n, Symbol("a")]) {
      const lying = new Proxy(["a"], {
        get: (target, key) =>
          key === "length" ? length : Reflect.get(target, key),
      });
      assert.ok(Array.isArray(issuesOf(lying)), String(length));
    }
  });
  it("that was made in another realm is an array", async () => {
    const { runInNewContext } = await import("node:vm");
    assert.deepEqual(issuesOf(runInNewContext('["a"]')), []);
  });
  it("may not be a typed array or an array-like object", () => {
    const { length } = issuesOf(new Uint8Array(2));
    assert.equal(length, 1);
    assert.equal(issuesOf({ length: 1, 0: "a" })[0].expected, "array");
  });
});

describe("a string", () => {
  it("of 1 MB may be in every field", async () => {
    const long = "ä".repeat(1 << 20);
    const { booleanValue: _, ...texts } = values;
    const body = Object.fromEntries(
      Object.keys(texts).map((key) => [key, long]),
    );
    const long1 = { ...body, ...minimal, multiSelectValue: [long] };
    assert.deepEqual(await sent(long1), long1);
  });
  it("of 1 MB as a UUID is refused", () =>
    assert.equal(validate(minimal, "a".repeat(1 << 20))[0].path[0], "id"));
  it("with a lone surrogate at the end of 1 MB is refused", () => {
    const textValue = `${"a".repeat(1 << 20)}\ud800`;
    const [issue] = validate({ ...minimal, textValue });
    assert.equal(issue.code, "invalid_format");
  });
  it("with a lone surrogate as a UUID is refused as one", () => {
    const [issue] = validate(minimal, `${customerId.slice(1)}\ud800`);
    assert.deepEqual([issue.code, issue.expected], ["invalid_format", "uuid"]);
  });
  it("of any Unicode plane is sent unchanged", async () => {
    const textValue =
      "\u0000\u007f\u0080\u07ff\u2028\ufeff\ufffd\ufffe😀\u{10ffff}";
    assert.equal((await sent({ ...minimal, textValue })).textValue, textValue);
  });
});

describe("the schema", () => {
  it("returns a new object, never the caller's", () => {
    const body = { ...values };
    const result = schema["~standard"].validate(body);
    assert.ok("value" in result);
    assert.notEqual(result.value, body);
    assert.deepEqual(result.value, body);
  });
  it("has the same issues as validate, for the body", () => {
    const body = { textValue: 1, multiSelectValue: [2], other: 3 };
    const { issues } = schema["~standard"].validate(body);
    assert.ok(issues);
    assert.deepEqual(
      issues.map(({ path, message }) => ({ path, message })),
      validate(body).map(({ path, message }) => ({ path, message })),
    );
  });
  it("never throws", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    for (const value of [proxy, undefined, null, Symbol("a"), 1n, () => 1])
      assert.ok(schema["~standard"].validate(value).issues?.length);
  });
});
