import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { core } from "zod";
import {
  customerId,
  customerIds,
  definitions,
  otherCustomerId,
  readOnlyKey,
} from "./fixtures.mjs";
import {
  assertError,
  fieldDefinitionId,
  minimal,
  unknownId,
  useEmulator,
  readJson,
} from "./harness.mjs";
import { startEmulator } from "./index.mjs";
import { output, uuidPattern } from "./schemas.mjs";

describe("the emulator, creating a value,", () => {
  const api = useEmulator();

  it("responds 200 with every documented key, null if not given", async () => {
    const response = await api.post();
    assert.equal(response.status, 200);
    const value = await readJson(response);
    const { id, createdAt, updatedAt, ...rest } = value;
    assert.match(id, uuidPattern);
    assert.equal(new Date(createdAt).toISOString(), createdAt);
    assert.equal(updatedAt, createdAt);
    assert.deepEqual(rest, {
      fieldDefinitionId,
      recordId: customerId,
      recordType: "customers",
      textValue: null,
      numberValue: null,
      booleanValue: null,
      dateValue: null,
      selectValue: null,
      multiSelectValue: null,
    });
    assert.deepEqual(
      Object.keys(value).sort(),
      Object.keys(output.shape).sort(),
    );
    assert.deepEqual(api.emulator.values, [value]);
  });
  it("responds 201 if it is configured to", async () => {
    const emulator = await startEmulator({ successStatus: 201 });
    try {
      const url = emulator.url + new URL(api.url()).pathname;
      const { headers } = {
        headers: {
          "content-type": "application/json",
          "x-api-key": "cc_test_demo",
        },
      };
      const body = JSON.stringify(minimal);
      const response = await fetch(url, { method: "POST", headers, body });
      assert.equal(response.status, 201);
      assert.deepEqual(await readJson(response), emulator.values[0]);
    } finally {
      await emulator.close();
    }
  });
  for (const { id, valueField, fieldType, options } of definitions) {
    /** @type {Record<string, unknown>} */
    const unusual = { boolean: false, multi_select: options };
    const given = unusual[fieldType] ?? "00012.50 ü😀";
    it(`keeps a ${fieldType} value`, async () => {
      const body = { fieldDefinitionId: id, [valueField]: given };
      const value = await readJson(api.post(body));
      assert.deepEqual(value[valueField], given);
    });
    it(`accepts null as a ${fieldType} value, and in every other field`, async () => {
      const nulls = definitions.map((known) => [known.valueField, null]);
      const body = { ...Object.fromEntries(nulls), fieldDefinitionId: id };
      assert.equal((await api.post(body)).status, 200);
    });
    it(`refuses any other value for a ${fieldType} definition with 400`, async () => {
      for (const other of definitions.filter((known) => known.id !== id)) {
        const value = { boolean: true, multi_select: ["a"] };
        const body = {
          fieldDefinitionId: id,
          [other.valueField]:
            /** @type {Record<string, unknown>} */ (value)[other.fieldType] ??
            "a",
        };
        await assertError(await api.post(body), 400, "BAD_REQUEST");
      }
      assert.equal(api.emulator.values.length, 0);
    });
  }
  it("creates values for each customer that it knows", async () => {
    for (const id of customerIds) await api.post(minimal, { id });
    const owners = api.emulator.values.map(({ recordId }) => recordId);
    assert.deepEqual(owners, [customerId, otherCustomerId]);
  });
  it("drops unknown keys", async () => {
    const response = await api.post({ ...minimal, later: 1 });
    assert.ok(!("later" in (await readJson(response))));
  });
  it("keeps the path's id whatever the body's is", async () => {
    for (const id of [otherCustomerId, unknownId, "x", null]) {
      const response = await api.post({ ...minimal, id });
      assert.equal((await readJson(response)).recordId, customerId);
    }
  });
  it("accepts a body of 16 MB", async () => {
    const textValue = "x".repeat(16 << 20);
    const body = { fieldDefinitionId: definitions[0].id, textValue };
    const response = await api.post(body);
    assert.equal((await readJson(response)).textValue.length, textValue.length);
  });
});

describe("the emulator, refusing a request,", () => {
  const api = useEmulator();

  for (const body of ["{", "", '"text"', "null", "5", "\ufeff{"]) {
    it(`refuses the malformed ${JSON.stringify(body)} with 400`, async () =>
      void (await assertError(await api.post(body), 400, "BAD_REQUEST")));
  }
  for (const key of ["", "cc_other", "CC_TEST_DEMO"]) {
    it(`refuses ${key || "no"} key with 401, before it looks at the body`, async () =>
      void (await assertError(
        await api.post("{", { key }),
        401,
        "UNAUTHORIZED",
      )));
  }
  it("refuses a key without permission with 403", async () =>
    void (await assertError(
      await api.post("{", { key: readOnlyKey }),
      403,
      "FORBIDDEN",
    )));
  it("knows no other customer", async () =>
    void (await assertError(
      await api.post(minimal, { id: unknownId }),
      404,
      "NOT_FOUND",
    )));
  it("knows no other definition", async () =>
    void (await assertError(
      await api.post({ fieldDefinitionId: unknownId }),
      404,
      "NOT_FOUND",
    )));
  it("names every issue of path and body with 422", async () => {
    const body = {
      fieldDefinitionId: "x",
      textValue: 1,
      booleanValue: "yes",
      dateValue: {},
      multiSelectValue: ["a", null],
    };
    const response = await api.post(body, { id: "y" });
    const { errors } = await assertError(response, 422, "VALIDATION_ERROR");
    const [format, type] = ["invalid_format", "invalid_type"];
    /** @param {Record<string, string>} issue */
    const facts = ({ path, expected, received, code }) =>
      [path, expected, received, code].join(" ");
    assert.deepEqual(errors.map(facts).sort(), [
      `booleanValue boolean string ${type}`,
      `dateValue string object ${type}`,
      `fieldDefinitionId uuid string ${format}`,
      `id uuid string ${format}`,
      `multiSelectValue,1 string null ${type}`,
      `textValue string number ${type}`,
    ]);
    for (const { path, message } of errors) {
      assert.ok(
        path.every((/** @type {unknown} */ key) => typeof key === "string"),
      );
      assert.equal(typeof message, "string");
    }
  });
  it("reports a missing definition if the body is empty, a list or not JSON by its type", async () => {
    for (const [body, type] of [
      ["{}"],
      ["[]"],
      [JSON.stringify(minimal), "text/plain"],
    ]) {
      const response = await api.post(body, { type });
      const { errors } = await assertError(response, 422, "VALIDATION_ERROR");
      assert.deepEqual(errors, [
        {
          path: ["fieldDefinitionId"],
          message: "Invalid input: expected string, received undefined",
          expected: "string",
          received: "undefined",
          code: "invalid_type",
        },
      ]);
    }
  });
  it("validates before it looks for the customer", async () =>
    void (await assertError(
      await api.post({}, { id: unknownId }),
      422,
      "VALIDATION_ERROR",
    )));
  it("checks UUIDs by the documented pattern", () =>
    assert.equal(core.regexes.uuid().source, uuidPattern.source));
  it("knows no other route, in any other spelling", async () => {
    for (const path of [
      "/",
      "/v2/customers",
      "/V2/customers/x/custom-fields",
      "/v2/customers/x/custom-fields/",
    ]) {
      const init = { method: "POST", body: "{" };
      const response = await fetch(api.emulator.url + path, init);
      await assertError(response, 404, "NOT_FOUND");
    }
  });
  it("knows no other method", async () => {
    for (const method of ["GET", "PUT", "PATCH", "DELETE"]) {
      const response = await fetch(api.url(), { method });
      await assertError(response, 405, "METHOD_NOT_ALLOWED");
      assert.match(response.headers.get("allow") ?? "", /POST/);
    }
  });
  it("refuses a body past its limit with 413", async () =>
    void (await assertError(
      await api.post("x".repeat(33 << 20)),
      413,
      "PAYLOAD_TOO_LARGE",
    )));
});
