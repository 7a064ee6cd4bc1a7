import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  apiKey,
  create,
  customerId,
  definitions,
  minimal,
  stubbed,
  useEmulator,
  answer,
} from "./setup.mjs";

describe("create", () => {
  const api = useEmulator();
  const wire = () => {
    const request = api.emulator.requests.at(-1);
    assert.ok(request, "nothing was sent");
    return request;
  };

  it("sends one documented POST", async () => {
    await create(api.client());
    const { method, path, headers, rawBody } = wire();
    assert.equal(method, "POST");
    assert.equal(path, `/v2/customers/${customerId}/custom-fields`);
    assert.equal(headers["x-api-key"], apiKey);
    assert.equal(headers["content-type"], "application/json");
    assert.equal(headers.accept, "application/json");
    assert.equal(rawBody, JSON.stringify(minimal));
    assert.equal(api.emulator.requests.length, 1);
  });

  /** @type {Record<string, unknown>} */
  const given = {
    text: 'ü 😀 \u0000 \ufffd "\\\n',
    number: "00012.500000000000000000001",
    boolean: false,
    date: "2026-11-24",
    select: "Gold",
    multi_select: ["Monday", "", "Friday"],
  };
  for (const { id, fieldType, valueField } of definitions) {
    it(`creates a ${fieldType} value unchanged`, async () => {
      const body = { fieldDefinitionId: id, [valueField]: given[fieldType] };
      const value = await create(api.client(), body);
      assert.deepEqual(Object(value)[valueField], given[fieldType]);
      assert.deepEqual(value, api.emulator.values[0]);
      assert.equal(wire().rawBody, JSON.stringify(body));
    });
    it(`sends null for ${valueField} if it is null`, async () => {
      const body = { fieldDefinitionId: id, [valueField]: null };
      await create(api.client(), body);
      assert.equal(wire().rawBody, JSON.stringify(body));
    });
    it(`omits ${valueField} if it is undefined`, async () => {
      await create(api.client(), {
        fieldDefinitionId: id,
        [valueField]: undefined,
      });
      assert.equal(wire().rawBody, JSON.stringify({ fieldDefinitionId: id }));
    });
  }

  it("sends a value of 1 MB", async () => {
    const textValue = "ä".repeat(1 << 20);
    const value = await create(api.client(), {
      fieldDefinitionId: definitions[0].id,
      textValue,
    });
    assert.equal(value.textValue, textValue);
  });
  it("sends unknown keys unchanged if the option allows it", async () => {
    const body = { ...minimal, later: [1, { a: "\ud800" }], 'a"b': null };
    await create(api.client(), body, { unknownFields: "send" });
    assert.equal(wire().rawBody, JSON.stringify(body));
  });
  it("sends what the body was at the call", async () => {
    const body = { ...minimal, textValue: "1" };
    const created = create(api.client(), body);
    body.textValue = "2";
    assert.equal((await created).textValue, "1");
  });
  it("accepts a base URL with a path and a trailing slash", async () => {
    await create(
      api.client("", { baseUrl: `${api.emulator.url}/~delay:ms=1/` }),
    );
    assert.match(wire().path, /^\/~delay:ms=1\/v2/);
  });
  it("calls a custom fetch as the platform's, once, without following redirects", async () => {
    /** @type {[url: string, init: RequestInit][]} */
    const calls = [];
    await create(
      stubbed(async (...args) => {
        calls.push(args);
        return Response.json(answer);
      }),
    );
    assert.equal(calls.length, 1);
    const [url, init] = calls[0];
    assert.equal(
      url,
      `https://api.carecycle.ai/v2/customers/${customerId}/custom-fields`,
    );
    const { redirect, credentials, cache, referrerPolicy } = init;
    assert.deepEqual(
      [redirect, credentials, cache, referrerPolicy],
      ["manual", "omit", "no-store", "no-referrer"],
    );
    assert.ok(init.signal instanceof AbortSignal);
  });
  it("accepts a foreign response of a custom fetch", async () => {
    const foreign = {
      status: 200,
      headers: new Map([["a", "b"]]),
      text: async () => JSON.stringify(answer),
    };
    assert.deepEqual(await create(stubbed(async () => foreign)), answer);
  });
});
