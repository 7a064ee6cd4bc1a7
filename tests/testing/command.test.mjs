import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { describe, it } from "node:test";
import { start, until } from "../cli/setup.mjs";
import { CareCycle, rejection, send } from "./setup.mjs";

/** Starts the command on a free port, and gives its URL. */
async function serve(/** @type {string[]} */ ...args) {
  const command = start(["fake", ...args], { input: null });
  await until(() => command.output.stdout.endsWith("\n"));
  return { ...command, url: command.output.stdout.trim() };
}

describe("the command fake", () => {
  it("prints its URL, answers as the API, and ends on SIGTERM", async () => {
    const { child, ended, url } = await serve("--port", "0");
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
    const options = { baseUrl: url, apiKey: "cc_any", maxRetries: 0 };
    assert.equal((await send(new CareCycle(options))).textValue, "a");
    const response = await fetch(`${url}/v2/customers`);
    assert.equal(response.status, 404);
    assert.equal((await response.json()).code, "NOT_FOUND");
    child.kill("SIGTERM");
    assert.deepEqual(await ended, { code: 0, stdout: `${url}\n`, stderr: "" });
  });
  it("takes the port that it is given, and a limit", async () => {
    const free = createServer().listen(0, "127.0.0.1");
    await once(free, "listening");
    const { port } = /** @type {import("node:net").AddressInfo} */ (
      free.address()
    );
    const taken = start(["fake", "--port", String(port)]);
    const { code, stderr } = await taken.ended;
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^carecycle-custom-fields: port \d+ cannot be used: EADDRINUSE\n$/,
    );
    await new Promise((resolve) => free.close(resolve));
    const { child, ended, url } = await serve(
      `--port=${port}`,
      "--rate-limit=1/60000",
    );
    assert.equal(url, `http://127.0.0.1:${port}`);
    const client = new CareCycle({
      baseUrl: url,
      apiKey: "cc_any",
      maxRetries: 0,
      rateLimit: false,
    });
    await send(client);
    assert.equal((await rejection(send(client))).status, 429);
    child.kill("SIGTERM");
    assert.equal((await ended).code, 0);
  });
  for (const args of [
    ["--port", "x"],
    ["--port", "65536"],
    ["--port=-1"],
    ["--port"],
    ["--port", "80.5"],
    ["--rate-limit", "60"],
    ["--latency-ms", "a"],
    ["--nothing"],
    ["more"],
  ])
    it(`exits 2 for ${args.join(" ")}`, async () => {
      const { code, stdout, stderr } = await start(["fake", ...args]).ended;
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, /^carecycle-custom-fields: [^\n]+\n$/);
    });
  it("prints its help", async () => {
    const { code, stdout } = await start(["fake", "--help"]).ended;
    assert.equal(code, 0);
    for (const option of ["--port N", "--rate-limit N/MS", "--latency-ms N"])
      assert.ok(stdout.includes(`  ${option} `), option);
  });
});
