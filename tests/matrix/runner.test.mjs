/** That a row is green only where it should be. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { customerId, definitions } from "../emulator/fixtures.mjs";
import { Unavailable } from "./context.mjs";
import { createRunner } from "./processes.mjs";
import { runAll, toTable } from "./runner.mjs";
import { checkReport } from "./scenario.mjs";

const value = {
  id: "497f6eca-6276-4993-bfeb-53cbbbba6f08",
  fieldDefinitionId: definitions[1].id,
  recordId: customerId,
  numberValue: "12.50",
};
const report = () => ({
  value: { ...value },
  invalid: {
    name: "ValidationError",
    code: "VALIDATION_ERROR",
    outcome: "notSent",
    isValidationError: true,
    path: ["fieldDefinitionId"],
  },
  missing: {
    name: "NotFoundError",
    code: "NOT_FOUND",
    outcome: "rejected",
    status: 404,
    isNotFoundError: true,
  },
});
/** @type {any} */
const context = { values: async () => [value] };
const quiet = () => {};
/** @param {any} run @param {object} [more] */
const row = (run, more) => ({ name: "a row", run, ...more });
const never = () => new Promise(() => {});

describe("the report of a row", () => {
  it("is accepted if all of it is correct", () =>
    checkReport(report(), context));
  for (const part of /** @type {const} */ (["value", "invalid", "missing"])) {
    for (const key of Object.keys(report()[part])) {
      it(`is refused if ${part}.${key} differs`, async () => {
        const wrong = report();
        Object.assign(wrong[part], { [key]: "another" });
        await assert.rejects(checkReport(wrong, context), {
          code: "ERR_ASSERTION",
        });
      });
    }
  }
  it("is refused if the emulator does not hold the value", () =>
    assert.rejects(checkReport(report(), { values: async () => [] }), {
      code: "ERR_ASSERTION",
    }));
});

describe("a row of the matrix", () => {
  /** @param {any[]} rows */
  const results = async (rows, totalMs = 60_000) => {
    const lines = await runAll(context, rows, totalMs, quiet);
    return lines.map(({ result }) => result);
  };
  it("passes with a correct report, and fails with a wrong one or none", async () => {
    const wrong = { ...report(), invalid: {} };
    const found = [report(), wrong, undefined];
    assert.deepEqual(await results(found.map((one) => row(async () => one))), [
      "passed",
      "failed",
      "failed",
    ]);
  });
  it("is unavailable only if it says so", async () => {
    const refuse = (/** @type {Error} */ error) => async () => {
      throw error;
    };
    assert.deepEqual(
      await results([
        row(refuse(new Unavailable("not installed"))),
        row(refuse(new Error("not installed"))),
      ]),
      ["unavailable", "failed"],
    );
  });
  it("fails past its limit", async () =>
    assert.deepEqual(await results([row(never, { limitMs: 1 })]), ["failed"]));
  it("is not started if the total time is over", async () => {
    let begun = false;
    const begin = async () => ((begun = true), report());
    assert.deepEqual(await results([row(begin)], 0), ["failed"]);
    assert.equal(begun, false);
  });
  it("runs beside one other at most, and alone where it is serial", async () => {
    let running = 0;
    /** @type {number[]} */
    const seen = [];
    const busy = async () => {
      seen.push(++running);
      await new Promise(setImmediate);
      running--;
      return report();
    };
    const serial = Array(3).fill(row(busy, { serial: true }));
    await results(serial.map((one) => ({ ...one })));
    assert.deepEqual(seen.splice(0), [1, 1, 1]);
    await results(serial.map((one) => ({ ...one, serial: undefined })));
    assert.equal(Math.max(...seen), 2);
  });
  it("is counted in the table's closing line", () => {
    const line = { name: "a row", seconds: 1.25, note: "" };
    const results = /** @type {const} */ (["passed", "failed", "unavailable"]);
    const lines = results.map((result) => ({ ...line, result }));
    assert.match(
      toTable([...lines, ...lines.slice(0, 1)]),
      /^a row {2}passed {9}1\.3 s\n[^]*\n\n2 passed, 1 failed, 1 unavailable$/,
    );
  });
});

describe("a process of a row", () => {
  const { run } = createRunner({ SHARED: "shared" });
  const node = (/** @type {string} */ code, options = {}) =>
    run(process.execPath, ["-e", code], options);
  it("resolves to its output, with the environment of all", async () =>
    assert.deepEqual(await node("console.log(process.env.SHARED)"), {
      stdout: "shared\n",
      stderr: "",
    }));
  it("rejects with the output if its code is not zero", () =>
    assert.rejects(
      node("console.log('out'); console.error('err'); process.exitCode = 3"),
      /ended 3\nout\nerr\n$/,
    ));
  it("rejects if there is no such program", () =>
    assert.rejects(run("no-such-program", []), { code: "ENOENT" }));
  it("ends at the time limit with everything that it started", async () => {
    // The pipe that the child's child holds closes only when it ends too.
    const code = `require("node:child_process").spawn(process.execPath,
      ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });
      setInterval(() => {}, 1000)`;
    await assert.rejects(node(code, { timeoutMs: 300 }), /took over 300 ms/);
  });
});
