import assert from "node:assert/strict";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { describe, it } from "node:test";
import { customerId, definitions } from "./fixtures.mjs";
import {
  assertError,
  minimal,
  unknownId,
  useEmulator,
  readJson,
} from "./harness.mjs";

const api = useEmulator();
/** @param {string} fault */
const meet = (fault, body = minimal) => api.post(body, { fault });
const created = () => api.emulator.values.length;

describe("a fault in the response to a created value", () => {
  const whole = () => JSON.stringify(api.emulator.values[0]);
  /** @type {[string, number, () => string][]} */
  const cases = [
    ["truncated", 200, () => whole().slice(0, 60)],
    ["html-200", 200, () => "<html>fine</html>"],
    ["empty-200", 200, () => ""],
    ["204", 204, () => ""],
    ["not-object", 200, () => "[]"],
    ["not-object:body=null", 200, () => "null"],
    ["drip:ms=0", 200, whole],
    ["gzip", 200, whole],
    ["slow-headers:ms=0", 200, whole],
    ["delay:ms=0", 200, whole],
  ];
  for (const [fault, status, body] of cases) {
    it(`is what was asked for with ${fault}`, async () => {
      const response = await meet(fault);
      assert.equal(response.status, status);
      assert.equal(await response.text(), body());
      assert.equal(created(), 1);
    });
  }
  for (const fault of ["truncated", "close-after", "slow-headers:ms=0"]) {
    it(`comes after all checks with ${fault}`, async () => {
      const how = { fault, key: "" };
      await assertError(await api.post(minimal, how), 401, "UNAUTHORIZED");
      const elsewhere = { fault, id: unknownId };
      await assertError(await api.post(minimal, elsewhere), 404, "NOT_FOUND");
      assert.equal(created(), 0);
    });
  }
  it("has a correct content-length with truncated", async () =>
    assert.equal(
      (await meet("truncated")).headers.get("content-length"),
      "60",
    ));
  it("is 50 MB in chunks with big-200", async () => {
    const response = await meet("big-200");
    assert.equal(response.headers.get("content-length"), null);
    assert.equal((await response.arrayBuffer()).byteLength, 50 << 20);
    assert.equal(created(), 1);
  });
  it("survives a client that leaves during big-200", async () => {
    await (await meet("big-200")).body?.cancel();
    assert.equal((await meet("")).status, 200);
  });
  it("omits a key with missing-key", async () => {
    for (const [fault, key] of [
      ["missing-key", "recordId"],
      ["missing-key:key=dateValue", "dateValue"],
    ]) {
      const keys = Object.keys(await readJson(meet(fault)));
      assert.equal(keys.length, 11);
      assert.ok(!keys.includes(key));
    }
  });
  it("has a wrong type with wrong-type", async () => {
    assert.equal((await readJson(meet("wrong-type"))).textValue, 7);
    const fault = `wrong-type:key=multiSelectValue:value=${encodeURIComponent('["a",1]')}`;
    assert.deepEqual((await readJson(meet(fault))).multiSelectValue, ["a", 1]);
  });
  it("has more keys and a lone surrogate with extra-keys", async () => {
    const sent = await (await meet("extra-keys")).text();
    assert.ok(sent.includes('"odd":"\\ud800"'));
    const { score, nested, odd, ...value } = JSON.parse(sent);
    assert.deepEqual(
      [score, nested, odd],
      [1.5, { deep: [1, null] }, "\ud800"],
    );
    assert.deepEqual(value, api.emulator.values[0]);
  });
  it("begins with a byte order mark with bom", async () => {
    const bytes = Buffer.from(await (await meet("bom")).arrayBuffer());
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    assert.equal(bytes.subarray(3).toString(), whole());
  });
  it("is compressed with gzip", async () =>
    assert.equal((await meet("gzip")).headers.get("content-encoding"), "gzip"));
});

describe("a fault's time", () => {
  /** @param {() => Promise<unknown>} work */
  const took = async (work) => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };

  it("passes before the work with delay, and before the headers with slow-headers", async () => {
    // A timer may be a millisecond early.
    assert.ok((await took(() => meet("delay:ms=40"))) >= 38);
    assert.ok((await took(() => meet("slow-headers:ms=40"))) >= 38);
  });
  it("passes between the bytes with drip, after the headers", async () => {
    const [response] = await once(api.rawPost("drip:ms=1"), "response");
    const arrived = performance.now();
    const length = (await text(response)).length;
    assert.equal(response.headers["content-length"], String(length));
    assert.ok(performance.now() - arrived >= length / 2);
  });
  it("does not create for a client that left during delay", async () => {
    const left = new AbortController();
    const answer = api.post(minimal, {
      fault: "delay:ms=30",
      init: { signal: left.signal },
    });
    while (!api.emulator.requests[0]?.fault) await new Promise(setImmediate);
    left.abort();
    await assert.rejects(answer);
    await meet("delay:ms=60");
    assert.equal(created(), 1);
  });
  it("passes without a response with hang", async () => {
    const request = api.rawPost("hang");
    while (!api.emulator.requests[0]?.fault) await new Promise(setImmediate);
    await meet("");
    assert.equal(api.emulator.requests[0].status, undefined);
    assert.equal(created(), 1);
    request.on("error", () => {}).destroy();
  });
});

describe("a lost connection", () => {
  for (const [fault, values] of /** @type {[string, number][]} */ ([
    ["close-before", 0],
    ["close-after", 1],
  ])) {
    it(`creates ${values} with ${fault}, without a response`, async () => {
      await assert.rejects(meet(fault), { name: "TypeError" });
      assert.equal(created(), values);
      assert.equal(api.emulator.requests[0].status, undefined);
    });
  }
  it("comes after headers and half the body with cut-body", async () => {
    const [response] = await once(api.rawPost("cut-body"), "response");
    let got = "";
    response.on("data", (/** @type {Buffer} */ piece) => (got += piece));
    await assert.rejects(once(response, "end"), { code: "ECONNRESET" });
    const whole = JSON.stringify(api.emulator.values[0]);
    assert.equal(response.headers["content-length"], String(whole.length));
    assert.equal(got, whole.slice(0, whole.length >> 1));
  });
  it("does not come with stall-body, nor does the rest", async () => {
    const request = api.rawPost("stall-body");
    const [response] = await once(request, "response");
    const [piece] = await once(response, "data");
    await meet("");
    const whole = JSON.stringify(api.emulator.values[0]);
    assert.equal(String(piece), whole.slice(0, whole.length >> 1));
    assert.ok(!response.complete && !response.destroyed);
    response.on("error", () => {});
    request.destroy();
  });
});

describe("faults and values", () => {
  it("are listed together in the log", async () => {
    const [text] = definitions;
    await meet("empty-200", { fieldDefinitionId: text.id });
    assert.equal(api.emulator.values[0].fieldDefinitionId, text.id);
    assert.equal(api.emulator.values[0].recordId, customerId);
    assert.equal(api.emulator.requests[0].fault, "empty-200");
  });
});
