/** What an error shows of the platform's: name, code and syscall, and nothing that was sent or received. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import * as undici from "undici";
import { serveRaw } from "./connections.mjs";
import { CareCycle, create, minimal, rejection, stubbed } from "./setup.mjs";

const apiKey = "cc_live_0123456789abcdef";
const textValue = "Confidential-diagnosis";
const body = { ...minimal, textValue };

/** All that a person or a log may see. @param {import("./setup.mjs").Rejection} error */
function assertSilent(error) {
  const all = [inspect(error, { depth: null, showHidden: true })];
  all.push(JSON.stringify(error), String(error));
  for (let at = error; at; at = at.cause)
    all.push(String(at), String(at.stack), JSON.stringify(at));
  for (const secret of [apiKey, textValue, apiKey.slice(3), "Confidential"])
    assert.ok(!all.join("\n").includes(secret), all.join("\n"));
}

/** @param {(request: string) => string} answer what the server says instead of HTTP */
async function failureWith(answer, fetch = {}) {
  let heard = "";
  const port = await serveRaw((socket) =>
    socket.on("data", (data) => {
      heard += String(data);
      if (heard.endsWith("}")) socket.end(answer(heard));
    }),
  );
  const baseUrl = `http://127.0.0.1:${port}`;
  const client = new CareCycle({ apiKey, baseUrl, maxRetries: 0, ...fetch });
  const error = await rejection(create(client, body));
  // The server did have both.
  assert.ok(heard.includes(apiKey) && heard.includes(textValue));
  return error;
}

describe("the cause of a response that is not HTTP", () => {
  /** @type {[string, (request: string) => string][]} */
  const garbage = [
    ["garbage", (request) => `You sent ${request}`],
    ["a broken header", (request) => `HTTP/1.1 200 OK\r\n${request}\r\n\r\n`],
    ["a broken status", (request) => `HTTP/1.1 ${request}`],
    [
      "a broken chunk",
      (request) =>
        `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${request}`,
    ],
    [
      "a body that is cut",
      (request) =>
        `HTTP/1.1 500 No\r\ncontent-length: 99999\r\n\r\n${request.slice(0, 9)}`,
    ],
  ];
  for (const [what, answer] of garbage) {
    for (const fetch of [undefined, undici.fetch]) {
      it(`holds nothing of ${what} by ${fetch ? "a custom" : "Node's"} fetch`, async () => {
        const error = await failureWith(answer, fetch && { fetch });
        assertSilent(error);
        assert.ok(error.cause instanceof Error);
        assert.match(String(error.cause), /^TypeError: /);
      });
    }
  }
  it("says which error it was", async () => {
    const { cause } = await failureWith(() => "garbage");
    assert.match(inspect(cause), /HTTPParserError/);
    assert.equal(cause.cause.name, "HTTPParserError");
    assert.equal(cause.cause.data, undefined);
  });
});

describe("the cause of a fetch that fails", () => {
  const secret = `${apiKey} ${textValue}`;
  const errors = {
    "its message": new Error(secret),
    "its name": Object.assign(new Error(), { name: textValue }),
    "its code": Object.assign(new Error(), { code: apiKey }),
    "its code, changed": Object.assign(new Error(), {
      code: `E_${apiKey.toUpperCase()}`,
    }),
    "its syscall": Object.assign(new Error(), { syscall: "Confidential" }),
    "its stack": Object.assign(new Error(), { stack: secret }),
    "a property": Object.assign(new Error(), {
      config: { headers: { secret } },
    }),
    "a symbol": Object.assign(new Error(), { [Symbol(secret)]: secret }),
    "its cause": new Error("a", {
      cause: new Error(secret, { cause: secret }),
    }),
    "its errors": new AggregateError([new Error(secret), secret], secret),
    "its class": new (class extends Error {
      static secret = secret;
      get shown() {
        return secret;
      }
    })(),
    "no error": { secret },
    "a text": secret,
    "a function": Object.assign(() => secret, { secret }),
    "a symbol only": Symbol(secret),
    "a Response": new Response(secret, { headers: { secret } }),
  };
  for (const [where, thrown] of Object.entries(errors)) {
    it(`holds nothing of what ${where} has`, async () => {
      const fetch = () => Promise.reject(thrown);
      const error = await rejection(create(stubbed(fetch, { apiKey }), body));
      assertSilent(error);
      assert.ok(error.cause instanceof Error);
    });
  }
  it("has name, code, syscall and words of its own, as its causes have", async () => {
    const inner = Object.assign(new Error(secret), {
      ...{ code: "ECONNREFUSED", syscall: "connect", address: secret },
    });
    const thrown = new TypeError("fetch failed", {
      cause: new AggregateError([inner, new RangeError(secret)]),
    });
    const fetch = () => Promise.reject(thrown);
    const { cause } = await rejection(create(stubbed(fetch), body));
    assert.equal(String(cause), "TypeError: connect ECONNREFUSED");
    assert.ok(cause.cause instanceof AggregateError);
    const [first, second] = cause.cause.errors;
    assert.deepEqual(
      { ...first },
      { code: "ECONNREFUSED", syscall: "connect" },
    );
    assert.equal(String(first), "Error: connect ECONNREFUSED");
    assert.equal(
      String(second),
      "RangeError: The message is left out, since it may hold the key or a value",
    );
    assert.equal(second.stack, String(second));
  });
  it("is kept if it has circular references, and too many or too deep ones are cut", async () => {
    const circle = new Error("a");
    circle.cause = new AggregateError([circle]);
    const wide = new AggregateError(
      Array.from({ length: 5000 }, () => new Error("a")),
    );
    let deep = new Error("a");
    for (let depth = 0; depth < 20_000; depth++)
      deep = new Error("a", { cause: deep });
    for (const thrown of [circle, wide, deep]) {
      const fetch = () => Promise.reject(thrown);
      const { cause } = await rejection(create(stubbed(fetch), body));
      assert.ok(cause instanceof Error);
      assert.ok(inspect(cause, { depth: null }).length < 200_000);
    }
  });
  it("is the caller's own after an abort", async () => {
    const reason = Object.assign(new Error(secret), { data: secret });
    const signal = AbortSignal.abort(reason);
    const error = await rejection(create(stubbed(undefined), body, { signal }));
    assert.equal(error.cause, reason);
  });
});
