import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { startEmulator } from "../emulator/index.mjs";
import { useServer } from "./server.mjs";
import {
  CareCycle,
  UnexpectedResponseError,
  answer,
  apiKey,
  create,
  rejection,
  streamOf,
  stubbed,
} from "./setup.mjs";

/** What `create` makes of a 2xx answer's body. */
const given = (
  /** @type {BodyInit | null} */ body,
  /** @type {ResponseInit} */ init = {},
) => create(stubbed(async () => new Response(body, init)));
const json = (/** @type {unknown} */ value) => given(JSON.stringify(value));

async function refusedAs(
  /** @type {"created" | "unknown"} */ outcome,
  /** @type {Promise<unknown>} */ promise,
) {
  const error = await rejection(promise);
  assert.ok(error instanceof UnexpectedResponseError, String(error));
  assert.deepEqual(
    [error.code, error.outcome],
    ["UNEXPECTED_RESPONSE", outcome],
  );
  return error;
}
const refusedAsCreated = (/** @type {Promise<unknown>} */ promise) =>
  refusedAs("created", promise);
const refusedAsUnknown = (/** @type {Promise<unknown>} */ promise) =>
  refusedAs("unknown", promise);

const values = {
  textValue: "a",
  numberValue: "1.50",
  booleanValue: true,
  dateValue: "2026-11-24",
  selectValue: "Gold",
  multiSelectValue: ["a", ""],
  createdAt: "2026-11-24T00:00:00.000Z",
  updatedAt: "whenever",
};
/** The fields by which an answer shows that it is about the request. */
const echoes = ["fieldDefinitionId", "recordId"];

describe("a 2xx response", () => {
  for (const key of Object.keys(answer)) {
    const refused = echoes.includes(key) ? refusedAsUnknown : refusedAsCreated;
    it(`is refused without ${key}`, async () => {
      const { [key]: _, ...rest } = /** @type {Record<string, unknown>} */ (
        answer
      );
      if (echoes.includes(key)) await refusedAsUnknown(json(rest));
      else
        assert.match((await refusedAsCreated(json(rest))).message, RegExp(key));
    });
    it(`is refused with an object as ${key}`, async () => {
      await refused(json({ ...answer, [key]: {} }));
    });
    it(`is refused with a number as ${key}`, async () => {
      await refused(json({ ...answer, [key]: 7 }));
    });
  }
  for (const key of ["id", ...echoes, "recordType"]) {
    const refused = echoes.includes(key) ? refusedAsUnknown : refusedAsCreated;
    it(`is refused with null as ${key}`, async () => {
      await refused(json({ ...answer, [key]: null }));
    });
    it(`is refused with another text as ${key}`, async () => {
      await refused(json({ ...answer, [key]: "customer" }));
    });
  }
  for (const [key, value] of Object.entries(values)) {
    it(`may have a value or null as ${key}`, async () => {
      assert.deepEqual(
        Object(await json({ ...answer, [key]: value }))[key],
        value,
      );
      assert.equal(Object(await json({ ...answer, [key]: null }))[key], null);
    });
  }
  it("is refused with a string as booleanValue", async () => {
    await refusedAsCreated(json({ ...answer, booleanValue: "true" }));
  });
  it("is refused with a string as multiSelectValue", async () => {
    await refusedAsCreated(json({ ...answer, multiSelectValue: "a" }));
  });
  it("is refused with a null in multiSelectValue", async () => {
    await refusedAsCreated(json({ ...answer, multiSelectValue: ["a", null] }));
  });
  for (const text of ["null", "[]", '"text"', "1", "true", "", " ", "{", "NaN"])
    it(`is rejected if it is ${JSON.stringify(text)}`, async () => {
      await refusedAsUnknown(given(text));
    });
  for (const text of ["{", '{"id":"49', "NaN", "[1", "<p>"])
    it(`means created if it is ${text} and JSON by its content type`, async () => {
      const headers = { "content-type": "application/json; charset=utf-8" };
      await refusedAsCreated(given(text, { headers }));
    });
  for (const text of ["null", "[]", '"text"', "1", "", " \n", "{}"])
    it(`shows nothing if it is ${JSON.stringify(text)} and JSON by its content type`, async () => {
      const headers = { "content-type": "application/json" };
      await refusedAsUnknown(given(text, { headers }));
    });
  for (const status of [204, 205])
    it(`shows nothing with the status ${status}`, async () => {
      await refusedAsUnknown(given(null, { status }));
    });
  for (const key of echoes)
    it(`shows nothing if it is of another ${key}`, async () => {
      const other = "ffffffff-ffff-ffff-ffff-ffffffffffff";
      const error = await refusedAsUnknown(json({ ...answer, [key]: other }));
      assert.ok(!inspect(error).includes(other));
      assert.equal(Object(error.body)[key], other);
    });
  for (const key of echoes)
    it(`may have ${key} in capital letters`, async () => {
      const upper = { ...answer, [key]: Object(answer)[key].toUpperCase() };
      assert.deepEqual(await json(upper), upper);
    });
  it("means created if it is cut off, if it is JSON by its content type", async () => {
    async function* cut() {
      yield new TextEncoder().encode('{"id":');
      throw new Error("cut");
    }
    for (const [type, outcome] of [
      ["application/json", "created"],
      ["application/problem+json", "created"],
      ["text/html", "unknown"],
    ]) {
      const headers = { "content-type": type };
      const fetch = async () => new Response(streamOf(cut()), { headers });
      const error = await rejection(create(stubbed(fetch)));
      assert.deepEqual([error.code, error.outcome], ["CONNECTION", outcome]);
    }
  });

  for (const status of [200, 201, 202, 299]) {
    it(`is accepted with the status ${status}`, async () =>
      assert.deepEqual(
        await given(JSON.stringify(answer), { status }),
        answer,
      ));
  }
  it("is accepted from a server that responds 201", async () => {
    const emulator = await startEmulator({
      rateLimit: false,
      successStatus: 201,
    });
    try {
      const client = new CareCycle({ apiKey, baseUrl: emulator.url });
      assert.deepEqual(await create(client), emulator.values[0]);
    } finally {
      await emulator.close();
    }
  });
  it("is accepted whatever its content type", async () => {
    const headers = { "content-type": "text/plain; charset=latin1" };
    const value = await given(JSON.stringify(answer), { headers });
    assert.deepEqual(value, answer);
  });
  it("keeps a lone surrogate in a documented key", async () => {
    const textValue = "a\ud800b";
    assert.equal((await json({ ...answer, textValue })).textValue, textValue);
  });
  it("keeps a lone surrogate in multiSelectValue", async () => {
    const multiSelectValue = ["\udc00", "\ufffd"];
    assert.deepEqual(
      (await json({ ...answer, multiSelectValue })).multiSelectValue,
      multiSelectValue,
    );
  });
  it("keeps unknown keys, their order and their numbers", async () => {
    const more = { zeta: 1e21, alpha: -0.1, "": { deep: [null, "\ud800"] } };
    const value = await json({ ...more, ...answer });
    assert.equal(JSON.stringify(value), JSON.stringify({ ...more, ...answer }));
  });
  it("keeps a key __proto__ as a key", async () => {
    const text = `${JSON.stringify(answer).slice(0, -1)},"__proto__":{"id":1}}`;
    const value = await given(text);
    assert.deepEqual(Object.keys(value).at(-1), "__proto__");
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
  });
  it("does not borrow a missing key from __proto__", async () => {
    const { recordId, ...rest } = answer;
    const text = JSON.stringify(rest).slice(0, -1);
    await refusedAsUnknown(
      given(`${text},"__proto__":{"recordId":"${recordId}"}}`),
    );
  });
  it("is decoded if a character is split between two chunks", async () => {
    const textValue = "ä😀";
    const bytes = new TextEncoder().encode(
      JSON.stringify({ ...answer, textValue }),
    );
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array());
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    assert.equal((await given(body)).textValue, textValue);
  });
  it("is put together of bytes of another realm, as under jsdom", async () => {
    const given = [...Buffer.from(JSON.stringify(answer))];
    const bytes = runInNewContext("Uint8Array.from(given)", { given });
    assert.ok(!(bytes instanceof Uint8Array));
    const fetch = async () => new Response(streamOf([bytes]));
    assert.deepEqual(await create(stubbed(fetch)), answer);
  });
  it("is lost if it is not made of bytes", async () => {
    const words = Uint16Array.of(1, 2);
    const fetch = async () => new Response(streamOf([words]));
    const error = await rejection(create(stubbed(fetch)));
    assert.deepEqual([error.code, error.outcome], ["CONNECTION", "unknown"]);
  });
  it("is rejected if it is not UTF-8", async () => {
    const [start, end] = JSON.stringify({ ...answer, textValue: "#" }).split(
      "#",
    );
    const body = Buffer.concat([
      Buffer.from(start),
      Buffer.of(0xff),
      Buffer.from(end),
    ]);
    const headers = { "content-type": "application/json" };
    await refusedAsCreated(given(body, { headers }));
    await refusedAsUnknown(given(body));
  });
  it("may contain a U+FFFD that the server sent", async () => {
    const textValue = "\ufffd";
    assert.equal((await json({ ...answer, textValue })).textValue, textValue);
  });
  it("may be of 8 MB and no more", async () => {
    const padded = (/** @type {number} */ size) =>
      JSON.stringify(answer).padEnd(size, " ");
    assert.deepEqual(await given(padded(8 << 20)), answer);
    const headers = { "content-type": "application/json" };
    await refusedAsCreated(given(padded((8 << 20) + 1), { headers }));
    await refusedAsUnknown(given(padded((8 << 20) + 1)));
  });
});

describe("a response of another implementation", () => {
  it("may not have headers without end", async () => {
    const headers = new Array(2 ** 32 - 1);
    const fetch = async () => ({ status: 200, headers, text: async () => "" });
    const error = await rejection(create(stubbed(fetch)));
    assert.deepEqual([error.code, error.outcome], ["CONNECTION", "unknown"]);
  });
});

describe("a compressed response", () => {
  const server = useServer();
  it("is read no further than 8 MB, however small it came", async () => {
    const bomb = gzipSync(Buffer.alloc(64 << 20, " "));
    server.answer = (_request, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
    const client = new CareCycle({ apiKey, baseUrl: server.url });
    const { body } = await refusedAsUnknown(create(client));
    assert.ok(typeof body === "string");
    assert.equal(body.length, 65_536);
  });
});
