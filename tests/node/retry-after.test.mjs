/** How long the server asks to wait: in the body, and in a header of seconds or a date. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { useServer } from "./server.mjs";
import { answer, create, rejection, stubbed, useEmulator } from "./setup.mjs";

describe("retryAfter", () => {
  const api = useEmulator();
  const fail = (/** @type {string} */ fault, options = {}) =>
    rejection(create(api.client(fault, options)));

  /** @type {[string, number | undefined][]} */
  const retryAfters = [
    ["429:retryAfter=5:header=none", 5],
    ["429:retryAfter=5:header=9", 9],
    ["429:retryAfter=9:header=5", 9],
    ["429:body=none:header=4", 4],
    ["429:body=html:header=4", 4],
    ["429:retryAfter=-5:header=none", undefined],
    ["429:retryAfter=soon:header=none", undefined],
    ["429:retryAfter=1:header=whenever", 1],
  ];
  for (const [fault, seconds] of retryAfters) {
    it(`reads retryAfter of ${fault}`, async () =>
      assert.equal((await fail(fault)).retryAfter, seconds));
  }
  it("reads a Retry-After date", async () => {
    const date = new Date(Date.now() + 30_000).toUTCString();
    const response = () =>
      new Response("", { status: 429, headers: { "retry-after": date } });
    const { retryAfter } = await rejection(
      create(stubbed(async () => response())),
    );
    assert.ok(retryAfter >= 28 && retryAfter <= 30, String(retryAfter));
  });
  describe("a Retry-After date", () => {
    const HOUR = 3_600_000;
    const server = useServer();
    const respond = (/** @type {number} */ clock, /** @type {object} */ more) =>
      (server.answer = (_request, response) =>
        response
          .writeHead(429, {
            date: new Date(Date.now() + clock).toUTCString(),
            "retry-after": new Date(Date.now() + clock + 5000).toUTCString(),
            ...more,
          })
          .end());
    const retryAfter = async () => {
      const { url: baseUrl } = server;
      return (await fail("", { baseUrl })).retryAfter;
    };
    for (const hours of [-24, -1, 1, 24])
      it(`is counted from the response's own Date, ${hours} h off`, async () => {
        respond(hours * HOUR, {});
        assert.equal(await retryAfter(), 5);
      });
    for (const date of ["", "whenever"])
      it(`is compared with the local clock if the Date is ${JSON.stringify(date)}`, async () => {
        respond(0, { date });
        const seconds = await retryAfter();
        assert.ok(seconds >= 3 && seconds <= 5, String(seconds));
      });
    it("does not stop a client whose server's clock is an hour ahead", async () => {
      let hits = 0;
      server.answer = (_request, response) => {
        if (hits++) return response.end(JSON.stringify(answer));
        const at = (/** @type {number} */ ms) => new Date(ms).toUTCString();
        return response
          .writeHead(429, {
            date: at(Date.now() + HOUR),
            "retry-after": at(Date.now() + HOUR + 1000),
          })
          .end();
      };
      const options = {
        baseUrl: server.url,
        maxRetries: 1,
        deadlineMs: 20_000,
      };
      assert.deepEqual(await create(api.client("", options)), answer);
    });
  });
});
