/** createMany starts slowly: what goes wrong at once goes wrong for one row. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { all, answered, many, ok, rowsOf, statuses, textOf } from "./many.mjs";

/** Long enough for whatever else would be sent. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 10));

/**
 * A server that responds when the test says so.
 *
 * @param {(text: string) => Response} [answerOf]
 */
function slowServer(answerOf = answered) {
  /** @type {Map<string, () => void>} */
  const waiting = new Map();
  return {
    /** @type {import("./setup.mjs").Fetch} */
    fetch: (_url, init) =>
      new Promise((resolve) => {
        const text = textOf(init);
        waiting.set(text, () => {
          waiting.delete(text);
          resolve(answerOf(text));
        });
      }),
    /**
     * Answers some rows, or all that wait.
     *
     * @param {string[]} texts
     */
    answer: (...texts) => {
      for (const text of texts.length ? texts : waiting.keys())
        waiting.get(text)?.();
    },
    /** Asserts which rows are in flight, and that no others follow. */
    async inFlight(/** @type {string[]} */ ...texts) {
      const until = performance.now() + 10_000;
      while (waiting.size < texts.length && performance.now() < until)
        await pause();
      await pause();
      assert.deepEqual([...waiting.keys()], texts);
    },
  };
}
const unavailable =
  (/** @type {string} */ row) => (/** @type {string} */ text) =>
    text === row ? new Response("", { status: 503 }) : answered();

const failures = {
  rejected: () => Response.json({ code: "UNAUTHORIZED" }, { status: 401 }),
  unknown: () => {
    throw new Error("socket hang up");
  },
  notSent: () => {
    throw Object.assign(new Error("no"), { code: "ECONNREFUSED" });
  },
};

describe("createMany starts slowly", () => {
  for (const [status, fail] of Object.entries(failures))
    for (const how of ["break", "stop", "stopOnError"])
      it(`and sends one row if that is ${status} and the reader stops: ${how}`, async () => {
        let fetched = 0;
        const fetch = async () => {
          fetched++;
          return fail();
        };
        const options = { stopOnError: how === "stopOnError" };
        const results = many(fetch, rowsOf(50), options);
        for await (const result of results) {
          assert.equal(result.status, status);
          if (how === "break") break;
          if (how === "stop") results.stop();
        }
        await pause();
        assert.deepEqual([fetched, results.summary().taken], [1, 1]);
      });
  it("and sends as many as it may from the second row on", async () => {
    const { answer, fetch, inFlight } = slowServer();
    const found = all(many(fetch, rowsOf(20), { concurrency: 16 }));
    await inFlight("0");
    answer();
    await inFlight(...Array.from({ length: 16 }, (_, at) => `${at + 1}`));
    answer();
    await inFlight("17", "18", "19");
    answer();
    assert.equal((await found).length, 20);
  });
  it("and starts no row before the first result is read", async () => {
    let fetched = 0;
    const fetch = async () => {
      fetched++;
      return ok();
    };
    const results = many(fetch, rowsOf(9))[Symbol.asyncIterator]();
    await results.next();
    await pause();
    assert.equal(fetched, 1);
    for (let read = 1; read < 9; read++) await results.next();
    assert.equal(fetched, 9);
  });
  it("and starts others after a refusal, since a server responded", async () => {
    const { answer, fetch, inFlight } = slowServer(() =>
      Response.json({ code: "NOT_FOUND" }, { status: 404 }),
    );
    const found = all(many(fetch, rowsOf(4)));
    await inFlight("0");
    answer();
    await inFlight("1", "2", "3");
    answer();
    assert.equal((await found).length, 4);
  });
  it("and does not treat an invalid row as a response", async () => {
    const { answer, fetch, inFlight } = slowServer();
    const invalid = rowsOf(2).map((row) => ({ ...row, customerId: "x" }));
    const found = all(many(fetch, [...invalid, ...rowsOf(3)]));
    await inFlight("0");
    answer();
    await inFlight("1", "2");
    answer();
    assert.equal((await found).length, 5);
  });
  it("and sends one row at a time while no server responds", async () => {
    let now = 0;
    let most = 0;
    const fetch = async () => {
      most = Math.max(most, ++now);
      await pause();
      now--;
      throw new Error("socket hang up");
    };
    const found = await all(many(fetch, rowsOf(5)));
    assert.deepEqual(statuses(found), Array(5).fill("unknown"));
    assert.equal(most, 1);
  });
});

describe("after a row whose outcome is unknown, createMany", () => {
  it("finishes those in flight, sends one alone, and continues after its response", async () => {
    const { answer, fetch, inFlight } = slowServer(unavailable("2"));
    const found = all(many(fetch, rowsOf(11), { concurrency: 4 }));
    await inFlight("0");
    answer();
    await inFlight("1", "2", "3", "4");
    answer("2");
    await inFlight("1", "3", "4");
    answer("1", "3");
    await inFlight("4");
    answer("4");
    await inFlight("5");
    answer("5");
    await inFlight("6", "7", "8", "9");
    answer();
    await inFlight("10");
    answer();
    const unknown = (await found).filter(({ status }) => status === "unknown");
    assert.deepEqual(
      unknown.map(({ index }) => index),
      [2],
    );
  });
  it("holds back a row that the source yields only then", async () => {
    const { answer, fetch, inFlight } = slowServer(unavailable("2"));
    let give = () => {};
    async function* rows() {
      yield* rowsOf(3);
      await new Promise((resolve) => (give = () => resolve(undefined)));
      yield* rowsOf(5).slice(3);
    }
    const results = many(fetch, rows(), { concurrency: 4 });
    const found = all(results);
    await inFlight("0");
    answer();
    await inFlight("1", "2");
    answer("2");
    await inFlight("1");
    give();
    await inFlight("1");
    answer("1");
    await inFlight("3");
    answer("3");
    await inFlight("4");
    answer();
    assert.equal((await found).length, 5);
    assert.equal(results.summary().taken, 5);
  });
  it("does not report a row that it held when it was stopped", async () => {
    const { answer, fetch, inFlight } = slowServer(unavailable("2"));
    let give = () => {};
    async function* rows() {
      yield* rowsOf(3);
      await new Promise((resolve) => (give = () => resolve(undefined)));
      yield* rowsOf(5).slice(3);
    }
    const results = many(fetch, rows(), { concurrency: 4 });
    const found = all(results);
    await inFlight("0");
    answer();
    await inFlight("1", "2");
    answer("2");
    await inFlight("1");
    give();
    await inFlight("1");
    results.stop();
    answer("1");
    assert.equal((await found).length, 3);
    assert.equal(results.summary().taken, 3);
  });
});
