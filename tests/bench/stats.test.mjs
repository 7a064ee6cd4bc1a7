import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { median, over, quantile, spread, verdict } from "./stats.mjs";

describe("the statistics of a benchmark", () => {
  it("have the middle sample of an odd number as the median", () => {
    assert.equal(median([30, 10, 20]), 20);
  });

  it("have the mean of the middle two of an even number as the median", () => {
    assert.equal(median([40, 10, 20, 30]), 25);
  });

  it("are sorted by number, not by text", () => {
    assert.equal(median([9, 10, 100]), 10);
  });

  it("leave the samples in their order", () => {
    const samples = [3, 1, 2];
    median(samples);
    assert.deepEqual(samples, [3, 1, 2]);
  });

  it("have a spread from the least to the largest sample", () => {
    const samples = [5, 1, 3];
    assert.deepEqual([quantile(samples, 0), quantile(samples, 1)], [1, 5]);
  });

  it("have no spread if all samples are equal", () => {
    assert.equal(spread([7, 7, 7]), 0);
  });

  it("have a spread that one outlier among many does not determine", () => {
    assert.equal(spread([...Array(20).fill(10), 1000]), 0);
  });

  it("name what was noisy, and only that", () => {
    const reported = verdict(
      new Map([
        ["steady", [10, 10, 11]],
        ["shaky", [10, 20, 40]],
      ]),
    );
    assert.match(reported, /NOISY.*shaky/);
    assert.doesNotMatch(reported, /steady/);
  });

  it("call a run quiet if every spread is small", () => {
    assert.match(verdict(new Map([["steady", [100, 101, 102]]])), /quiet/);
  });

  it("compare each sample with the baseline of its round", () => {
    const samples = new Map([
      ["bare", [10, 100]],
      ["client", [15, 107]],
    ]);
    assert.deepEqual([...over(samples, "bare")], [["client", [5, 7]]]);
  });
});
