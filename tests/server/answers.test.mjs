import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  answerTo,
  apiKey,
  customerId,
  minimal,
  useEmulator,
} from "../node/setup.mjs";
import { useServer } from "../node/server.mjs";
import { PATH, handlerOf, pageRequest, read, summarize } from "./setup.mjs";

/**
 * A handler whose API gives this answer.
 *
 * @param {unknown} body
 * @param {ResponseInit} init
 * @param {object} [options]
 */
const answered = (body, init, options) =>
  read(
    handlerOf("https://api.test", {
      fetch: async () =>
        new Response(typeof body === "string" ? body : JSON.stringify(body), {
          headers: { "content-type": "application/json" },
          ...init,
        }),
      ...options,
    })(pageRequest()),
  );

describe("a handler's response", () => {
  const api = useEmulator();
  const bare = useServer();

  it("is a value with its documented keys only, whatever the 2xx", async () => {
    const fetch = async (/** @type {string} */ url, /** @type {any} */ init) =>
      Response.json(
        { ...answerTo(url, init), textValue: "acc_1", secret: 1 },
        { status: 201, headers: { "set-cookie": "a=b", "x-upstream": "1" } },
      );
    const { status, body, headers } = await read(
      handlerOf("https://api.test", { fetch })(pageRequest()),
    );
    assert.equal(status, 200);
    assert.deepEqual([body.secret, body.textValue], [undefined, "acc_1"]);
    assert.deepEqual([...headers.keys()].sort(), [
      "cache-control",
      "content-length",
      "content-type",
      "x-content-type-options",
    ]);
  });
  it("has its length in bytes", async () => {
    const fetch = async (/** @type {string} */ url, /** @type {any} */ init) =>
      Response.json({ ...answerTo(url, init), textValue: "é…😀" });
    const answer = await handlerOf("https://api.test", { fetch })(
      pageRequest(),
    );
    assert.equal(
      Number(answer.headers.get("content-length")),
      (await answer.arrayBuffer()).byteLength,
    );
  });
  it("is the API's own 422 with its issues", async () => {
    const errors = [
      {
        path: ["numberValue"],
        message: "Too big: 12",
        expected: "number",
        received: "12",
        code: "too_big",
      },
    ];
    const said = { message: "Invalid", code: "VALIDATION_ERROR", errors };
    const { status, body } = await answered(said, { status: 422 });
    assert.equal(status, 422);
    assert.deepEqual(body, { ...said, outcome: "rejected" });
  });
  for (const status of [400, 404, 409, 418, 451])
    it(`is a ${status} if the API's is`, async () => {
      const said = { message: "In its own words", code: "WHY" };
      const { body, ...rest } = await answered(said, { status });
      assert.equal(rest.status, status);
      assert.deepEqual(body, { ...said, outcome: "rejected" });
    });
  for (const status of [407, 408, 421, 425])
    it(`is never a ${status}, on which a browser acts by itself`, async () => {
      const { body, ...rest } = await answered({}, { status });
      assert.deepEqual([rest.status, body.outcome], [502, "rejected"]);
    });
  for (const [status, code] of /** @type {const} */ ([
    [401, "UNAUTHORIZED"],
    [403, "FORBIDDEN"],
    [401, "NOT_FOUND"],
    [418, "UNAUTHORIZED"],
    [400, "FORBIDDEN"],
  ]))
    it(`hides the key's own ${status} ${code} from the visitor`, async () => {
      const said = { message: `The key ${apiKey} is bad`, code };
      const { body, ...rest } = await answered(said, { status });
      assert.equal(rest.status, 502);
      assert.deepEqual(
        [body.code, body.outcome],
        ["API_KEY_REFUSED", "rejected"],
      );
      assert.ok(!JSON.stringify(body).includes(apiKey));
    });
  for (const [said, expected] of [
    [{ retryAfter: 2.2 }, 3],
    [{ retryAfter: 3600 }, 3600],
    [{ retryAfter: -1 }, 1],
    [{}, 1],
  ])
    it(`asks to wait ${expected} s after a 429 that says ${JSON.stringify(said)}`, async () => {
      const { status, headers, body } = await answered(
        { message: "Slow down", code: "RATE_LIMIT_EXCEEDED", ...Object(said) },
        { status: 429 },
      );
      assert.equal(status, 429);
      assert.deepEqual([body.retryAfter, body.outcome], [expected, "rejected"]);
      assert.equal(headers.get("retry-after"), String(expected));
    });
  it("comes after one attempt", async () => {
    api.emulator.faultQueue.push("429:retryAfter=0.01");
    assert.equal(
      (await handlerOf(api.emulator.url)(pageRequest())).status,
      429,
    );
    assert.equal(api.emulator.requests.length, 1);
  });
  for (const [what, body, init, expected] of /** @type {const} */ ([
    [
      "a 500",
      { code: "INTERNAL_ERROR" },
      { status: 500 },
      [502, "INTERNAL_ERROR", "unknown"],
    ],
    [
      "a 503 of a proxy",
      "<html>",
      { status: 503 },
      [502, "HTTP_503", "unknown"],
    ],
    [
      "a redirect",
      "",
      { status: 307, headers: { location: "https://evil.test" } },
      [502, "UNEXPECTED_RESPONSE", "rejected"],
    ],
    [
      "a 303",
      "",
      { status: 303, headers: { location: "/" } },
      [502, "UNEXPECTED_RESPONSE", "unknown"],
    ],
    [
      "a cut value",
      '{"id":',
      { status: 200 },
      [502, "UNEXPECTED_RESPONSE", "created"],
    ],
    [
      "a page",
      "<html>",
      { headers: { "content-type": "text/html" } },
      [502, "UNEXPECTED_RESPONSE", "unknown"],
    ],
  ]))
    it(`has the outcome of ${what}`, async () => {
      const { status, body: found } = await answered(body, init);
      assert.deepEqual([status, found.code, found.outcome], expected);
    });
  it("says that nothing was sent if the API cannot be reached", async () => {
    const handler = handlerOf("http://127.0.0.1:1", {});
    assert.deepEqual(await summarize(handler(pageRequest())), [
      502,
      "CONNECTION",
      "notSent",
    ]);
  });
  it("has the outcome unknown after a timeout and a lost connection", async () => {
    bare.answer = () => {};
    const late = handlerOf(bare.url, { timeoutMs: 50 });
    assert.deepEqual(await summarize(late(pageRequest())), [
      504,
      "TIMEOUT",
      "unknown",
    ]);
    bare.answer = (request) => request.socket.destroy();
    assert.deepEqual(await summarize(handlerOf(bare.url)(pageRequest())), [
      502,
      "CONNECTION",
      "unknown",
    ]);
  });
  it("never comes from a redirect that got the key", async () => {
    bare.hits.length = 0;
    bare.answer = (_request, response) => {
      response.writeHead(307, { location: `${bare.url}/elsewhere` }).end();
    };
    assert.equal((await handlerOf(bare.url)(pageRequest())).status, 502);
    assert.deepEqual(
      bare.hits.map(({ url }) => url),
      [PATH],
    );
  });
  it("comes after the API received nothing from the visitor except the request", async () => {
    bare.hits.length = 0;
    bare.answer = (_request, response) => void response.writeHead(500).end();
    const headers = {
      cookie: "a=b",
      "x-api-key": "cc_own",
      "x-forwarded-for": "1",
      authorization: "Bearer x",
    };
    await handlerOf(bare.url)(pageRequest(PATH, { headers }));
    const [sent] = bare.hits.map(({ headers }) => headers);
    assert.equal(sent?.["x-api-key"], apiKey);
    for (const name of ["cookie", "x-forwarded-for", "authorization"])
      assert.ok(!(name in Object(sent)), name);
  });

  const key = "cc_Test+/key=ü".replace("ü", "%21");
  for (const echo of [
    key,
    key.toUpperCase(),
    encodeURIComponent(key),
    btoa(key),
    `a ${key} b`,
  ])
    it(`does not contain an echoed key: ${echo.slice(0, 6)}… of ${echo.length}`, async () => {
      const issue = {
        path: [echo],
        message: echo,
        expected: echo,
        received: echo,
        code: echo,
      };
      for (const status of [400, 409, 422, 429, 500]) {
        const said = {
          message: echo,
          code: echo,
          retryAfter: 1,
          errors: [issue],
        };
        const { body, headers } = await answered(
          said,
          {
            status,
            statusText: "x",
            headers: { "x-echo": echo, "content-type": "application/json" },
          },
          { apiKey: key },
        );
        const text = JSON.stringify([body, ...headers]).toLowerCase();
        assert.ok(!text.includes(echo.toLowerCase()), text);
        assert.ok(
          !text.includes(JSON.stringify(echo).slice(1, -1).toLowerCase()),
        );
      }
      const fetch = async (
        /** @type {string} */ url,
        /** @type {any} */ init,
      ) =>
        Response.json({
          ...answerTo(url, init),
          textValue: echo,
          multiSelectValue: [echo],
        });
      const { body } = await read(
        handlerOf("https://api.test", { fetch, apiKey: key })(pageRequest()),
      );
      assert.deepEqual(
        [body.recordId, body.textValue, body.multiSelectValue],
        [customerId, "[redacted]", ["[redacted]"]],
      );
    });

  describe("within the limit that all visitors share", () => {
    let sent = 0;
    let hosts = 0;
    /** An API of its own, since the limit is one of a key and a server. */
    const limited = (
      /** @type {number} */ requests,
      /** @type {object} */ options,
    ) => {
      sent = 0;
      return handlerOf(`https://limited-${++hosts}.test`, {
        rateLimit: { requests, perMs: 90_000 },
        fetch: async (/** @type {string} */ url, /** @type {any} */ init) => {
          sent++;
          return Response.json(answerTo(url, init));
        },
        ...options,
      });
    };
    const isRefused = (/** @type {import("./setup.mjs").Answer} */ answer) => {
      const { status, headers, body } = answer;
      assert.deepEqual(
        [status, body.code, body.outcome],
        [429, "RATE_LIMIT_EXCEEDED", "notSent"],
      );
      const { retryAfter } = body;
      assert.ok(Number.isInteger(retryAfter));
      // Two windows for the last of a long line.
      assert.ok(retryAfter >= 1 && retryAfter <= 180, retryAfter);
      assert.equal(headers.get("retry-after"), String(retryAfter));
    };

    it("comes within maxWaitMs, and says when to try again", async () => {
      const onWait = () => {
        throw new Error("a user's hook");
      };
      const handler = limited(1, { maxWaitMs: 100, onWait });
      assert.equal((await handler(pageRequest())).status, 200);
      isRefused(await read(handler(pageRequest())));
      assert.equal(sent, 1);
    });
    it("comes within maxWaitMs if the wait's length is unknown", async () => {
      const fetch = () => (sent++, new Promise(() => {}));
      const handler = limited(1, { fetch, maxWaitMs: 100 });
      const visit = new AbortController();
      const first = handler(pageRequest(PATH, { signal: visit.signal }));
      // Its body is read later than that of the first.
      await new Promise((resolve) => setTimeout(resolve, 50));
      isRefused(await read(handler(pageRequest())));
      assert.equal(sent, 1);
      visit.abort();
      assert.deepEqual(await summarize(first), [502, "ABORTED", "unknown"]);
    });
    it("says when to try again if deadlineMs is before the next slot", async () => {
      const handler = limited(1, { deadlineMs: 5_000 });
      assert.equal((await handler(pageRequest())).status, 200);
      isRefused(await read(handler(pageRequest())));
      assert.equal(sent, 1);
    });
    it("is a value if a slot is free in time", async () => {
      const rateLimit = { requests: 1, perMs: 200 };
      const handler = limited(1, { rateLimit, maxWaitMs: 30_000 });
      const answers = [handler(pageRequest()), handler(pageRequest())];
      for (const answer of answers) assert.equal((await answer).status, 200);
      assert.equal(sent, 2);
    });
    it("is a value or a 429 for each of 150 simultaneous visitors, within the API's limit", async () => {
      const handler = limited(60, { maxWaitMs: 500 });
      const answers = await Promise.all(
        Array.from({ length: 150 }, () => read(handler(pageRequest()))),
      );
      const others = answers.filter(({ status }) => status !== 200);
      assert.deepEqual([others.length, sent], [90, 60]);
      others.forEach(isRefused);
    });
  });
  it("does not depend on what is in Object.prototype", async (t) => {
    const prototype = /** @type {Record<string, unknown>} */ (Object.prototype);
    t.after(() => {
      delete prototype.authorize;
      delete prototype.baseUrl;
    });
    prototype.authorize = "public";
    prototype.baseUrl = "https://evil.test";
    assert.throws(
      () => handlerOf("https://api.test", { authorize: undefined }),
      { name: "ConfigurationError" },
    );
    assert.equal(
      (await handlerOf(api.emulator.url)(pageRequest(PATH, {}, minimal)))
        .status,
      200,
    );
  });
});
