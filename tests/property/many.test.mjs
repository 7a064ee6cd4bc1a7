/** createMany over random rows and answers, left or stopped at random moments. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { CareCycle, answer, customerId, minimal } from "../node/setup.mjs";
import { shares } from "./harness.mjs";
import { apiKey, asyncLimits, fewTimers, wait } from "./invariants.mjs";
import { nasty, made } from "./nasty.mjs";
import { ownServer } from "./traffic.mjs";

const kinds = /** @type {const} */ ({
  created: ["created"],
  cut: ["created"],
  refused: ["notSent"],
  lost: ["unknown"],
  503: ["unknown"],
  404: ["rejected"],
  invalid: ["invalid"],
});
const row = fc.record({
  kind: fc.constantFrom(
    .../** @type {(keyof typeof kinds)[]} */ (Object.keys(kinds)),
  ),
  latency: fc.nat(3),
});
const plan = fc.record({
  rows: fc.array(row, { maxLength: 25, size: "max" }),
  concurrency: fc.integer({ min: 1, max: 6 }),
  limited: fc.boolean(),
  /** After so many results something happens. */
  after: fc.nat(12),
  what: fc.constantFrom("nothing", "stop", "abort", "break", "source throws"),
  later: fc.boolean(),
});

/** @typedef {import("./answers.mjs").Generated<typeof plan>} Plan */

async function answered(
  /** @type {keyof typeof kinds} */ kind,
  /** @type {number} */ latency,
) {
  if (latency) await wait(latency);
  if (kind === "lost") throw new Error("socket hang up");
  if (kind === "refused")
    throw Object.assign(new Error("no"), { code: "ECONNREFUSED" });
  if (kind === "created") return Response.json(answer);
  const headers = { "content-type": "application/json" };
  if (kind === "cut") return new Response("{", { headers });
  return new Response("{}", { status: Number(kind) });
}

/**
 * Plays a plan; throws if a promise of createMany is broken. Resolves to what happened before the last row, if anything did.
 *
 * @param {Plan} plan
 */
async function play({ rows, concurrency, limited, after, what, later }) {
  const fetched = new Map();
  /** @type {NonNullable<import("../node/setup.mjs").Options["fetch"]>} */
  const fetch = async (_url, { body }) => {
    const index = Number(JSON.parse(body).textValue);
    fetched.set(index, (fetched.get(index) ?? 0) + 1);
    return answered(rows[index].kind, rows[index].latency);
  };
  const rateLimit = limited && { requests: 3, perMs: 10 };
  const baseUrl = ownServer();
  const options = { apiKey, baseUrl, fetch, rateLimit, maxRetries: 0 };
  const { createMany } = new CareCycle(options).customers.customFields;
  const controller = new AbortController();
  const thrown = new Error("source");
  async function* source() {
    for (const [index, { kind }] of rows.entries()) {
      if (what === "source throws" && index === after) throw thrown;
      if (later) await wait(1);
      const body = { ...minimal, textValue: `${index}` };
      yield { customerId: kind === "invalid" ? "x" : customerId, body };
    }
  }
  const { signal } = controller;
  const results = createMany(source(), { concurrency, signal });
  const found = [];
  let error;
  try {
    for await (const result of results) {
      found.push(result);
      if (found.length !== after) continue;
      if (what === "break") break;
      if (what === "stop") results.stop();
      if (what === "abort") controller.abort();
    }
  } catch (caught) {
    error = caught;
  }
  assert.equal(
    error,
    what === "source throws" && after < rows.length ? thrown : undefined,
  );
  accountsForAll(results.summary(), found, { rows, fetched, what, after });
  return after > 0 && after < rows.length ? what : "nothing";
}

/**
 * @param {import("../../pkg/index.js").CreateManySummary} summary
 * @param {import("../../pkg/index.js").CreateManyResult<unknown>[]} found
 * @param {Pick<Plan, "rows" | "what" | "after"> & { fetched: Map<number, number> }} met
 */
function accountsForAll(summary, found, { rows, fetched, what, after }) {
  const { taken, ...counts } = summary;
  const done = Object.values(counts).reduce((sum, count) => sum + count, 0);
  assert.equal(done, taken);
  const indexes = new Set(found.map(({ index }) => index));
  assert.equal(indexes.size, found.length);
  if (what !== "break") assert.equal(found.length, taken);
  const whole = what === "nothing" || after >= rows.length || after === 0;
  if (whole && what !== "source throws") assert.equal(taken, rows.length);
  for (const { index, status, error, value } of found) {
    /** @type {readonly string[]} */
    const expected = kinds[rows[index].kind];
    if (what === "nothing") assert.ok(expected.includes(status), status);
    assert.equal(Boolean(value), status === "created" && !error);
    if (status === "notSent" && rows[index].kind !== "refused")
      assert.ok(!fetched.has(index));
  }
  for (const count of fetched.values()) assert.equal(count, 1);
}

describe("createMany", () => {
  it("returns one result for each row that it reads, and sends the row once", async (t) => {
    const happened = shares({
      ...{ nothing: 0.2, stop: 0.005, abort: 0.005, break: 0.005 },
      "source throws": 0.005,
    });
    await fc.assert(
      fc.asyncProperty(plan, async (plan) => happened.count(await play(plan))),
      asyncLimits(),
    );
    happened.check(t);
    assert.ok(await fewTimers(0), "a timer is left");
  });
  it("never throws for a row, whatever its parts are", async (t) => {
    const ended = shares({ created: 0.02, invalid: 0.3 });
    const fetch = async () => Response.json(answer);
    const client = new CareCycle({ apiKey, fetch, rateLimit: false });
    const { createMany } = client.customers.customFields;
    const pair = fc.record({
      customerId: fc.oneof(fc.constant(customerId), nasty),
      body: fc.oneof(fc.constant(minimal), nasty),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(pair, { maxLength: 5 }), async (pairs) => {
        const rows = pairs.map(({ customerId, body }) => ({
          customerId: made(customerId),
          body: made(body),
        }));
        let count = 0;
        for await (const { status } of createMany(rows)) {
          count++;
          assert.ok(status === "created" || status === "invalid", status);
          ended.count(status);
        }
        assert.equal(count, rows.length);
      }),
      asyncLimits(),
    );
    ended.check(t);
  });
});
