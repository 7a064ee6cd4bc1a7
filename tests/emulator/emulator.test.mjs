import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { apiKey, customerId, definitions, readOnlyKey } from "./fixtures.mjs";
import { startEmulator } from "./index.mjs";
import { uuidPattern } from "./schemas.mjs";

describe("the API emulator", () => {
  /** @type {Awaited<ReturnType<typeof startEmulator>>} */
  let emulator;
  before(async () => {
    emulator = await startEmulator({
      rateLimit: { requests: 60, perMs: 60_000 },
    });
  });
  beforeEach(() => emulator.reset());
  after(() => emulator.close());

  const post = (body, { id = customerId, key = apiKey, prefix = "" } = {}) =>
    fetch(`${emulator.url}${prefix}/v2/customers/${id}/custom-fields`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(key && { "x-api-key": key }),
      },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  const fieldDefinitionId = definitions[1].id;
  const check = async (response, status, code) => {
    assert.equal(response.status, status);
    const body = await response.json();
    assert.equal(body.code, code);
    assert.equal(typeof body.message, "string");
    return body;
  };

  it("creates a value with every documented key", async () => {
    const response = await post({ fieldDefinitionId });
    assert.equal(response.status, 200);
    const value = await response.json();
    assert.match(value.id, uuidPattern);
    assert.deepEqual(Object.keys(value).length, 12);
    assert.equal(value.recordId, customerId);
    assert.equal(value.numberValue, null);
    assert.deepEqual(emulator.values, [value]);
  });

  for (const { id, valueField, fieldType, options } of definitions) {
    it(`keeps a ${fieldType} value`, async () => {
      const given =
        { boolean: true, multi_select: options }[fieldType] ?? "12.50";
      const response = await post({
        fieldDefinitionId: id,
        [valueField]: given,
      });
      assert.deepEqual((await response.json())[valueField], given);
    });
  }

  it("refuses a value that does not fit the definition with 400", async () => {
    await check(
      await post({ fieldDefinitionId, textValue: "x" }),
      400,
      "BAD_REQUEST",
    );
  });
  it("refuses what is not JSON with 400", async () => {
    await check(await post("{"), 400, "BAD_REQUEST");
  });
  it("refuses a missing or wrong key with 401", async () => {
    await check(
      await post({ fieldDefinitionId }, { key: "" }),
      401,
      "UNAUTHORIZED",
    );
    await check(
      await post({ fieldDefinitionId }, { key: "cc_other" }),
      401,
      "UNAUTHORIZED",
    );
  });
  it("refuses a key without permission with 403", async () => {
    await check(
      await post({ fieldDefinitionId }, { key: readOnlyKey }),
      403,
      "FORBIDDEN",
    );
  });
  it("does not know another customer or definition", async () => {
    const unknown = "11111111-1111-4111-8111-111111111111";
    await check(
      await post({ fieldDefinitionId }, { id: unknown }),
      404,
      "NOT_FOUND",
    );
    await check(await post({ fieldDefinitionId: unknown }), 404, "NOT_FOUND");
  });
  it("names every issue with 422", async () => {
    const body = {
      fieldDefinitionId: "x",
      booleanValue: "yes",
      multiSelectValue: ["a", 1],
    };
    const { errors } = await check(
      await post(body, { id: "y" }),
      422,
      "VALIDATION_ERROR",
    );
    const paths = errors.map(({ path }) => path.join("."));
    assert.deepEqual(paths.sort(), [
      "booleanValue",
      "fieldDefinitionId",
      "id",
      "multiSelectValue.1",
    ]);
    for (const issue of errors) assert.deepEqual(Object.keys(issue).length, 5);
  });
  it("limits a key to 60 requests a minute with 429", async () => {
    for (let sent = 0; sent < 60; sent++)
      assert.equal((await post({ fieldDefinitionId })).status, 200);
    const response = await post({ fieldDefinitionId });
    const { retryAfter } = await check(response, 429, "RATE_LIMIT_EXCEEDED");
    assert.ok(retryAfter > 50 && retryAfter <= 60);
    assert.equal(response.headers.get("retry-after"), String(retryAfter));
  });
  for (const [fault, code] of [
    ["400", "BAD_REQUEST"],
    ["401", "UNAUTHORIZED"],
    ["403", "FORBIDDEN"],
    ["404", "NOT_FOUND"],
    ["422", "VALIDATION_ERROR"],
    ["429", "RATE_LIMIT_EXCEEDED"],
    ["500", "INTERNAL_ERROR"],
  ]) {
    it(`answers ${fault} when asked to`, async () => {
      await check(
        await post({ fieldDefinitionId }, { prefix: `/~${fault}` }),
        Number(fault),
        code,
      );
      assert.equal(emulator.values.length, 0);
    });
  }
  it("takes faults from the queue, one a request", async () => {
    emulator.faultQueue.push("500");
    assert.equal((await post({ fieldDefinitionId })).status, 500);
    assert.equal((await post({ fieldDefinitionId })).status, 200);
  });
  it("creates, and drops the connection", async () => {
    await assert.rejects(
      post({ fieldDefinitionId }, { prefix: "/~close-after" }),
    );
    assert.equal(emulator.values.length, 1);
  });
  it("lets a page of another origin send the key", async () => {
    const url = `${emulator.url}/v2/customers/${customerId}/custom-fields`;
    const response = await fetch(url, { method: "OPTIONS" });
    assert.match(
      response.headers.get("access-control-allow-headers") ?? "",
      /x-api-key/,
    );
  });
});
