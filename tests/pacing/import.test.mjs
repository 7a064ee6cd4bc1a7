/** The whole of an import, at a twentieth of the real window. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { performance } from "node:perf_hooks";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as setup from "./setup.mjs";

const { CareCycle, apiKey, eachOnce, refused, withEmulator } = setup;
const run = promisify(execFile);
const rateLimit = { requests: 60, perMs: 3000 };
const half = fileURLToPath(new URL("./half.mjs", import.meta.url));

/** Within a window they travel by several sockets, which may overtake each other. */
function isInOrder(/** @type {setup.Emulator} */ { values }) {
  const order = values.map(({ textValue }) => Number(textValue));
  order.forEach((index, at) =>
    assert.ok(Math.abs(index - at) < rateLimit.requests, `${index} at ${at}`),
  );
}

describe("300 rows, 60 per 3 s", () => {
  for (const [what, create] of /** @type {const} */ ([
    ["calls at once", setup.createAll],
    ["rows of createMany", setup.createRows],
  ]))
    for (const rateLimitKind of /** @type {const} */ (["sliding", "fixed"])) {
      it(`as ${what} get no 429 from a ${rateLimitKind} window, and lose no time`, (t) =>
        withEmulator({ rateLimit, rateLimitKind }, async (emulator) => {
          const client = new CareCycle({
            apiKey,
            baseUrl: emulator.url,
            rateLimit,
          });
          const before = performance.eventLoopUtilization();
          const took = await create(client, 300);
          const { active } = performance.eventLoopUtilization(before);
          eachOnce(emulator, 300);
          assert.equal(refused(emulator), 0);
          isInOrder(emulator);
          t.diagnostic(`${took.toFixed(0)} ms, at least 12,000`);
          // A busy machine works longer, and each window begins with the work of the last.
          assert.ok(
            took <= 12_000 * 1.05 + active,
            `${took}, ${active} active`,
          );
        }));
    }
  it("of two processes that share a key are all created, none twice", (t) =>
    withEmulator({ rateLimit }, async (emulator) => {
      const started = performance.now();
      const halves = ["a", "b"].map((name) =>
        run(process.execPath, [half, emulator.url, name], { timeout: 120_000 }),
      );
      const lost = (await Promise.all(halves)).map(({ stdout }) =>
        JSON.parse(stdout),
      );
      const took = performance.now() - started;
      t.diagnostic(`${took.toFixed(0)} ms, ${refused(emulator)} times 429`);
      assert.deepEqual(lost, [[], []]);
      eachOnce(emulator, 300);
    }));
});
