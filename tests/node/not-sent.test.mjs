/** What never left this process is not sent, and what may have left is unknown: with real servers. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { request as requestHttps } from "node:https";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ProxyAgent } from "undici";
import { entry } from "./package.mjs";
import { answer, apiKey, customerId, minimal } from "./setup.mjs";
import {
  authority,
  authorityFile,
  certificate,
  closedPort,
  failure,
  serve,
  serveBetween,
  serveRaw,
  through,
  trusting,
} from "./connections.mjs";

const run = promisify(execFile);
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

/** @param {import("./setup.mjs").Rejection} error @param {string} outcome @param {string} code */
function assertFails(error, outcome, code) {
  const { name, outcome: is } = error;
  assert.deepEqual([name, is], ["APIConnectionError", outcome], error.message);
  assert.equal(error.code, "CONNECTION");
  assert.ok(error.message.includes(`(${code})`), error.message);
}

/** node:https as a fetch, as libraries without undici have it. @type {import("./connections.mjs").Fetch} */
const classicFetch = (url, { method, headers, body }) =>
  new Promise((resolve, reject) =>
    requestHttps(url, { method, headers, ca: authority }, (response) =>
      resolve(new Response(null, { status: response.statusCode ?? 0 })),
    )
      .on("error", reject)
      .end(body),
  );

/**
 * Has a process of its own call; what it prints of the error.
 *
 * @param {string} baseUrl
 * @param {{ env?: NodeJS.ProcessEnv, before?: string, shell?: string }} options
 */
async function failureInProcess(baseUrl, { env, before = "", shell } = {}) {
  const script = `
    import * as loaded from ${JSON.stringify(entry)};
    import { openSync, writeSync } from "node:fs";
    const { CareCycle } = { ...loaded.default, ...loaded };
    const client = new CareCycle({ apiKey: "${apiKey}", baseUrl: "${baseUrl}", maxRetries: 0 });
    const { create } = client.customers.customFields;
    ${before}
    const ended = await create("${customerId}", ${JSON.stringify(minimal)}).catch(
      ({ name, message, code, outcome }) => ({ name, message, code, outcome }));
    writeSync(1, JSON.stringify(ended));`;
  const node = [process.execPath, "--input-type=module", "--eval", script];
  const [file = "", ...args] = shell
    ? ["sh", "-c", `${shell}; exec "$@"`, "sh", ...node]
    : node;
  const { stdout } = await run(file, args, { env: { ...process.env, ...env } });
  return JSON.parse(stdout);
}

describe("a certificate that is not trusted", () => {
  /** @type {[string[], string, import("./connections.mjs").Fetch?][]} */
  const faults = [
    [["self-signed"], "DEPTH_ZERO_SELF_SIGNED_CERT"],
    [["valid"], "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
    [["valid", "authority"], "SELF_SIGNED_CERT_IN_CHAIN"],
    [["expired"], "CERT_HAS_EXPIRED"],
    [["not-yet-valid"], "CERT_NOT_YET_VALID"],
    [["wrong-name"], "ERR_TLS_CERT_ALTNAME_INVALID", trusting()],
    [["self-signed"], "DEPTH_ZERO_SELF_SIGNED_CERT", classicFetch],
    [["expired"], "CERT_HAS_EXPIRED", classicFetch],
    [["wrong-name"], "ERR_TLS_CERT_ALTNAME_INVALID", classicFetch],
  ];
  for (const [names, code, fetch] of faults) {
    const by = fetch === classicFetch ? "node:https" : "fetch";
    it(`ends a call by ${by} with ${code}, without a request or a retry`, async () => {
      const server = await serve(certificate(...names));
      const error = await failure(server.url, fetch, { maxRetries: 3 });
      assertFails(error, "notSent", code);
      assert.match(
        error.message,
        /certificate is not trusted.*NODE_EXTRA_CA_CERTS/,
      );
      assert.deepEqual([error.attempts.length, server.requests], [1, 0]);
    });
  }
  it("is trusted with NODE_EXTRA_CA_CERTS, as the message says", async () => {
    const server = await serve(certificate("valid"), (_request, response) =>
      response
        .setHeader("content-type", "application/json")
        .end(JSON.stringify(answer)),
    );
    const env = { NODE_EXTRA_CA_CERTS: fileURLToPath(authorityFile) };
    assert.deepEqual(await failureInProcess(server.url, { env }), answer);
  });
});

describe("a handshake that fails", () => {
  it("with http on the https port is not sent, and retried", async () => {
    const server = await serve();
    const url = server.url.replace("http:", "https:");
    const error = await failure(url, undefined, { maxRetries: 1 });
    assertFails(error, "notSent", "ERR_SSL_WRONG_VERSION_NUMBER");
    assert.deepEqual([error.attempts.length, server.requests], [2, 0]);
  });
  it("because the server closes or resets is not sent", async () => {
    let hellos = 0;
    for (const end of /** @type {const} */ (["destroy", "resetAndDestroy"])) {
      const port = await serveRaw((socket) =>
        socket.once("data", () => (hellos++, socket[end]())),
      );
      const error = await failure(`https://127.0.0.1:${port}`);
      assertFails(error, "notSent", "ECONNRESET");
    }
    assert.equal(hellos, 2);
  });
  it("because the server refuses the client or its version is not sent", async () => {
    const refusesOld = { ciphers: "DEFAULT@SECLEVEL=0" };
    for (const [options, code] of /** @type {const} */ ([
      [
        { maxVersion: "TLSv1.2", requestCert: true },
        /_ALERT_HANDSHAKE_FAILURE/,
      ],
      [
        { minVersion: "TLSv1", maxVersion: "TLSv1.1", ...refusesOld },
        /_PROTOCOL_VERSION/,
      ],
    ])) {
      const server = await serve({ ...certificate("valid"), ...options });
      const error = await failure(server.url, trusting());
      assert.deepEqual([error.outcome, server.requests], ["notSent", 0]);
      assert.match(error.message, code);
    }
  });
  it("after the request may have left, as TLS 1.3 refuses a client, is unknown", async () => {
    const options = {
      minVersion: /** @type {const} */ ("TLSv1.3"),
      requestCert: true,
    };
    const server = await serve({ ...certificate("valid"), ...options });
    const error = await failure(server.url, trusting());
    assert.deepEqual(
      [error.name, error.outcome],
      ["APIConnectionError", "unknown"],
    );
  });
});

describe("a server that cannot be reached", () => {
  it("because its port is closed is not sent", async () => {
    const port = await closedPort();
    for (const host of ["127.0.0.1", "localhost", "[::1]"]) {
      const error = await failure(`http://${host}:${port}`);
      assert.equal(error.outcome, "notSent", error.message);
      assert.match(
        error.message,
        /^No connection to the server \(E[A-Z]+\); nothing was sent$/,
      );
    }
  });
  it("because its name is unknown is not sent", async () => {
    const error = await failure("https://nonexistent.invalid");
    assert.equal(error.outcome, "notSent");
    assert.match(error.message, /\((ENOTFOUND|EAI_AGAIN)\)/);
  });
  it("because its port is one that fetch forbids is not sent", async () => {
    const error = await failure("http://127.0.0.1:1");
    assert.deepEqual(
      [error.name, error.outcome],
      ["APIConnectionError", "notSent"],
    );
  });
  it(
    "because no file can be opened is not sent",
    { skip: process.platform === "win32" && "there is no ulimit" },
    async () => {
      const server = await serve();
      const ended = await failureInProcess(server.url, {
        shell: "ulimit -n 64",
        before: `
          const nobody = "http://127.0.0.1:${await closedPort()}";
          await fetch(nobody).catch(() => {});
          try { for (;;) openSync("/dev/null", "r"); } catch {}`,
      });
      assertFails(ended, "notSent", "EMFILE");
      assert.equal(server.requests, 0);
    },
  );
});

describe("a proxy", () => {
  /** @param {string} status */
  async function refusingProxy(status) {
    /** @type {string[]} */
    const heard = [];
    const port = await serveRaw((socket) =>
      socket.once("data", (data) => {
        heard.push(String(data));
        socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
      }),
    );
    return { heard, uri: `http://127.0.0.1:${port}` };
  }
  /** @param {string[]} heard */
  const assertOnlyConnect = (heard) => {
    assert.ok(heard.length > 0);
    for (const text of heard) {
      assert.match(text, /^CONNECT /);
      assert.ok(!text.includes(apiKey), text);
    }
  };
  for (const status of ["403", "407", "502"]) {
    for (const fetch of [globalThis.fetch, undefined]) {
      it(`that refuses CONNECT with ${status} to ${fetch ? "Node's" : "undici's"} fetch sent nothing`, async () => {
        const { heard, uri } = await refusingProxy(status);
        const loopback = `http://127.0.0.1:${await closedPort()}`;
        for (const url of ["https://example.test", loopback]) {
          const error = await failure(url, through(new ProxyAgent(uri), fetch));
          assertFails(error, "notSent", "UND_ERR_ABORTED");
        }
        assertOnlyConnect(heard);
      });
    }
  }
  it("that is not there, or not trusted, sent nothing", async () => {
    const closed = `http://127.0.0.1:${await closedPort()}`;
    const untrusted = await serve(certificate("self-signed"));
    for (const [uri, code] of /** @type {const} */ ([
      [closed, "ECONNREFUSED"],
      [untrusted.url, "DEPTH_ZERO_SELF_SIGNED_CERT"],
    ])) {
      const agent = new ProxyAgent(uri);
      const error = await failure("https://example.test", through(agent));
      assertFails(error, "notSent", code);
    }
    assert.equal(untrusted.requests, 0);
  });
  it(
    "of NODE_USE_ENV_PROXY that refuses CONNECT sent nothing",
    { skip: major < 24 && !(major === 22 && minor > 20) && "Node lacks it" },
    async () => {
      const { heard, uri } = await refusingProxy("403");
      const env = { NODE_USE_ENV_PROXY: "1", HTTPS_PROXY: uri, NO_PROXY: "" };
      const ended = await failureInProcess("https://example.test", { env });
      assertFails(ended, "notSent", "UND_ERR_ABORTED");
      assertOnlyConnect(heard);
    },
  );
});

describe("a connection that is lost while it is open", () => {
  for (const options of [undefined, certificate("valid")]) {
    const scheme = options ? "https" : "http";
    it(`leaves the outcome unknown if it ends after the request, over ${scheme}`, async () => {
      const server = await serve(options, ({ socket }) => {
        // Of TLS there is no reset.
        if (options) socket.destroy();
        else socket.resetAndDestroy();
      });
      const error = await failure(server.url, trusting());
      assert.deepEqual(
        [error.outcome, server.requests],
        ["unknown", 1],
        error.message,
      );
    });
  }
  it("leaves the outcome unknown on a socket that was kept alive", async () => {
    const server = await serve(undefined, (request, response) => {
      if (server.requests === 1) response.writeHead(404).end("{}");
      else request.socket.destroy();
    });
    assert.equal((await failure(server.url)).outcome, "rejected");
    assert.equal((await failure(server.url)).outcome, "unknown");
    assert.equal(server.requests, 2);
  });
  for (const [what, bytes] of /** @type {const} */ ([
    ["plain HTTP", "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n"],
    ["an alert", Buffer.from([21, 3, 3, 0, 2, 2, 40])],
  ])) {
    for (const version of /** @type {const} */ (["TLSv1.2", "TLSv1.3"])) {
      for (const fetch of [trusting(), classicFetch]) {
        const by = fetch === classicFetch ? "node:https" : "fetch";
        it(`leaves the outcome unknown after ${what} within ${version}, by ${by}`, async () => {
          const versions = { minVersion: version, maxVersion: version };
          const server = await serve(
            { ...certificate("valid"), ...versions },
            ({ socket }) => between.interrupt(socket.remotePort, bytes),
          );
          const between = await serveBetween(server.url);
          const error = await failure(between.url, fetch);
          assert.deepEqual(
            [error.name, error.outcome, server.requests],
            ["APIConnectionError", "unknown", 1],
            error.message,
          );
        });
      }
    }
  }
});
