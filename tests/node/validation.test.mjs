import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  ValidationError,
  create,
  customerId,
  minimal,
  rejection,
  stubbed,
  validate,
} from "./setup.mjs";

/** @param {unknown} body @param {unknown} [id] */
const issue = (body, id) => {
  const issues = validate(body, id);
  assert.equal(issues.length, 1, JSON.stringify(issues));
  return { ...issues[0], path: issues[0].path.join(".") };
};
/**
 * @param {ReturnType<typeof issue>} found
 * @param {string} path
 * @param {string} code
 * @param {string} expected
 * @param {string} received
 */
const check = (found, path, code, expected, received) => {
  const { message, ...rest } = found;
  assert.deepEqual(rest, { path, code, expected, received });
  assert.ok(message.length > 10);
};

describe("validate", () => {
  it("finds nothing wrong with a valid request", () => {
    assert.deepEqual(validate(minimal), []);
  });
  for (const [what, id] of [
    ["a nil UUID", "00000000-0000-0000-0000-000000000000"],
    ["a max UUID in lower case", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
    ["upper case", customerId.toUpperCase()],
  ]) {
    it(`accepts ${what}`, () =>
      assert.deepEqual(validate({ fieldDefinitionId: id }, id), []));
  }
  for (const [what, id] of [
    ["a max UUID in upper case", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"],
    ["urn:", `urn:uuid:${customerId}`],
    ["braces", `{${customerId}}`],
    ["no hyphens", customerId.replaceAll("-", "")],
    ["white space before it", ` ${customerId}`],
    ["a line end", `${customerId}\n`],
    ["other digits", customerId.replace("4", "٤")],
    ["version 9", "497f6eca-6276-9993-bfeb-53cbbbba6f08"],
    ["an empty string", ""],
  ]) {
    it(`refuses ${what} as a UUID`, () => {
      check(issue(minimal, id), "id", "invalid_format", "uuid", "string");
      const found = issue({ fieldDefinitionId: id });
      check(found, "fieldDefinitionId", "invalid_format", "uuid", "string");
    });
  }
  for (const field of [
    "textValue",
    "numberValue",
    "dateValue",
    "selectValue",
  ]) {
    /** @type {[unknown, string][]} */
    const values = [
      [1, "number"],
      [NaN, "nan"],
      [true, "boolean"],
      [["a"], "array"],
      [new Date(), "Date"],
      [1n, "bigint"],
      [{}, "object"],
      [new String("a"), "String"],
      [Symbol("a"), "symbol"],
      [() => "a", "Function"],
    ];
    for (const [value, name] of values) {
      it(`refuses a ${name} as ${field}`, () => {
        const { received, code, path } = issue({ ...minimal, [field]: value });
        assert.deepEqual([path, code], [field, "invalid_type"]);
        assert.equal(received.toLowerCase(), name.toLowerCase());
      });
    }
  }
  it("refuses a string as booleanValue", () => {
    check(
      issue({ ...minimal, booleanValue: "true" }),
      "booleanValue",
      "invalid_type",
      "boolean",
      "string",
    );
  });
  it("refuses a string as multiSelectValue", () => {
    check(
      issue({ ...minimal, multiSelectValue: "a" }),
      "multiSelectValue",
      "invalid_type",
      "array",
      "string",
    );
  });
  it("names each wrong element, holes too", () => {
    const issues = validate({
      ...minimal,
      // eslint-disable-next-line no-sparse-arrays -- a hole is one of the wrong values
      multiSelectValue: ["a", , 3, null, "b"],
    });
    assert.deepEqual(
      issues.map(({ path, received }) => [path, received]),
      [
        ["1", "undefined"],
        ["2", "number"],
        ["3", "null"],
      ].map(([at, received]) => [["multiSelectValue", at], received]),
    );
  });
  it("refuses lone surrogates and accepts pairs", () => {
    assert.deepEqual(validate({ ...minimal, textValue: "😀\ufffd" }), []);
    for (const lone of ["\ud800", "a\udc00", "\udc00\ud800", "\ufffd\ud800"]) {
      assert.equal(
        issue({ ...minimal, textValue: lone }).code,
        "invalid_format",
      );
      assert.equal(
        issue({ ...minimal, multiSelectValue: [lone] }).path,
        "multiSelectValue.0",
      );
    }
  });
  it("names the nearest documented field for an unknown key", () => {
    check(
      issue({ ...minimal, textvalue: "a" }),
      "textvalue",
      "unrecognized_keys",
      "textValue",
      "unknown key",
    );
  });
  it("returns an unknown key as it is, whatever is in it", () => {
    for (const key of [
      "\ud800a",
      "ä😀",
      'a"b\\c',
      "\n\0\x7f",
      "__proto__",
      "",
    ]) {
      const body = { ...minimal };
      Object.defineProperty(body, key, { value: 1, enumerable: true });
      assert.deepEqual(validate(body)[0].path, [key]);
    }
  });
  it("accepts unknown keys that are undefined, or that are to be sent", () => {
    assert.deepEqual(validate({ ...minimal, other: undefined }), []);
    assert.deepEqual(
      validate({ ...minimal, other: 1 }, customerId, { unknownFields: "send" }),
      [],
    );
  });
  it("refuses unknown values that JSON cannot hold", () => {
    const send = { unknownFields: "send" };
    /** @type {unknown[]} */
    const cyclic = [];
    cyclic.push(cyclic);
    for (const other of [1n, () => 1, Symbol("a"), cyclic]) {
      assert.equal(
        validate({ ...minimal, other }, customerId, send)[0].code,
        "custom",
      );
    }
  });
  for (const [value, name] of [
    [undefined, "undefined"],
    [null, "null"],
    ["a", "string"],
    [[], "array"],
    [1, "number"],
  ]) {
    it(`refuses ${name} as a body`, () => {
      const { path, code, expected, received } = issue(value);
      assert.deepEqual(
        [path, code, expected, received],
        ["", "invalid_type", "object", name],
      );
    });
  }
  it("collects the issues of ID and body", () => {
    const paths = validate({ textValue: 1, extra: 2 }, 3).map(
      ({ path }) => path[0],
    );
    assert.deepEqual(paths, ["id", "fieldDefinitionId", "textValue", "extra"]);
  });
  it("survives what throws when it is read", () => {
    const boom = () => {
      throw new Error("boom");
    };
    const traps = ["get", "ownKeys", "getOwnPropertyDescriptor"];
    for (const trap of traps) {
      const found = validate(new Proxy({ ...minimal, a: 1 }, { [trap]: boom }));
      assert.ok(found.length > 0, trap);
    }
    const getter = Object.defineProperty({ ...minimal }, "textValue", {
      get: boom,
    });
    assert.equal(issue(getter).code, "custom");
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    assert.equal(issue(proxy).code, "custom");
    assert.equal(issue({ ...minimal, multiSelectValue: proxy }).code, "custom");
  });
  it("never repeats a value", () => {
    const secret = "S3cret-value";
    const text = JSON.stringify(
      validate(
        {
          fieldDefinitionId: secret,
          booleanValue: secret,
          multiSelectValue: [{ secret }],
          dateValue: { secret },
        },
        secret,
      ),
    );
    assert.ok(!text.includes(secret));
  });
});

describe("create with an invalid request", () => {
  it("rejects with all issues and sends nothing", async () => {
    let sent = 0;
    const client = stubbed(async () => void sent++);
    const error = await rejection(create(client, { textValue: 1 }));
    assert.ok(error instanceof ValidationError);
    assert.deepEqual(
      [error.source, error.outcome, error.code],
      ["client", "notSent", "VALIDATION_ERROR"],
    );
    assert.deepEqual(error.errors, validate({ textValue: 1 }));
    assert.deepEqual(error.attempts, []);
    assert.equal(sent, 0);
  });
});
