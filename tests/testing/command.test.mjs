import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { describe, it } from "node:test";
import { start, until } from "../cli/setup.mjs";
import { get } from "node:http";
import { CareCycle, customerId, rejection, send } from "./setup.mjs";

/** Starts the command on a free port, and gives its URL. */
async function serve(/** @type {string[]} */ ...args) {
  const command = start(["fake", ...args], { input: null });
  await until(() => command.output.stdout.endsWith("\n"));
  return { ...command, url: command.output.stdout.trim() };
}

const post = (
  /** @type {string} */ url,
  /** @type {string} */ name,
  /** @type {unknown} */ fault,
) =>
  fetch(`${url}/__fake/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: fault === undefined ? null : JSON.stringify(fault),
  });

/** The status of a request whose Host is what a page's name would be. */
const byHost = async (
  /** @type {string} */ url,
  /** @type {string} */ host,
) => {
  const request = get(`${url}/__fake/requests`, { headers: { host } });
  const [response] = await once(request, "response");
  response.resume();
  return response.statusCode;
};

describe("the command fake", () => {
  it("prints its URL, responds like the API, and ends on SIGTERM", async () => {
    const { child, ended, url } = await serve("--port", "0");
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
    const options = { baseUrl: url, apiKey: "cc_any", maxRetries: 0 };
    assert.equal((await send(new CareCycle(options))).textValue, "a");
    const response = await fetch(`${url}/v2/customers`);
    assert.equal(response.status, 404);
    assert.equal((await response.json()).code, "NOT_FOUND");
    child.kill("SIGTERM");
    assert.deepEqual(await ended, { code: 0, stdout: `${url}\n`, stderr: "" });
  });
  it("accepts a port and a rate limit", async () => {
    const free = createServer().listen(0, "127.0.0.1");
    await once(free, "listening");
    const { port } = /** @type {import("node:net").AddressInfo} */ (
      free.address()
    );
    const taken = start(["fake", "--port", String(port)]);
    const { code, stderr } = await taken.ended;
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^carecycle-custom-fields: port \d+ cannot be used: EADDRINUSE\n$/,
    );
    await new Promise((resolve) => free.close(resolve));
    const { child, ended, url } = await serve(
      `--port=${port}`,
      "--rate-limit=1/60000",
    );
    assert.equal(url, `http://127.0.0.1:${port}`);
    const client = new CareCycle({
      baseUrl: url,
      apiKey: "cc_any",
      maxRetries: 0,
      rateLimit: false,
    });
    await send(client);
    assert.equal((await rejection(send(client))).status, 429);
    child.kill("SIGTERM");
    assert.equal((await ended).code, 0);
  });
  for (const args of [
    ["--port", "x"],
    ["--port", "65536"],
    ["--port=-1"],
    ["--port"],
    ["--port", "80.5"],
    ["--rate-limit", "60"],
    ["--latency-ms", "a"],
    ["--nothing"],
    ["more"],
  ])
    it(`exits 2 for ${args.join(" ")}`, async () => {
      const { code, stdout, stderr } = await start(["fake", ...args]).ended;
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, /^carecycle-custom-fields: [^\n]+\n$/);
    });
  it("applies faults that a test queues over HTTP in their order", async () => {
    const { child, ended, url } = await serve();
    const next = (/** @type {unknown} */ fault) => post(url, "next", fault);
    for (const fault of [
      { fault: 429, retryAfter: 7 },
      { fault: 422, errors: [{ path: ["textValue"], code: "too_big" }] },
      { fault: 503 },
      { fault: "lost" },
      { fault: "lost", created: false },
      { fault: "cutAnswer" },
      { fault: "delay", ms: 20 },
    ])
      assert.equal((await next(fault)).status, 204);
    const client = new CareCycle({
      ...{ baseUrl: url, apiKey: "cc_secret", maxRetries: 0 },
      rateLimit: false,
    });
    const errors = [];
    for (let count = 0; count < 6; count++)
      errors.push(await rejection(send(client)));
    assert.deepEqual(
      errors.map(({ name, outcome, status }) => [name, outcome, status]),
      [
        ["RateLimitError", "rejected", 429],
        ["ValidationError", "rejected", 422],
        ["InternalServerError", "unknown", 503],
        ["APIConnectionError", "unknown", undefined],
        ["APIConnectionError", "unknown", undefined],
        ["APIConnectionError", "created", 200],
      ],
    );
    assert.equal(errors[0].retryAfter, 7);
    assert.equal(errors[1].errors[0].code, "too_big");
    await send(client);

    const text = await (await fetch(`${url}/__fake/requests`)).text();
    assert.doesNotMatch(text, /cc_secret/);
    const requests = JSON.parse(text);
    assert.deepEqual(
      requests.map((/** @type {any} */ { fault, status }) => [fault, status]),
      [
        ["429", 429],
        ["422", 422],
        ["503", 503],
        ["lost", null],
        ["lost", null],
        ["cutAnswer", 200],
        ["delay", 200],
      ],
    );
    const [{ method, path, body }] = requests;
    const ofCreate = `/v2/customers/${customerId}/custom-fields`;
    assert.deepEqual([method, path, body.textValue], ["POST", ofCreate, "a"]);
    const values = async () => (await fetch(`${url}/__fake/values`)).json();
    assert.equal((await values()).length, 3);

    await next({ fault: 500 });
    assert.equal((await post(url, "reset", undefined)).status, 204);
    assert.deepEqual(await values(), []);
    await send(client);
    child.kill("SIGTERM");
    assert.equal((await ended).stderr, "");
  });
  it("refuses unknown faults, and everything but loopback and JSON", async () => {
    const { child, ended, url } = await serve();
    for (const [fault, words] of /** @type {[unknown, RegExp][]} */ ([
      [{ fault: "hang" }, /There is no fault hang/],
      [{ fault: "toString" }, /There is no fault/],
      [{ fault: 99 }, /from 200 to 599/],
      [{ fault: "429" }, /There is no fault/],
      [{}, /There is no fault/],
      [7, /There is no fault/],
      [null, /There is no fault/],
      [{ fault: 429, retryAfer: 3 }, /no option retryAfer/],
      [{ fault: 429, retryAfter: "3" }, /retryAfter must be/],
      [{ fault: 422, errors: {} }, /errors must be/],
      [{ fault: 500, retryAfter: 3 }, /no option retryAfter/],
      [{ fault: "lost", created: "no" }, /created must be/],
      [{ fault: "delay" }, /ms is missing/],
      [{ fault: "delay", ms: -1 }, /ms must be/],
      [{ fault: "refused" }, /stop it instead/],
    ])) {
      const response = await post(url, "next", fault);
      assert.equal(response.status, 400, JSON.stringify(fault));
      assert.match((await response.json()).message, words);
    }
    const statusOf = async (
      /** @type {string} */ path,
      /** @type {RequestInit} */ init,
    ) => (await fetch(`${url}/__fake/${path}`, init)).status;
    const body = '{"fault":500}';
    const json = { "content-type": "application/json" };
    const method = "POST";
    assert.equal(await statusOf("next", { method, body }), 415);
    const cut = { method, body: "{", headers: json };
    assert.equal(await statusOf("next", cut), 400);
    assert.equal(await statusOf("next", {}), 405);
    assert.equal(await statusOf("requests", { method }), 405);
    assert.equal(await statusOf("more", {}), 404);
    assert.equal(await statusOf("constructor", { method }), 404);
    assert.equal(await byHost(url, "page.example"), 403);
    assert.equal(await byHost(url, "localhost:1"), 200);
    // None of these is a request to the API, and no fault is left.
    const seen = await fetch(`${url}/__fake/requests`);
    assert.deepEqual(await seen.json(), []);
    await send(new CareCycle({ baseUrl: url, apiKey: "cc_a" }));
    child.kill("SIGTERM");
    assert.equal((await ended).code, 0);
  });
  it("prints its help", async () => {
    const { code, stdout } = await start(["fake", "--help"]).ended;
    assert.equal(code, 0);
    for (const option of ["--port N", "--rate-limit N/MS", "--latency-ms N"])
      assert.ok(stdout.includes(`  ${option} `), option);
    for (const path of ["next", "reset", "requests", "values"])
      assert.ok(stdout.includes(`/__fake/${path} `), path);
  });
});
