/** Where the key comes from, and where it never goes. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { apiKey, csvOf, useCommand } from "./setup.mjs";

describe("the API key", () => {
  const command = useCommand();
  const noKey = { env: { CARECYCLE_API_KEY: undefined } };

  it("is taken from CARECYCLE_API_KEY", async () => {
    command.write("rows.csv", csvOf(1));
    assert.equal((await command.run(["rows.csv"])).code, 0);
    assert.equal(command.emulator.requests[0].key, apiKey);
  });
  it("is taken from a file", async () => {
    command.write("rows.csv", csvOf(1));
    command.write("key", `${apiKey}\n`);
    const args = ["rows.csv", "--api-key-file=key"];
    assert.equal((await command.run(args, noKey)).code, 0);
    assert.equal(command.emulator.requests[0].key, apiKey);
  });
  it("is asked for if it is missing", async () => {
    command.write("rows.csv", csvOf(1));
    const { code, stderr } = await command.run(["rows.csv"], noKey);
    assert.equal(code, 2);
    assert.match(stderr, /set CARECYCLE_API_KEY.*--api-key-file/);
  });
  for (const args of [
    ["--api-key", apiKey],
    [`--api-key=${apiKey}`],
    [`--apiKey=${apiKey}`],
    [apiKey],
    [`--unknown=${apiKey}`],
    [`--foo=${apiKey}`],
    [`--base-url=https://${apiKey}@localhost`],
    [`--column=${apiKey}`],
  ])
    it(`is not shown if it is an argument: ${args[0].replace(apiKey, "KEY")}`, async () => {
      command.write("rows.csv", csvOf(1));
      const ended = await command.run(["rows.csv", ...args]);
      assert.equal(ended.code, 2);
      assert.ok(!`${ended.stdout}${ended.stderr}`.includes(apiKey));
    });
  for (const [what, args, env] of /** @type {const} */ ([
    ["an argument", ["--base-url=http://api.example"], {}],
    ["the environment", [], { CARECYCLE_BASE_URL: "http://192.0.2.1:80/x" }],
  ]))
    it(`is not sent to an http:// server that ${what} names, in words of the command`, async () => {
      command.write("rows.csv", csvOf(1));
      const { code, stderr } = await command.run(["rows.csv", ...args], {
        env,
      });
      assert.equal(code, 2);
      assert.match(stderr, /the base URL must be https, .*localhost/);
      assert.doesNotMatch(stderr, /allowInsecureHttp|baseUrl/);
    });
  it("is refused as an argument, with the reason", async () => {
    const { stderr } = await command.run(["rows.csv", "--api-key", apiKey]);
    assert.match(stderr, /since other users of the machine can see arguments/);
  });
  it("is not shown if its file is a table", async () => {
    command.write("rows.csv", csvOf(1));
    command.write("key", `name,key\nmine,${apiKey}\n`);
    const args = ["rows.csv", "--api-key-file=key"];
    const { code, stderr } = await command.run(args, noKey);
    assert.equal(code, 2);
    assert.ok(!stderr.includes(apiKey));
  });
  it("ends the import immediately if the server refuses it, and the next start continues", async () => {
    command.write("rows.csv", csvOf(200));
    const wrong = { env: { CARECYCLE_API_KEY: "cc_wrong" } };
    const { code, stdout, stderr } = await command.run(["rows.csv"], wrong);
    assert.equal(code, 1);
    assert.match(stderr, /Stopped: the API key was refused/);
    assert.equal(stdout, "200 rows: 0 created, 1 rejected, 199 not sent\n");
    assert.equal(command.emulator.requests.length, 1);
    assert.equal((await command.run(["rows.csv"])).code, 0);
    assert.equal(command.emulator.values.length, 200);
  });
});
