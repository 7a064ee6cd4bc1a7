import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { interleave } from "./rounds.mjs";

describe("the rounds of a benchmark", () => {
  it("take one sample of each before the next of any", async () => {
    /** @type {string[]} */
    const order = [];
    await interleave(["a", "b"], { warmUp: 0, rounds: 2 }, (name) =>
      order.push(name),
    );
    assert.deepEqual(order, ["a", "b", "a", "b"]);
  });

  it("count no round of the warm-up", async () => {
    let calls = 0;
    const how = { warmUp: 2, rounds: 3 };
    const samples = await interleave(["a"], how, () => calls++);
    assert.deepEqual(samples.get("a"), [2, 3, 4]);
  });
});
