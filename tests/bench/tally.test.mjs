import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { tally } from "./tally.mjs";

const met = {
  count: 4,
  values: ["a", "b", "b"],
  statuses: [200, 429, 200, 200],
  rateLimit: { requests: 2, perMs: 1000 },
  ms: 1500,
};

describe("the tally of an import", () => {
  it("counts a row that was written twice as created once", () => {
    assert.equal(tally(met).created, 2);
  });

  it("counts separately what is written more than once", () => {
    assert.equal(tally(met).duplicates, 1);
  });

  it("counts rows that the server does not have as lost", () => {
    assert.equal(tally(met).lost, 2);
  });

  it("counts the requests that got a 429", () => {
    assert.equal(tally(met).limited, 1);
  });

  it("divides the time by the windows that must pass", () => {
    assert.equal(tally(met).overLeast, 1.5);
  });

  it("counts a whole window for a part of its rows", () => {
    assert.equal(tally({ ...met, count: 5 }).overLeast, 0.75);
  });
});
