/** What the files of this folder share: set-up, and counts of how the runs of a property ended. */
import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";
import { listen, unlisten, wait } from "./invariants.mjs";

/** Collects what nobody caught during the file's tests, for `nothingStray`. */
export function collectStrays() {
  before(listen);
  after(unlisten);
  // A run that was cut short by its time limit ends here, not in the next property.
  afterEach(() => wait(80));
}

/** With fewer runs a share is chance: a busy machine's time limit may end a property early. */
const MIN_RUNS = 30;

/**
 * Counts how the runs of a property ended, so that it cannot pass by never reaching what it is about.
 *
 * @template {string} Ending
 * @param {Record<Ending, number>} least the share of runs, at least, for each ending
 */
export function shares(least) {
  /** @type {Map<Ending, number>} */
  const counts = new Map();
  let runs = 0;
  return {
    /** @param {Ending} ending */
    count(ending) {
      runs++;
      counts.set(ending, (counts.get(ending) ?? 0) + 1);
    },
    /** Fails if an ending was too rare. @param {Pick<import("node:test").TestContext, "diagnostic">} t says how many there were */
    check(t) {
      const all = [...counts].map(([ending, count]) => `${count} ${ending}`);
      t.diagnostic(`${runs} runs: ${all.join(", ")}`);
      assert.ok(runs > 0, "no run ended");
      if (runs < MIN_RUNS) return;
      for (const [ending, share] of /** @type {[Ending, number][]} */ (
        Object.entries(least)
      )) {
        const count = counts.get(ending) ?? 0;
        assert.ok(
          count >= share * runs,
          `${count} of ${runs} runs ended as ${ending}, expected ${share * 100} %`,
        );
      }
    },
  };
}
