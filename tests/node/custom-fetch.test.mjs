/** What an own fetch resolves to and rejects with. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { create, rejection, stubbed } from "./setup.mjs";

describe("a custom fetch", () => {
  for (const [what, fake] of /** @type {[string, unknown][]} */ ([
    ["nothing", undefined],
    ["null", null],
    ["a text", "{}"],
    ["ok, status and json", { ok: true, status: 201, json: async () => ({}) }],
    ["no headers", { status: 201, body: null, text: async () => "{}" }],
    [
      "headers of an object",
      { status: 201, headers: {}, text: async () => "" },
    ],
    ["no body", { status: 201, headers: new Headers() }],
  ]))
    it(`that resolves to ${what} is reported as not resolving to a Response`, async () => {
      const error = await rejection(create(stubbed(async () => fake)));
      assert.deepEqual(
        [error.name, error.outcome],
        ["APIConnectionError", "unknown"],
      );
      assert.match(error.cause.message, /must resolve to a Response/);
    });
  it("keeps the code of what it rejects with", async () => {
    for (const code of ["ECONNRESET", "SOME_CODE"]) {
      const thrown = Object.assign(new Error("m"), { code });
      const fetch = () =>
        Promise.reject(new TypeError("failed", { cause: thrown }));
      const { cause } = await rejection(create(stubbed(fetch)));
      assert.equal(cause.cause.code, code);
    }
  });
});

describe("the source that an uncaught error prints", () => {
  for (const file of ["index.js", "index.cjs", "cli.js"])
    it(`is a short line of ${file}`, () => {
      const text = readFileSync(
        new URL(`../../pkg/${file}`, import.meta.url),
        "utf8",
      );
      // A text is on one line: the module's bytes, a licence, a long message.
      const code = text.replace(
        /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g,
        '""',
      );
      const longest = Math.max(...code.split("\n").map((line) => line.length));
      assert.ok(longest < 2000, `${longest} characters`);
    });
});
