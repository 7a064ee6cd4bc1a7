/** Why there was no connection. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer as createTls } from "node:https";
import { createServer } from "node:net";
import { after, before, describe, it } from "node:test";
import { csvOf, useCommand } from "./setup.mjs";

/** The environment of the tests may have a proxy of its own. */
const noProxy = Object.fromEntries(
  ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"]
    .flatMap((name) => [name, name.toLowerCase()])
    .concat("NODE_USE_ENV_PROXY", "NODE_OPTIONS")
    .map((name) => [name, undefined]),
);

/**
 * Listens on a port of its own.
 *
 * @param {import("node:net").Server} server
 * @returns {Promise<number>}
 */
const portOf = (server) =>
  new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () =>
      resolve(
        /** @type {import("node:net").AddressInfo} */ (server.address()).port,
      ),
    ),
  );

describe("the reason of a failed connection", () => {
  const command = useCommand();
  /** Closes each connection once something is asked. */
  const closing = createServer((socket) => {
    socket.on("error", () => {}).on("data", () => socket.destroy());
  });
  let port = 0;
  before(async () => {
    port = await portOf(closing);
  });
  after(() => closing.close());
  /**
   * @param {string} url
   * @param {string[]} args
   */
  function run(url, ...args) {
    command.write("rows.csv", csvOf(3));
    const all = ["rows.csv", `--base-url=${url}`, "--max-retries=0", ...args];
    return command.run([...all, "--no-journal"], { env: noProxy });
  }
  /** @param {string} stdout */
  const errorOf = (stdout) => JSON.parse(stdout.split("\n")[0]).error;

  it("is the system's code: no such name", async () => {
    const { stderr } = await run("https://nobody.invalid");
    const [, code] = /no connection to the server \(CONNECTION, (\w+)\)$/m.exec(
      stderr,
    ) ?? [undefined, ""];
    // As a machine without a name server has it.
    assert.ok(["ENOTFOUND", "EAI_AGAIN"].includes(code), stderr);
    assert.match(
      stderr,
      new RegExp(`could not be reached \\(${code}\\)\\.$`, "m"),
    );
    const { stdout } = await run("https://nobody.invalid", "--json");
    assert.equal(errorOf(stdout).reason, code);
  });
  it("is the system's code: nobody listens", async () => {
    const free = createServer();
    const url = `http://localhost:${await portOf(free)}`;
    await new Promise((resolve) => free.close(resolve));
    const { stderr } = await run(url);
    assert.match(
      stderr,
      /no connection to the server \(CONNECTION, ECONNREFUSED\)$/m,
    );
    assert.match(stderr, /could not be reached \(ECONNREFUSED\)\.$/m);
    const { stdout } = await run(url, "--json");
    assert.equal(errorOf(stdout).reason, "ECONNREFUSED");
  });
  it("is the system's or undici's code: a connection that is lost", async () => {
    const { code, stderr } = await run(`http://127.0.0.1:${port}`);
    assert.equal(code, 3);
    assert.match(
      stderr,
      /^line 2: unknown: the connection was lost .* \(CONNECTION, (UND_ERR_SOCKET|ECONNRESET)\)$/m,
    );
  });
  it("is that of the certificate", async (t) => {
    const made = spawnSync(
      "openssl",
      [
        ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"],
        ...["-subj", "/CN=localhost"],
        ...["-keyout", command.path("key.pem"), "-out", command.path("c.pem")],
      ],
      { encoding: "utf8" },
    );
    if (made.status !== 0) return t.skip("there is no openssl");
    const server = createTls({
      key: readFileSync(command.path("key.pem")),
      cert: readFileSync(command.path("c.pem")),
    });
    const url = `https://127.0.0.1:${await portOf(server)}`;
    try {
      const { stderr } = await run(url);
      assert.match(stderr, /\(CONNECTION, DEPTH_ZERO_SELF_SIGNED_CERT\)$/m);
      const { stdout } = await run(url, "--json");
      assert.equal(errorOf(stdout).reason, "DEPTH_ZERO_SELF_SIGNED_CERT");
    } finally {
      server.close();
    }
  });
});

describe("a proxy that Node ignores", () => {
  const command = useCommand();
  /**
   * @param {Record<string, string>} env
   * @param {string} url
   */
  async function said(env, url = "https://nobody.invalid") {
    command.write("rows.csv", csvOf(3));
    const args = ["rows.csv", `--base-url=${url}`, "--max-retries=0"];
    const { stderr } = await command.run([...args, "--no-journal"], {
      env: { ...noProxy, ...env },
    });
    assert.match(stderr, /could not be reached/);
    return stderr.split("\n").filter((line) => /proxy/i.test(line));
  }
  const [major, minor] = process.versions.node.split(".").map(Number);
  const isSupported = major >= 24 || (major === 22 && minor >= 21);

  for (const name of ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"])
    it(`is mentioned once, with what to do: ${name}`, async () => {
      const [line, ...more] = await said({
        [name]: "http://user:pw@127.0.0.1:9",
      });
      assert.ok(line.startsWith(`${name} is set, but Node `), line);
      assert.match(line, /set NODE_USE_ENV_PROXY=1\.$/);
      assert.equal(/run the command with Node 24/.test(line), !isSupported);
      assert.doesNotMatch(line, /pw|127/);
      assert.deepEqual(more, []);
    });
  it("is mentioned though no Node reads it: ALL_PROXY", async () => {
    const [line] = await said({ ALL_PROXY: "socks5://127.0.0.1:9" });
    assert.match(line, /^ALL_PROXY is set, .* set HTTPS_PROXY, and /);
  });
  it("is not mentioned if the server is not behind it", async () => {
    const HTTPS_PROXY = "http://127.0.0.1:9";
    for (const NO_PROXY of ["*", "example.com, .invalid", "nobody.invalid:443"])
      assert.deepEqual(await said({ HTTPS_PROXY, NO_PROXY }), [], NO_PROXY);
    assert.equal(
      (await said({ HTTPS_PROXY, NO_PROXY: "y.invalid" })).length,
      1,
    );
    assert.deepEqual(await said({ HTTPS_PROXY }, "http://localhost:1"), []);
  });
  it("is not mentioned if there is none", async () => {
    assert.deepEqual(await said({ HTTPS_PROXY: "" }), []);
  });
  it("is not mentioned if Node uses it", async (t) => {
    if (!isSupported) return t.skip("this Node has no such setting");
    const HTTPS_PROXY = "http://127.0.0.1:9";
    assert.deepEqual(await said({ HTTPS_PROXY, NODE_USE_ENV_PROXY: "1" }), []);
  });
});
