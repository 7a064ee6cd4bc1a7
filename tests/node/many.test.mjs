/** Many values: every row comes to one result, whatever becomes of it. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { all, many, ok, row, rowsOf, statuses, textOf } from "./many.mjs";
import {
  APIUserAbortError,
  CareCycle,
  ConfigurationError,
  ValidationError,
  apiKey,
  stubbed,
  useEmulator,
} from "./setup.mjs";

describe("createMany", () => {
  const api = useEmulator();

  it("creates each row once, and returns the row with its result", async () => {
    const rows = rowsOf(20);
    const { createMany } = api.client().customers.customFields;
    const results = createMany(rows);
    const found = await all(results);
    assert.deepEqual(new Set(statuses(found)), new Set(["created"]));
    for (const { index, row, value } of found) {
      assert.equal(row, rows[index]);
      assert.equal(value?.textValue, `${index}`);
    }
    const there = api.emulator.values.map(({ textValue }) => Number(textValue));
    assert.deepEqual(
      there.sort((a, b) => a - b),
      rows.map((_, at) => at),
    );
    assert.deepEqual(results.summary(), {
      ...{ taken: 20, created: 20 },
      ...{ rejected: 0, invalid: 0, unknown: 0, notSent: 0 },
    });
  });
  it("accepts rows from iterables, async ones and generators", async () => {
    async function* later() {
      for (const each of rowsOf(3)) yield each;
    }
    for (const rows of [new Set(rowsOf(3)), later(), rowsOf(3).values()])
      assert.equal((await all(many(ok, rows))).length, 3);
  });
  it("returns results in the order of completion", async () => {
    /** @type {import("./setup.mjs").Fetch} */
    const fetch = async (_url, init) => {
      const late = textOf(init) === "1" ? 30 : 0;
      await new Promise((resolve) => setTimeout(resolve, late));
      return ok();
    };
    const found = await all(many(fetch, rowsOf(4)));
    assert.equal(found.at(-1)?.index, 1);
  });
  it("never throws for a row, and continues after one that fails", async () => {
    const bad = {
      get customerId() {
        throw new Error("customerId");
      },
    };
    const rows = [
      row(0),
      null,
      "text",
      {},
      bad,
      { ...row(5), body: 1 },
      row(6),
    ];
    const results = many(ok, /** @type {any} */ (rows));
    const found = await all(results);
    assert.deepEqual(statuses(found), [
      "created",
      ...Array(5).fill("invalid"),
      "created",
    ]);
    for (const { status, error } of found)
      assert.equal(status === "invalid", error instanceof ValidationError);
    assert.equal(results.summary().invalid, 5);
  });
  it("reports what became of each row", async () => {
    /** @type {Record<string, () => Response>} */
    const answers = {
      0: () => Response.json({ code: "NOT_FOUND" }, { status: 404 }),
      1: () => new Response("", { status: 503 }),
      2: () => {
        const headers = { "content-type": "application/json" };
        return new Response('{"id":', { headers });
      },
      3: () => {
        throw Object.assign(new Error("a"), { code: "ECONNREFUSED" });
      },
    };
    /** @type {import("./setup.mjs").Fetch} */
    const fetch = async (_url, init) => answers[textOf(init)]();
    const found = await all(many(fetch, rowsOf(4)));
    assert.deepEqual(statuses(found), [
      "rejected",
      "unknown",
      "created",
      "notSent",
    ]);
    const read = found.find(({ index }) => index === 2);
    assert.deepEqual(
      [read?.value, read?.error?.code],
      [undefined, "UNEXPECTED_RESPONSE"],
    );
  });
  it("has at most `concurrency` rows in progress, and reads none before results are read", async () => {
    let taken = 0;
    let now = 0;
    let most = 0;
    function* rows() {
      for (; taken < 50; taken++) yield row(taken);
    }
    const fetch = async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
      return ok();
    };
    const results = many(fetch, rows(), { concurrency: 4 });
    assert.equal(taken, 0);
    const iterator = results[Symbol.asyncIterator]();
    await iterator.next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(taken <= 5, `${taken} taken`);
    while (!(await iterator.next()).done);
    assert.deepEqual([most, taken], [4, 50]);
  });

  it("rethrows what the source throws, after the rows in flight", async () => {
    async function* rows() {
      yield row(0);
      yield row(1);
      throw new RangeError("line 4");
    }
    /** @type {string[]} */
    const found = [];
    const reading = (async () => {
      for await (const result of many(ok, rows())) found.push(result.status);
    })();
    await assert.rejects(reading, new RangeError("line 4"));
    assert.deepEqual(found, ["created", "created"]);
  });
  it("stops sending if the loop is left, and leaves nothing running", async () => {
    let closed = 0;
    let fetched = 0;
    let answered = 0;
    function* rows() {
      try {
        for (let at = 0; ; at++) yield row(at);
      } finally {
        closed++;
      }
    }
    const fetch = async () => {
      fetched++;
      await new Promise((resolve) => setTimeout(resolve, 5));
      answered++;
      return ok();
    };
    const results = many(fetch, rows(), { concurrency: 3 });
    for await (const { status } of results) {
      assert.equal(status, "created");
      break;
    }
    assert.deepEqual([closed, fetched], [1, answered]);
    const { taken, created, notSent } = results.summary();
    assert.deepEqual([created, taken], [answered, created + notSent]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(fetched, answered);
    const timers = process.getActiveResourcesInfo();
    assert.ok(!timers.includes("Timeout"), String(timers));
  });
  it("does not wait at its end for a source that never yields its next row", async () => {
    async function* rows() {
      yield row(0);
      await new Promise(() => {});
    }
    for await (const { status } of many(ok, rows())) {
      assert.equal(status, "created");
      break;
    }
    const found = await all(many(ok, rows(), { deadlineMs: 30 }));
    assert.deepEqual(statuses(found), ["created"]);
  });
  it("finishes at stop() what is in flight, and sends no more", async () => {
    let fetched = 0;
    const fetch = async () => {
      fetched++;
      await new Promise((resolve) => setTimeout(resolve, 5));
      return ok();
    };
    const rateLimit = { requests: 3, perMs: 60_000 };
    const baseUrl = "https://stop.example.com";
    const client = stubbed(fetch, { rateLimit, baseUrl });
    const options = { concurrency: 4 };
    const results = client.customers.customFields.createMany(
      rowsOf(9),
      options,
    );
    const found = [];
    for await (const { status } of results) {
      // The first goes alone.
      if (found.push(status) > 1) results.stop();
    }
    assert.deepEqual(found.toSorted(), [
      "created",
      "created",
      "created",
      "notSent",
      "notSent",
    ]);
    assert.equal(fetched, 3);
  });
  it("retries nothing after stop() if a request in flight gets a 429", async () => {
    let fetched = 0;
    const fetch = async () => {
      fetched++;
      results.stop();
      return Response.json({ retryAfter: 60 }, { status: 429 });
    };
    const client = new CareCycle({
      ...{ apiKey, fetch, baseUrl: "https://again.example.com" },
    });
    /** @type {number[]} */
    const reported = [];
    const results = client.customers.customFields.createMany(rowsOf(3), {
      concurrency: 1,
      onProgress: ({ failed }) => reported.push(failed),
    });
    const [{ status, error }, ...more] = await all(results);
    assert.deepEqual([status, error?.code], ["rejected", "ABORTED"]);
    assert.deepEqual([fetched, more.length, reported.at(-1)], [1, 0, 0]);
  });
  it("reads no more rows after the first that is not created with stopOnError", async () => {
    /** @type {import("./setup.mjs").Fetch} */
    const fetch = async (_url, init) =>
      textOf(init) === "3" ? new Response("", { status: 400 }) : ok();
    const options = { stopOnError: true, concurrency: 1 };
    const found = await all(many(fetch, rowsOf(9), options));
    assert.deepEqual(statuses(found), [
      "created",
      "created",
      "created",
      "rejected",
    ]);
  });
  it("stops immediately at its signal", async () => {
    const controller = new AbortController();
    /** @type {import("./setup.mjs").Fetch} */
    const fetch = async (_url, init) => {
      if (textOf(init) === "0") return ok();
      // The third waits for a slot.
      if (textOf(init) === "2") setTimeout(() => controller.abort("enough"), 9);
      return new Promise((_resolve, reject) =>
        init.signal.addEventListener("abort", () => reject(new Error("stop"))),
      );
    };
    const rateLimit = { requests: 3, perMs: 60_000 };
    const baseUrl = "https://abort.example.com";
    const client = stubbed(fetch, { rateLimit, baseUrl });
    const { signal } = controller;
    const results = client.customers.customFields.createMany(rowsOf(9), {
      ...{ signal, concurrency: 3 },
    });
    const [, ...found] = await all(results);
    assert.deepEqual(statuses(found), ["unknown", "unknown", "notSent"]);
    for (const { error } of found) {
      assert.ok(error instanceof APIUserAbortError);
      assert.equal(error.cause, "enough");
    }
    assert.deepEqual(
      await all(many(ok, rowsOf(3), { signal: AbortSignal.abort() })),
      [],
    );
  });
  it("ends at its deadline", async () => {
    const rateLimit = { requests: 2, perMs: 60_000 };
    const baseUrl = "https://deadline.example.com";
    const client = stubbed(ok, { rateLimit, baseUrl });
    const { createMany } = client.customers.customFields;
    const results = createMany(rowsOf(9), { deadlineMs: 50, concurrency: 4 });
    const found = statuses(await all(results));
    assert.deepEqual(found.slice(0, 2), ["created", "created"]);
    assert.deepEqual(new Set(found.slice(2)), new Set(["notSent"]));
    assert.ok(found.length <= 8);
  });
  it("continues before its deadline if a request takes too long", async () => {
    /** @type {import("./setup.mjs").Fetch} */
    const fetch = (_url, init) =>
      textOf(init) === "0" ? new Promise(() => {}) : ok();
    const options = { deadlineMs: 10_000, timeoutMs: 5, concurrency: 1 };
    const found = await all(many(fetch, rowsOf(3), options));
    assert.deepEqual(statuses(found), ["unknown", "created", "created"]);
  });
});

describe("createMany reports", () => {
  it("its progress, with the time left if the source has a length", async () => {
    /** @type {import("../../pkg/index.js").CreateManyProgress[]} */
    const reported = [];
    const rateLimit = { requests: 5, perMs: 60 };
    const baseUrl = "https://progress.example.com";
    const client = stubbed(ok, { rateLimit, baseUrl });
    const results = client.customers.customFields.createMany(rowsOf(10), {
      onProgress: (progress) => reported.push(progress),
    });
    await all(results);
    assert.deepEqual(
      reported.map(({ done, total }) => [done, total]).at(-1),
      [10, 10],
    );
    assert.ok(
      reported.some(({ waitingMs }) => waitingMs > 0 && waitingMs <= 60),
    );
    for (const { etaMs, done } of reported) {
      if (done)
        assert.ok(Number(etaMs) >= (10 - done) * 12 - 0.001, `${etaMs}`);
      else assert.equal(etaMs, null);
    }
    const last = reported.at(-1);
    assert.ok(last);
    assert.deepEqual([last.created, last.failed, last.etaMs], [10, 0, 0]);
  });
  it("to hooks which row an event is about, and shows no values in logs", async () => {
    /** @typedef {import("../../pkg/index.js").RowContext<ReturnType<typeof row>>} RowContext */
    /** @type {RowContext[]} */
    const reported = [];
    const rows = rowsOf(2);
    const hook = (/** @type {RowContext} */ event) => reported.push(event);
    await all(many(ok, rows, { onRequest: hook, onResponse: hook }));
    assert.equal(reported.length, 4);
    for (const event of reported) {
      assert.equal(event.row, rows[event.index]);
      const text = JSON.stringify(event) + inspect(event, { depth: 9 });
      assert.doesNotMatch(text, /"?textValue"?: ?['"]\d/);
    }
  });
  it("to the client's hooks, as any call does", async () => {
    /** @type {number[]} */
    const reported = [];
    const onRequest = (
      /** @type {import("../../pkg/index.js").RequestEvent} */ { attempt },
    ) => reported.push(attempt);
    const client = new CareCycle({ apiKey, fetch: ok, onRequest });
    await all(client.customers.customFields.createMany(rowsOf(2)));
    assert.deepEqual(reported, [1, 1]);
  });
  it("all results, whatever its hooks throw", async () => {
    const hook = () => {
      throw new Error("hook");
    };
    const hooks = { onProgress: hook, onRequest: hook, onResponse: hook };
    const found = await all(many(ok, rowsOf(3), hooks));
    assert.deepEqual(statuses(found), ["created", "created", "created"]);
  });
  it("immediately what is wrong with its options", () => {
    for (const options of [
      { concurrency: 0 },
      { concurrency: 1.5 },
      { concurrency: 1001 },
      { concurrency: "4" },
      { deadlineMs: -1 },
      { timeoutMs: "5" },
      { onProgress: 1 },
      { onRequest: {} },
      { signal: {} },
    ])
      assert.throws(
        () => many(ok, [], /** @type {any} */ (options)),
        ConfigurationError,
        inspect(options),
      );
    for (const rows of [undefined, null, 5, {}])
      assert.throws(
        () => many(ok, /** @type {any} */ (rows)),
        ConfigurationError,
      );
  });
});
