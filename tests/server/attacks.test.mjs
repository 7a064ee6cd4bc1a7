import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, describe, it } from "node:test";
import { SNAPSHOT } from "./attacks/snapshot.mjs";
import { HANDLER, attacks, backends, measure } from "./attacks/table.mjs";

/** All at once, since most of it is waiting. */
const measuring = new Map(
  Object.keys(backends).map((name) => [name, measure(name)]),
);
const peers = JSON.parse(await readFile(SNAPSHOT, "utf8"));

for (const [backend, cells] of measuring)
  describe(`attacks on ${backend}`, () => {
    /** @type {Record<string, string>} */
    let measured;
    before(async () => {
      measured = await cells;
    });
    for (const { name, holds } of attacks)
      if (backend === HANDLER)
        it(`fail by ${name}`, () => assert.equal(measured[name], holds));
      else
        it(`have the result of the snapshot for ${name}`, () => {
          assert.ok(peers[backend][name], "the snapshot has it");
          assert.equal(measured[name], peers[backend][name]);
        });
  });
