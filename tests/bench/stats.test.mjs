import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { median, over, quantile, spread, verdict } from "./stats.mjs";

describe("a benchmark's figures", () => {
  it("has the middle sample of an odd number as its median", () => {
    assert.equal(median([30, 10, 20]), 20);
  });

  it("has the mean of the middle two of an even number as its median", () => {
    assert.equal(median([40, 10, 20, 30]), 25);
  });

  it("sorts by number, not by text", () => {
    assert.equal(median([9, 10, 100]), 10);
  });

  it("leaves the samples in their order", () => {
    const samples = [3, 1, 2];
    median(samples);
    assert.deepEqual(samples, [3, 1, 2]);
  });

  it("reaches the least and the largest sample", () => {
    const samples = [5, 1, 3];
    assert.deepEqual([quantile(samples, 0), quantile(samples, 1)], [1, 5]);
  });

  it("has no spread where all samples are alike", () => {
    assert.equal(spread([7, 7, 7]), 0);
  });

  it("does not let one outlier among many make the spread", () => {
    assert.equal(spread([...Array(20).fill(10), 1000]), 0);
  });

  it("names what was noisy, and only that", () => {
    const told = verdict(
      new Map([
        ["steady", [10, 10, 11]],
        ["shaky", [10, 20, 40]],
      ]),
    );
    assert.match(told, /NOISY.*shaky/);
    assert.doesNotMatch(told, /steady/);
  });

  it("calls a run quiet where every spread is small", () => {
    assert.match(verdict(new Map([["steady", [100, 101, 102]]])), /quiet/);
  });

  it("takes the baseline of the same round from each sample", () => {
    const samples = new Map([
      ["bare", [10, 100]],
      ["client", [15, 107]],
    ]);
    assert.deepEqual([...over(samples, "bare")], [["client", [5, 7]]]);
  });
});
