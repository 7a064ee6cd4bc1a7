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

/**
 * The URL of a port at which nobody listens.
 *
 * @param {string} host
 */
async function closed(host) {
  const server = createServer();
  const port = await portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return `http://${host}:${port}`;
}

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

  it("is the system's code if the name was not found", async () => {
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
  it("is the system's code if nothing listens", async () => {
    const url = await closed("localhost");
    const { stderr } = await run(url);
    assert.match(
      stderr,
      /no connection to the server \(CONNECTION, ECONNREFUSED\)$/m,
    );
    assert.match(stderr, /could not be reached \(ECONNREFUSED\)\.$/m);
    const { stdout } = await run(url, "--json");
    assert.equal(errorOf(stdout).reason, "ECONNREFUSED");
  });
  it("is the system's or undici's code if the connection is lost", async () => {
    const { code, stderr } = await run(`http://127.0.0.1:${port}`);
    assert.equal(code, 3);
    assert.match(
      stderr,
      /^line 2: unknown: the connection was lost .* \(CONNECTION, (UND_ERR_SOCKET|ECONNRESET)\)$/m,
    );
  });
  it("is the certificate's code if that is not trusted", async (t) => {
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
  for (const name of ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"])
    it(`is mentioned once, with what to do: ${name}`, async () => {
      const [line, ...more] = await said({
        [name]: "http://user:pw@127.0.0.1:9",
      });
      assert.ok(line.startsWith(`${name} is set, but Node `), line);
      assert.match(line, /set NODE_USE_ENV_PROXY=1\.$/);
      assert.doesNotMatch(line, /pw|127/);
      assert.deepEqual(more, []);
    });
  it("is mentioned if it is set by ALL_PROXY, which no Node reads", async () => {
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
    for (const host of ["localhost", "127.0.0.1", "[::1]"])
      assert.deepEqual(
        await said(
          { HTTPS_PROXY, HTTP_PROXY: HTTPS_PROXY },
          await closed(host),
        ),
        [],
        host,
      );
  });
  it("is not mentioned if there is none", async () => {
    assert.deepEqual(await said({ HTTPS_PROXY: "" }), []);
  });
  /**
   * As another version of Node, as far as it says.
   *
   * @param {string} version
   */
  const as = (version) => {
    const versions = `{ ...process.versions, node: "${version}" }`;
    const code = `Object.defineProperty(process, "versions", { value: ${versions} });`;
    const url = `data:text/javascript,${encodeURIComponent(code)}`;
    return {
      HTTPS_PROXY: "http://127.0.0.1:9",
      NODE_OPTIONS: `--import ${url}`,
    };
  };
  const on = { NODE_USE_ENV_PROXY: "1" };
  for (const version of ["22.21.0", "22.30.1", "24.0.0", "26.1.0"])
    it(`is mentioned if Node ${version} is not configured to use it, and only then`, async () => {
      assert.deepEqual(await said(as(version)), [
        `HTTPS_PROXY is set, but Node ${version} does not use it: set NODE_USE_ENV_PROXY=1.`,
      ]);
      const off = { NODE_USE_ENV_PROXY: "true" };
      assert.equal((await said({ ...as(version), ...off })).length, 1);
      assert.deepEqual(await said({ ...as(version), ...on }), []);
    });
  for (const version of ["20.19.0", "22.20.0", "23.11.1"])
    it(`is mentioned if Node ${version} cannot use it`, async () => {
      for (const env of [{}, on])
        assert.deepEqual(await said({ ...as(version), ...env }), [
          `HTTPS_PROXY is set, but Node ${version} does not use it: ` +
            "run the command with Node 24, or 22.21, and set NODE_USE_ENV_PROXY=1.",
        ]);
    });
});
