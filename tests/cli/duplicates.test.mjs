/** How duplicates are found among very many rows. Other columns than the IDs do not reach this module. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, it } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const built = new URL("../../target/www/spreadsheet/index.js", import.meta.url);
const { Duplicates } = await import(built.href);

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc");

/** Bytes in use, in the heap and outside of it. */
function used() {
  gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const ROWS = 100_000;
const definition = randomUUID();

describe("the search for duplicates", () => {
  it("takes at most 100 bytes a row, however many rows there are", () => {
    const before = used();
    const duplicates = new Duplicates();
    let most = 0;
    for (let row = 1; row <= ROWS; row++) {
      assert.equal(
        duplicates.firstOf(randomUUID(), definition, row),
        undefined,
      );
      if (row % 10_000 === 0) most = Math.max(most, (used() - before) / row);
    }
    assert.ok(most <= 100, `${most} bytes a row`);
    // What it keeps: two IDs of 16 bytes each, at least.
    assert.ok(most >= 32, `${most} bytes a row`);
  });

  it("finds the first of two rows in any case of letters, and no other row", () => {
    const duplicates = new Duplicates();
    const customers = Array.from({ length: ROWS }, () => randomUUID());
    const definitions = [definition, randomUUID()];
    for (const [index, customer] of customers.entries())
      assert.equal(
        duplicates.firstOf(customer, definitions[index % 2], index),
        undefined,
      );
    for (const [index, customer] of customers.entries()) {
      const [same = "", other = ""] =
        index % 2 ? definitions.toReversed() : definitions;
      assert.equal(
        duplicates.firstOf(customer.toUpperCase(), same.toUpperCase(), -1),
        index,
      );
      assert.equal(duplicates.firstOf(customer, other, index), undefined);
    }
  });
});
