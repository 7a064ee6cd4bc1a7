import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { apiKey, customerId, minimal, useEmulator } from "../node/setup.mjs";
import {
  HOST,
  PATH,
  createHandler,
  handlerOf,
  pageRequest,
  read,
  summarize,
} from "./setup.mjs";

describe("a handler", () => {
  const api = useEmulator();
  const handler = (/** @type {object} */ options = {}) =>
    handlerOf(api.emulator.url, options);
  const nothingSent = () => assert.deepEqual(api.emulator.requests, []);

  it("creates a value under any mount point, and responds with its documented keys", async () => {
    for (const mount of ["", "/api", "/a/b/c"]) {
      const { status, headers, body } = await read(
        handler()(pageRequest(mount + PATH)),
      );
      assert.equal(status, 200);
      assert.equal(body.recordId, customerId);
      assert.equal(Object.keys(body).length, 12);
      assert.equal(headers.get("cache-control"), "no-store");
      assert.equal(headers.get("content-type"), "application/json");
    }
    assert.equal(api.emulator.values.length, 3);
  });
  it("knows no other path and no other method", async () => {
    const get = { method: "GET", body: null };
    for (const path of ["/", `${PATH}/`, `${PATH}/1`, "/v2/customers", "//"])
      assert.deepEqual(await summarize(handler()(pageRequest(path))), [
        404,
        "NOT_FOUND",
        "notSent",
      ]);
    assert.equal((await handler()(pageRequest("/x", get))).status, 404);
    for (const method of ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
      const init = method === "GET" ? get : { method };
      const answer = await handler()(pageRequest(PATH, init));
      assert.equal(answer.status, 405);
      assert.equal(answer.headers.get("allow"), "POST");
      assert.ok(!answer.headers.has("access-control-allow-origin"));
    }
    nothingSent();
  });
  it("accepts only JSON, before it checks the origin", async () => {
    const site = { "sec-fetch-site": "cross-site" };
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "application/jsonp",
      "text/plain; application/json",
      "application/json, text/plain",
    ]) {
      const headers = { ...site, "content-type": type };
      assert.deepEqual(
        await summarize(handler()(pageRequest(PATH, { headers }))),
        [415, "UNSUPPORTED_MEDIA_TYPE", "notSent"],
      );
    }
    for (const type of ["Application/JSON", "application/json;charset=utf-8"])
      assert.equal(
        (
          await handler()(
            pageRequest(PATH, { headers: { "content-type": type } }),
          )
        ).status,
        200,
      );
    const gzip = { headers: { "content-encoding": "gzip" } };
    assert.equal((await handler()(pageRequest(PATH, gzip))).status, 415);
  });
  it("checks the origin before the body", async () => {
    const headers = { "sec-fetch-site": "cross-site" };
    const request = pageRequest(PATH, { headers }, "no JSON");
    assert.equal((await handler()(request)).status, 403);
    assert.equal(request.bodyUsed, false);
  });
  it("refuses invalid JSON before it authorizes", async () => {
    let calls = 0;
    const authorize = () => ++calls > 0;
    for (const body of ["", "{", "nul", "\ufeff{}x"])
      assert.deepEqual(
        await summarize(handler({ authorize })(pageRequest(PATH, {}, body))),
        [400, "BAD_REQUEST", "notSent"],
      );
    const latin = new Uint8Array([0x22, 0xe4, 0x22]);
    const answer = handler({ authorize })(pageRequest(PATH, { body: latin }));
    assert.deepEqual(await summarize(answer), [400, "BAD_REQUEST", "notSent"]);
    assert.equal(calls, 0);
  });
  it("authorizes once, with the decoded ID and the body, before it checks them", async () => {
    /** @type {unknown[]} */
    const asked = [];
    const authorize = (
      /** @type {Request} */ { url },
      /** @type {object} */ context,
    ) => {
      asked.push([new URL(url).pathname, context]);
      return true;
    };
    const path = "/v2/customers/a%2Fb%20c/custom-fields";
    const body = { wrong: 1 };
    const refused = await read(
      handler({ authorize })(pageRequest(path, {}, body)),
    );
    assert.deepEqual(asked, [[path, { customerId: "a/b c", body }]]);
    assert.equal(refused.status, 422);
    assert.equal(refused.body.code, "VALIDATION_ERROR");
    assert.equal(refused.body.outcome, "notSent");
    const paths = refused.body.errors.map(
      (/** @type {{ path: string[] }} */ { path }) => path,
    );
    assert.deepEqual(paths[0], ["id"]);
    assert.ok(paths.length > 1);
    nothingSent();
  });
  it("accepts nothing but true from authorize", async () => {
    for (const allowed of [false, undefined, null, 1, "true", {}, "public"])
      assert.deepEqual(
        await summarize(handler({ authorize: () => allowed })(pageRequest())),
        [403, "FORBIDDEN", "notSent"],
      );
    nothingSent();
    const authorize = async () => true;
    assert.equal((await handler({ authorize })(pageRequest())).status, 200);
  });
  it("sends authorize's own Response as it is, and throws what it throws", async () => {
    const own = new Response("to sign-on", { status: 401 });
    const answer = await handler({ authorize: async () => own })(pageRequest());
    assert.equal(answer, own);
    for (const thrown of [new Error("redirect"), new TypeError("own")]) {
      const authorize = () => {
        throw thrown;
      };
      await assert.rejects(
        handler({ authorize })(pageRequest()),
        (error) => error === thrown,
      );
    }
    nothingSent();
  });
  it("sends unknown keys only if an option allows it", async () => {
    const body = { ...minimal, more: 1 };
    assert.equal((await handler()(pageRequest(PATH, {}, body))).status, 422);
    nothingSent();
    const send = handler({ unknownFields: "send" });
    await send(pageRequest(PATH, {}, body));
    assert.equal(api.emulator.requests.length, 1);
    assert.match(JSON.stringify(api.emulator.requests), /more/);
  });
  it("throws on wrong options when it is made", () => {
    for (const options of [
      undefined,
      null,
      {},
      { authorize: true },
      { authorize: "everybody" },
      { origins: "https://a.test" },
      { origins: ["https://a.test/"] },
      { origins: ["a.test"] },
      { origins: ["null"] },
      { maxBodyBytes: 0 },
      { maxBodyBytes: 1.5 },
      { maxWaitMs: -1 },
      { bodyTimeoutMs: 0 },
      { unknownFields: "drop" },
      { timeoutMs: -1 },
      { apiKey: "no key" },
      { baseUrl: "/api" },
      { baseUrl: "http://api.test" },
      { dangerouslyAllowBrowser: true },
      { origin: "https://a.test" },
    ])
      assert.throws(
        () =>
          createHandler(
            options && Object.keys(options).length && !("authorize" in options)
              ? { authorize: "public", ...options }
              : options,
          ),
        { name: "ConfigurationError" },
        JSON.stringify(options),
      );
  });
  it("reads the key and the URL from the environment at the first request that finds them", async (t) => {
    const { CARECYCLE_API_KEY, CARECYCLE_BASE_URL } = process.env;
    t.after(() => {
      for (const [name, value] of Object.entries({
        CARECYCLE_API_KEY,
        CARECYCLE_BASE_URL,
      }))
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
    });
    delete process.env.CARECYCLE_API_KEY;
    delete process.env.CARECYCLE_BASE_URL;
    const own = createHandler({ authorize: "public", rateLimit: false });
    assert.deepEqual(await summarize(own(pageRequest())), [
      500,
      "CONFIGURATION",
      "notSent",
    ]);
    process.env.CARECYCLE_API_KEY = "no key";
    assert.equal((await own(pageRequest())).status, 500);
    process.env.CARECYCLE_API_KEY = apiKey;
    process.env.CARECYCLE_BASE_URL = api.emulator.url;
    assert.equal((await own(pageRequest())).status, 200);
    assert.equal(api.emulator.requests.length, 1);
  });
  it("uses a request's URL as its own origin", async () => {
    const headers = { origin: HOST };
    assert.equal((await handler()(pageRequest(PATH, { headers }))).status, 200);
  });
});
