import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import { createConnection } from "node:net";
import { once } from "node:events";
import { describe, it } from "node:test";
import { customerId } from "./fixtures.mjs";
import { minimal, useEmulator, readJson } from "./harness.mjs";
import { startEmulator } from "./index.mjs";

describe("the emulator's log", () => {
  const api = useEmulator();

  it("lists what was sent and what was returned", async () => {
    const earliest = performance.timeOrigin + performance.now();
    await api.post('{ "a": "ü" }', { fault: "delay:ms=0" });
    const { headers, at, socketId, ...rest } = api.emulator.requests[0];
    assert.equal(headers["content-type"], "application/json");
    assert.ok(at >= earliest);
    assert.ok(socketId > 0);
    assert.deepEqual(rest, {
      method: "POST",
      path: `/~delay:ms=0/v2/customers/${customerId}/custom-fields`,
      rawBody: '{ "a": "ü" }',
      body: { a: "ü" },
      key: "cc_test_demo",
      fault: "delay",
      status: 422,
    });
  });
  it("keeps every request in order, whatever its response", async () => {
    await fetch(api.emulator.url);
    await fetch(api.url(), { method: "OPTIONS" });
    await api.post("{", { key: "" });
    await api.post(minimal, { fault: "close-before" }).catch(() => {});
    const facts = api.emulator.requests.map(
      ({ method, body, key, fault, status }) => [
        method,
        body,
        key,
        fault,
        status,
      ],
    );
    assert.deepEqual(facts, [
      ["GET", undefined, undefined, undefined, 404],
      ["OPTIONS", undefined, undefined, undefined, 200],
      ["POST", undefined, undefined, undefined, 401],
      ["POST", minimal, "cc_test_demo", "close-before", undefined],
    ]);
  });
  it("distinguishes connections", async () => {
    await readJson(api.post());
    await readJson(
      api.post(minimal, { init: { headers: { connection: "close" } } }),
    );
    const ids = await Promise.all([api.post(), api.post()]).then(() =>
      api.emulator.requests.slice(-2).map(({ socketId }) => socketId),
    );
    assert.notEqual(ids[0], ids[1]);
  });
});

describe("the emulator's server", () => {
  const api = useEmulator();

  it("listens on 127.0.0.1 only", async () => {
    assert.match(api.emulator.url, /^http:\/\/127\.0\.0\.1:\d+$/);
    const others = Object.values(networkInterfaces())
      .flat()
      .map((address) => address?.address)
      .filter((address) => address && address !== "127.0.0.1");
    for (const host of others) {
      const socket = createConnection({ host, port: api.emulator.port });
      await assert.rejects(once(socket, "connect"));
    }
  });
  it("listens on the given port", async () => {
    const first = await startEmulator();
    await first.close();
    const second = await startEmulator({ port: first.port });
    assert.equal(second.port, first.port);
    await assert.rejects(startEmulator({ port: first.port }), /EADDRINUSE/);
    await second.close();
  });
  it("closes immediately, and drops what hangs", async () => {
    const emulator = await startEmulator();
    const path = new URL(api.url("hang")).pathname;
    const hanging = fetch(emulator.url + path, { method: "POST" });
    while (emulator.requests[0]?.fault !== "hang")
      await new Promise(setImmediate);
    await Promise.all([assert.rejects(hanging), emulator.close()]);
    await emulator.close();
  });
  it("forgets everything at a reset", async () => {
    await api.post();
    api.emulator.faultQueue.push("500");
    api.emulator.reset();
    const { requests, values, faultQueue } = api.emulator;
    assert.deepEqual([requests, values, faultQueue], [[], [], []]);
  });
  it("leaves nothing in the process if it is started often", async () => {
    const before = process
      .eventNames()
      .map((name) => process.listenerCount(name));
    await (await startEmulator()).close();
    const after = process
      .eventNames()
      .map((name) => process.listenerCount(name));
    assert.deepEqual(after, before);
  });
});

describe("a page of another origin", () => {
  const api = useEmulator();
  const preflight = (/** @type {string} */ url) =>
    fetch(url, {
      method: "OPTIONS",
      headers: {
        origin: "http://page.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type,x-api-key",
      },
    });

  for (const fault of ["", "hang"]) {
    it(`may send the key to the ${fault || "operation"}`, async () => {
      const { ok, headers } = await preflight(api.url(fault));
      assert.ok(ok);
      assert.equal(headers.get("access-control-allow-origin"), "*");
      assert.match(headers.get("access-control-allow-methods") ?? "", /POST/);
      const allowed = headers.get("access-control-allow-headers") ?? "";
      for (const name of ["content-type", "accept", "x-api-key"]) {
        assert.ok(allowed.split(", ").includes(name), name);
      }
    });
  }
  it("may read every response", async () => {
    for (const fault of ["", "500", "html-200", "nothing"]) {
      const { headers } = await api.post(minimal, { fault });
      assert.equal(headers.get("access-control-allow-origin"), "*");
    }
  });
  it("may read nothing if cors is off", async () => {
    const emulator = await startEmulator({ cors: false });
    const url = emulator.url + new URL(api.url()).pathname;
    const { status, headers } = await preflight(url);
    await emulator.close();
    assert.equal(status, 405);
    assert.equal(headers.get("access-control-allow-origin"), null);
  });
});
