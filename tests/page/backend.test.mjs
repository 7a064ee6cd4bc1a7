import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request } from "node:http";
import { after, before, describe, it } from "node:test";
import { startServer } from "../../www/server.mjs";
import { customerId, definitions } from "../emulator/fixtures.mjs";
import { startEmulator } from "../emulator/index.mjs";
import { apiKey, useEmulator } from "../node/setup.mjs";

const OPERATION = `/v2/customers/${customerId}/custom-fields`;
const BODY = JSON.stringify({ fieldDefinitionId: definitions[0].id });

/**
 * Starts another backend for a test, and closes it whatever happens.
 *
 * @param {Parameters<typeof startServer>[0]} options
 * @param {(post: (fault?: string, signal?: AbortSignal) => Promise<Response>) => Promise<void>} use gets what sends a valid request
 */
async function withBackend(options, use) {
  const other = await startServer({ apiKey, ...options });
  try {
    await use((fault = "", signal) =>
      fetch(`${other.url}api/carecycle${fault && `/${fault}`}${OPERATION}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: BODY,
        ...(signal && { signal }),
      }),
    );
  } finally {
    await other.close();
  }
}

/** Promise.withResolvers, which Node 20 lacks. */
function withResolvers() {
  /** @type {(value: any) => void} */
  let resolve = () => {};
  /** @type {(reason: unknown) => void} */
  let reject = () => {};
  const promise = new Promise((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return { promise, resolve, reject };
}

describe("the page's backend", () => {
  const api = useEmulator();
  /** @type {Awaited<ReturnType<typeof startServer>>} */
  let backend;

  before(async () => {
    backend = await startServer({
      apiKey,
      baseUrl: api.emulator.url,
      allowFaults: false,
      demoData: { customerId, definitions },
    });
  });
  after(() => backend?.close());

  /**
   * Without fetch, which keeps some headers to itself.
   *
   * @param {string} path
   * @param {Record<string, string>} [headers]
   * @param {string} [method]
   * @returns {Promise<{ status: number | undefined, headers: import("node:http").IncomingHttpHeaders }>}
   */
  function ask(path, headers = {}, method = "POST") {
    const { promise, resolve, reject } = withResolvers();
    const body = method === "POST" ? BODY : "";
    const length = body ? { "content-length": String(body.length) } : {};
    request(new URL(backend.url), {
      path,
      method,
      headers: { "content-type": "application/json", ...length, ...headers },
    })
      .on("response", (response) => {
        response.resume();
        response.on("end", () =>
          resolve({ status: response.statusCode, headers: response.headers }),
        );
      })
      .on("error", reject)
      .end(body);
    return promise;
  }

  it("adds its key and forwards neither cookies nor another key", async () => {
    const { status } = await ask(`/api/carecycle${OPERATION}`, {
      cookie: "session=1",
      "x-api-key": "cc_other",
      authorization: "Bearer x",
    });
    assert.equal(status, 200);
    const [{ headers, rawBody, path }] = api.emulator.requests;
    assert.equal(headers["x-api-key"], apiKey);
    assert.equal(headers.cookie, undefined);
    assert.equal(headers.authorization, undefined);
    assert.equal(rawBody, BODY);
    assert.equal(path, OPERATION);
  });

  for (const [what, path, method, status] of /** @type {const} */ ([
    ["another operation", `/api/carecycle${OPERATION}/1`, "POST", 404],
    ["another method", `/api/carecycle${OPERATION}`, "GET", 405],
    [
      "a path that climbs",
      `/api/carecycle/v2/customers/..%2f..%2fv2/custom-fields`,
      "POST",
      422,
    ],
    ["a fault, unless allowed", `/api/carecycle/~500${OPERATION}`, "POST", 404],
  ])) {
    it(`sends nothing to the API for ${what}`, async () => {
      assert.equal((await ask(path, {}, method)).status, status);
      assert.equal(api.emulator.requests.length, 0);
    });
  }

  it("sends nothing to the API for a fault that the page does not offer", async () => {
    const { url } = api.emulator;
    await withBackend({ baseUrl: url, allowFaults: true }, async (post) => {
      for (const fault of ["~hang", "~", "~422:to=x", "~%34%32%32"])
        assert.equal((await post(fault)).status, 404, fault);
      // Parsing the URL removes the last two parts.
      assert.equal((await post("~422/..")).status, 200);
      assert.deepEqual(
        api.emulator.requests.map(({ path }) => path),
        [OPERATION],
      );
      assert.equal((await post("~422")).status, 422);
    });
  });

  for (const [
    what,
    headers,
    status,
  ] of /** @type {[string, Record<string, string>, number][]} */ ([
    ["of another site", { "sec-fetch-site": "cross-site" }, 403],
    ["of another port", { "sec-fetch-site": "same-site" }, 403],
    ["of another origin", { origin: "https://evil.example" }, 403],
    ["of no origin", { origin: "null" }, 403],
    ["to a rebound name", { host: "evil.example" }, 403],
    [
      "of a rebound page",
      {
        host: "evil.example:80",
        origin: "http://evil.example:80",
        "sec-fetch-site": "same-origin",
      },
      403,
    ],
    [
      "to a name with a loopback prefix",
      { host: "127.0.0.1.evil.example" },
      403,
    ],
    ["of a form", { "content-type": "text/plain" }, 415],
  ])) {
    it(`refuses a request ${what}`, async () => {
      assert.equal(
        (await ask(`/api/carecycle${OPERATION}`, headers)).status,
        status,
      );
      assert.equal(api.emulator.requests.length, 0);
    });
  }

  it("serves neither the page nor its data to a rebound name", async () => {
    for (const path of ["/", "/demo-data.json", "/pkg/index.js"]) {
      const rebound = { host: "evil.example", "sec-fetch-site": "same-origin" };
      assert.equal((await ask(path, rebound, "GET")).status, 403, path);
      assert.equal((await ask(path, {}, "GET")).status, 200, path);
    }
  });

  it("sends its security headers with the page and with responses", async () => {
    for (const answer of [
      await ask("/", {}, "GET"),
      await ask(`/api/carecycle${OPERATION}`),
    ]) {
      assert.equal(answer.status, 200);
      const policy = String(answer.headers["content-security-policy"]);
      assert.match(policy, /default-src 'none'/);
      assert.ok(!policy.includes("unsafe-inline"));
      assert.equal(answer.headers["x-content-type-options"], "nosniff");
      assert.equal(answer.headers["referrer-policy"], "no-referrer");
    }
  });

  it("aborts its own request when the page aborts", async () => {
    const upstream = createServer().listen(0, "127.0.0.1");
    await once(upstream, "listening");
    const { port } = /** @type {import("node:net").AddressInfo} */ (
      upstream.address()
    );
    const baseUrl = `http://127.0.0.1:${port}`;
    await withBackend({ baseUrl }, async (post) => {
      const page = new AbortController();
      const left = post("", page.signal).catch((error) => error.name);
      const [, response] = await once(upstream, "request");
      page.abort();
      await once(response, "close");
      assert.equal(response.writableFinished, false);
      assert.equal(await left, "AbortError");
    });
    upstream.close();
  });

  it("says that nothing was sent when the API cannot be reached", async () => {
    const closed = await startEmulator();
    await closed.close();
    await withBackend({ baseUrl: closed.url }, async (post) => {
      const response = await post();
      assert.equal(response.status, 502);
      const { code, outcome } = /** @type {any} */ (await response.json());
      assert.deepEqual([code, outcome], ["CONNECTION", "notSent"]);
    });
  });
});
