/**
 * A trap in the core, provoked on purpose: in the build of `cargo xtask test` a call with a certain
 * `timeoutMs` traps, or a check of a body with three unknown keys.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { answer, apiKey, customerId, minimal, rejection } from "./setup.mjs";

/** @type {typeof import("../../pkg/index.js")} */
const { CareCycle, CareCycleError } = await import(
  new URL("../../target/trap/index.js", import.meta.url).href
);
const IN_CREATE = 1.25;
const IN_TASK = 2.25;
const AFTER_ANSWER = 999.25;
const trapping = { ...minimal, one: 1, two: 2, three: 3 };

/**
 * A client, how often its fetch was called, and a call of it.
 *
 * @param {import("./setup.mjs").Fetch} [fetch]
 */
function start(fetch = async () => Response.json(answer)) {
  let fetched = 0;
  const client = new CareCycle({
    apiKey,
    fetch: (url, init) => (
      fetched++,
      fetch(url, /** @type {import("./setup.mjs").Init} */ (init))
    ),
  });
  const { create, validate } = client.customers.customFields;
  return {
    call: (
      /** @type {import("../../pkg/index.js").CreateOptions} */ options = {},
    ) => create(customerId, minimal, options),
    validate,
    fetched: () => fetched,
  };
}

describe("a trap in the core", () => {
  for (const [where, timeoutMs, fetched, outcome] of /** @type {const} */ ([
    ["as a call starts", IN_CREATE, 0, "notSent"],
    ["in a task", IN_TASK, 0, "notSent"],
    ["after an answer", AFTER_ANSWER, 1, "unknown"],
  ])) {
    it(`${where} rejects the call and spares the process`, async () => {
      const client = start();
      const error = await rejection(client.call({ timeoutMs }));
      assert.ok(error instanceof CareCycleError);
      assert.deepEqual([error.code, error.outcome], ["CRASHED", outcome]);
      assert.match(error.message, /core stopped.*next call restarts it/i);
      assert.ok(error.cause instanceof WebAssembly.RuntimeError);
      assert.match(String(error.requestId), /^[0-9a-f]{8}-/);
      assert.match(String(error.stack), /trap\.test/);
      assert.ok(!inspect(error).includes(apiKey));
      assert.equal(client.fetched(), fetched);
      assert.deepEqual(await client.call(), answer);
    });
  }
  it("rejects the other calls of the instance and stops their requests", async () => {
    /** @type {AbortSignal[]} */
    const signals = [];
    const silent = start((_url, { signal }) => {
      signals.push(signal);
      return new Promise(() => {});
    });
    const waiting = [silent.call(), silent.call()].map(rejection);
    await new Promise(setImmediate);
    await rejection(start().call({ timeoutMs: IN_TASK }));
    for (const error of await Promise.all(waiting))
      assert.deepEqual([error.code, error.outcome], ["CRASHED", "unknown"]);
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [true, true],
    );
  });
  it("twice rejects also a call that was started right after the first", async () => {
    const silent = start(() => new Promise(() => {}));
    const before = rejection(silent.call());
    await new Promise(setImmediate);
    const first = rejection(silent.call({ timeoutMs: IN_TASK }));
    // In the new instance it has the number that the first call had in the old one.
    const after = rejection(silent.call());
    await Promise.all([before, first]);
    await rejection(silent.call({ timeoutMs: IN_TASK }));
    const error = await after;
    assert.deepEqual([error.code, error.outcome], ["CRASHED", "unknown"]);
  });
  it("in validate is thrown as an error, and the next check works", () => {
    const { validate } = start();
    assert.throws(
      () => validate(customerId, trapping),
      (/** @type {unknown} */ error) =>
        error instanceof CareCycleError && error.code === "CRASHED",
    );
    assert.deepEqual(validate(customerId, minimal), []);
  });
  it("a thousand times leaves nothing behind", async () => {
    const { call } = start();
    for (let time = 0; time < 1000; time++)
      await rejection(call({ timeoutMs: IN_TASK }));
    assert.deepEqual(await call(), answer);
    const timers = process.getActiveResourcesInfo();
    assert.deepEqual(
      timers.filter((kind) => kind === "Timeout"),
      [],
    );
  });
});

describe("a function of ours with the name of one that panics", () => {
  const path = ["panicking", "fmt", "provoke_fail"];
  it("runs in every call of this build, though such functions of others are cut", async () => {
    const uncut = new URL("../../target/trap/uncut.wasm", import.meta.url);
    const module = new WebAssembly.Module(await readFile(uncut));
    const [names] = WebAssembly.Module.customSections(module, "name");
    const text = Buffer.from(names).toString("latin1");
    // As the compiler mangles a path.
    const mangled = path.map((part) => `${part.length}${part}`).join("");
    assert.match(text, new RegExp(`23carecycle_custom_fields2js${mangled}`));
    const client = start();
    assert.deepEqual(await client.call(), answer);
    assert.deepEqual(client.validate(customerId, minimal), []);
  });
});
