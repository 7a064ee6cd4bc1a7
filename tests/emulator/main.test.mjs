import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { apiKey, customerId } from "./fixtures.mjs";
import { minimal } from "./harness.mjs";

const main = fileURLToPath(new URL("main.mjs", import.meta.url));
const LINE =
  /^careCycle API emulator listening on (http:\/\/127\.0\.0\.1:\d+)$/;

/**
 * Runs the command until `act` is done, and returns how it ended.
 *
 * @param {string[]} options
 * @param {(child: ReturnType<typeof start>, url: string) => unknown} act
 */
async function run(options, act) {
  const child = start(options);
  try {
    /** @type {string[]} */
    const printed = [];
    const lines = createInterface(child.stdout);
    lines.on("line", (line) => printed.push(line));
    const [first] = await once(lines, "line");
    const ended = once(child, "close");
    await act(child, LINE.exec(first)?.[1] ?? assert.fail(first));
    const [code] = await ended;
    assert.equal(printed.length, 1);
    return code;
  } finally {
    child.kill("SIGKILL");
  }
}

/** @param {string[]} options */
const start = (options) =>
  spawn(process.execPath, [main, ...options], {
    stdio: ["pipe", "pipe", "pipe"],
  });

/** @param {string} url */
const post = (url) =>
  fetch(`${url}/v2/customers/${customerId}/custom-fields`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": apiKey },
    body: JSON.stringify(minimal),
  });

describe("the emulator's command", { concurrency: 2 }, () => {
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
    it(`prints one line, works, and ends on ${signal}`, async () => {
      const code = await run([], async (child, url) => {
        assert.equal((await post(url)).status, 200);
        child.kill(signal);
      });
      assert.equal(code, 0);
    });
  }
  it("ends with its standard input if it is asked to", async () => {
    const code = await run(["--exit-with-stdin"], (child) => child.stdin.end());
    assert.equal(code, 0);
  });
  it("ends if it has no standard input to wait for", async () => {
    const options = [main, "--exit-with-stdin"];
    const child = spawn(process.execPath, options, { stdio: "ignore" });
    const [code] = await once(child, "close");
    assert.equal(code, 0);
  });
  it("outlives its standard input otherwise", async () => {
    await run([], async (child, url) => {
      child.stdin.end();
      assert.equal((await post(url)).status, 200);
      child.kill();
    });
  });
  for (const [limit, statuses] of /** @type {[string, number[]][]} */ ([
    ["1/60000", [200, 429]],
    ["off", Array(61).fill(200)],
  ])) {
    it(`accepts ${limit} as rate limit`, async () => {
      await run(["--rate-limit", limit], async (child, url) => {
        for (const status of statuses) {
          assert.equal((await post(url)).status, status);
        }
        child.kill();
      });
    });
  }
  for (const options of [
    ["--rate-limit", "many"],
    ["--rate-limit", "5/"],
    ["--port", "x"],
    ["--other"],
  ]) {
    it(`refuses ${options.join(" ")}`, async () => {
      const child = start(options);
      const [code] = await once(child, "close");
      assert.equal(code, 1);
    });
  }
});
