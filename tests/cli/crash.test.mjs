/**
 * `kill -9` at any moment. `CRASH_RUNS=200` for the whole of it; `CRASH_SEED=N` for the runs of that
 * seed, as the test prints it.
 */
import assert from "node:assert/strict";
import { it } from "node:test";
import { crashRun } from "./crash.mjs";

const runs = Number(process.env.CRASH_RUNS ?? 30);
const first = Number(
  process.env.CRASH_SEED ?? Math.floor(Math.random() * 1_000_000),
);

it("a killed import records all that was created, and sends no such row again", async (t) => {
  t.diagnostic(`CRASH_SEED=${first} CRASH_RUNS=${runs}`);
  const seeds = Array.from({ length: runs }, (_, at) => first + at);
  /** @type {Awaited<ReturnType<typeof crashRun>>[]} */
  const found = [];
  const worker = async () => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift())
      found.push(await crashRun(seed));
  };
  // Most of a start after a kill is waiting for the lock.
  await Promise.all(Array.from({ length: 8 }, worker));
  const sum = (/** @type {(run: (typeof found)[number]) => number} */ of) =>
    found.reduce((total, run) => total + of(run), 0);
  const kills = sum(({ killed }) => killed);
  // Asked to send rows again whose outcome is unknown, it may double those.
  const skipping = found.filter(({ mode }) => mode === "skip");
  const doubled = skipping.reduce((total, run) => total + run.doubled, 0);
  t.diagnostic(
    `${kills} kills, ${sum(({ starts }) => starts)} starts, ` +
      `${found.filter(({ inContainers }) => inContainers).length} of ${runs} runs in namespaces of their own, ` +
      `${sum(({ refused }) => refused)} refused beside another, ${sum(({ edits }) => edits)} edits, ` +
      `${sum(({ rows }) => rows)} rows, of which at the end ${sum(({ unknown }) => unknown)} unknown, ` +
      `${sum(({ rejected }) => rejected)} rejected, ${sum(({ lost }) => lost)} lost, ${doubled} doubled`,
  );
  assert.equal(found.length, runs);
  assert.deepEqual([sum(({ lost }) => lost), doubled], [0, 0]);
  assert.ok(kills >= runs / 2, `only ${kills} kills met a running command`);
});
