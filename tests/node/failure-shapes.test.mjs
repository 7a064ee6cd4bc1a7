/** How a request failed by what `fetch` threw, in the forms of runtimes and libraries. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create, rejection, stubbed } from "./setup.mjs";

/** @param {unknown} thrown what a fetch rejects with */
const fails = (thrown) =>
  rejection(create(stubbed(() => Promise.reject(thrown))));
const outcomeOf = async (/** @type {unknown} */ thrown) => {
  const { name, outcome } = await fails(thrown);
  assert.equal(name, "APIConnectionError");
  return outcome;
};
const error = (
  /** @type {object} */ fields,
  /** @type {unknown} */ cause = null,
) => Object.assign(new Error("failed", { cause }), fields);
const all = (/** @type {unknown[]} */ ...errors) =>
  Object.assign(new AggregateError(errors), { code: "ECONNREFUSED" });

const refused = error({ code: "ECONNREFUSED", syscall: "connect" });
const unresolved = error({ code: "ENOTFOUND", syscall: "getaddrinfo" });
const reset = error({ code: "ECONNRESET", syscall: "read" });
const untrusted = error({ code: "CERT_HAS_EXPIRED" });
const silent = error({});

describe("the outcome of a connection that fails", () => {
  for (const [code, syscall, outcome] of [
    ["ECONNREFUSED", "connect", "notSent"],
    ["ECONNRESET", "connect", "notSent"],
    ["ETIMEDOUT", "connect", "notSent"],
    ["EHOSTUNREACH", "connect", "notSent"],
    ["EACCES", "connect", "notSent"],
    ["EINVAL", "connect", "notSent"],
    ["EMFILE", "connect", "notSent"],
    ["ENFILE", "socket", "notSent"],
    ["ENOTFOUND", "getaddrinfo", "notSent"],
    ["EAI_AGAIN", "getaddrinfo", "notSent"],
    ["ESERVFAIL", "queryA", "notSent"],
    ["ECONNREFUSED", "queryAaaa", "notSent"],
    ["UND_ERR_CONNECT_TIMEOUT", undefined, "notSent"],
    // Bun's.
    ["ECONNREFUSED", undefined, "notSent"],
    ["ENETUNREACH", undefined, "notSent"],
    ["EMFILE", undefined, "notSent"],
    ["ERR_PROXY_TUNNEL", undefined, "notSent"],
    ["ConnectionRefused", undefined, "notSent"],
    ["FailedToOpenSocket", undefined, "notSent"],
    // Failures of an open connection.
    ["EHOSTUNREACH", "read", "unknown"],
    ["ENETUNREACH", "write", "unknown"],
    ["ECONNRESET", "read", "unknown"],
    ["ECONNRESET", undefined, "unknown"],
    ["EPIPE", "write", "unknown"],
    ["ETIMEDOUT", "read", "unknown"],
    ["UND_ERR_SOCKET", undefined, "unknown"],
    ["UND_ERR_ABORTED", undefined, "unknown"],
    ["HPE_INVALID_CONSTANT", undefined, "unknown"],
    // A file, not a socket.
    ["EMFILE", "open", "unknown"],
    ["ENOENT", "open", "unknown"],
    // These come before a request and after it.
    ["EPROTO", "write", "unknown"],
    ["EPROTO", undefined, "unknown"],
    ["ERR_SSL_WRONG_VERSION_NUMBER", undefined, "unknown"],
    ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", undefined, "unknown"],
    ["ERR_SSL_TLSV1_ALERT_UNKNOWN_CA", undefined, "unknown"],
    ["ERR_TLS_RENEGOTIATION_DISABLED", undefined, "unknown"],
    ["CONNECT", undefined, "unknown"],
    ["NOT_ECONNREFUSED", undefined, "unknown"],
  ]) {
    it(`with ${code} in ${syscall ?? "fetch"} is ${outcome}`, async () => {
      const thrown = error({ code, syscall });
      assert.equal(await outcomeOf(thrown), outcome);
      assert.equal(
        await outcomeOf(new TypeError("fetch", { cause: thrown })),
        outcome,
      );
      assert.equal(await outcomeOf({ cause: { code, syscall } }), outcome);
    });
  }
  for (const code of [
    ...["UNABLE_TO_GET_ISSUER_CERT", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"],
    ...["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "UNABLE_TO_DECRYPT_CERT_SIGNATURE"],
    ...["DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN"],
    ...["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID", "CERT_REVOKED"],
    ...["CERT_CHAIN_TOO_LONG", "CRL_HAS_EXPIRED", "INVALID_CA"],
    ...["ERROR_IN_CERT_NOT_AFTER_FIELD", "HOSTNAME_MISMATCH"],
    ...["INVALID_PURPOSE", "PATH_LENGTH_EXCEEDED"],
    ...["ERR_TLS_CERT_ALTNAME_INVALID", "ERR_TLS_CERT_ALTNAME_FORMAT"],
  ]) {
    it(`with the certificate's ${code} is notSent, without a retry`, async () => {
      let tries = 0;
      const client = stubbed(
        () => (
          tries++,
          Promise.reject(new TypeError("x", { cause: { code } }))
        ),
        { maxRetries: 3 },
      );
      const { outcome, message } = await rejection(create(client));
      assert.deepEqual([outcome, tries], ["notSent", 1]);
      assert.ok(message.includes(`(${code})`), message);
      assert.match(message, /NODE_EXTRA_CA_CERTS/);
    });
  }
  /** @type {[string, string, string][]} */
  const texts = [
    [
      "refused",
      "client error (Connect): tcp connect error: Connection refused (os error 111)",
      "notSent",
    ],
    [
      "unresolved",
      "client error (Connect): dns error: failed to lookup address information",
      "notSent",
    ],
    [
      "reset",
      "client error (SendRequest): connection closed before message completed",
      "unknown",
    ],
  ];
  for (const [what, text, outcome] of texts) {
    it(`that was ${what} is ${outcome} by Deno's text`, async () => {
      const message = `error sending request for url (https://127.0.0.1:1/v2/x): ${text}`;
      const cause = new Error(message);
      assert.equal(
        await outcomeOf(new TypeError("fetch failed", { cause })),
        outcome,
      );
      assert.equal(await outcomeOf(new Error(`${text} ${message}`)), "unknown");
    });
  }
  it("of a certificate is notSent without a retry by Deno's text", async () => {
    const cause = new Error(
      "error sending request for url (https://127.0.0.1:1/): client error (Connect): invalid peer certificate: UnknownIssuer",
    );
    const { outcome, message } = await fails(new TypeError("x", { cause }));
    assert.equal(outcome, "notSent");
    assert.match(message, /^The server's certificate is not trusted; nothing/);
  });
  it("is node-fetch's, by its own name of the syscall", async () => {
    const fields = {
      type: "system",
      code: "EHOSTUNREACH",
      errno: "EHOSTUNREACH",
    };
    for (const [erroredSysCall, outcome] of [
      ["connect", "notSent"],
      ["read", "unknown"],
    ])
      assert.equal(
        await outcomeOf(error({ ...fields, erroredSysCall })),
        outcome,
      );
  });
});

describe("several errors", () => {
  /** @type {[string, unknown, string][]} */
  const shapes = [
    ["all refused", all(refused, refused, unresolved), "notSent"],
    ["the same one twice", all(refused, refused), "notSent"],
    [
      "one that is the cause as well",
      error({ errors: [refused], cause: refused }),
      "notSent",
    ],
    ["one lost, first", all(reset, refused), "unknown"],
    ["one lost, last", all(refused, unresolved, reset), "unknown"],
    ["one that says nothing, first", all(silent, refused), "unknown"],
    ["one that says nothing, last", all(refused, silent), "unknown"],
    ["one that is no error", all(refused, "refused"), "unknown"],
    ["one that is missing", all(...Array(1), refused), "unknown"],
    ["some within others", all(all(refused, unresolved), refused), "notSent"],
    [
      "one lost within others",
      all(all(refused, error({}, reset)), refused),
      "unknown",
    ],
    [
      "some as a cause",
      error({}, error({}, all(refused, unresolved))),
      "notSent",
    ],
    [
      "one lost as the cause of all",
      Object.assign(all(refused), { cause: reset }),
      "unknown",
    ],
    ["none", all(), "notSent"],
    ["a refused one that a lost one caused", error(refused, reset), "unknown"],
    ["a lost one that a refused one caused", error(reset, refused), "unknown"],
    ["a certificate among refused ones", all(refused, untrusted), "notSent"],
    ["a certificate and a lost one", all(untrusted, reset), "unknown"],
  ];
  for (const [what, thrown, outcome] of shapes) {
    it(`with ${what}: the outcome is ${outcome}`, async () => {
      assert.equal(await outcomeOf(thrown), outcome);
      assert.equal(
        await outcomeOf(new TypeError("x", { cause: thrown })),
        outcome,
      );
    });
  }
  it("are looked at through fifty causes", async () => {
    const nest = (/** @type {unknown} */ inner) =>
      Array.from({ length: 50 }).reduce((cause) => error({}, cause), inner);
    assert.equal(await outcomeOf(nest(refused)), "notSent");
    assert.equal(await outcomeOf(nest(reset)), "unknown");
    assert.equal(await outcomeOf(nest(all(refused, nest(reset)))), "unknown");
  });
  it("are unknown if they are too many to be looked at", async () => {
    const errors = Array.from({ length: 5000 }, () => error(refused));
    assert.equal(await outcomeOf(all(...errors)), "unknown");
    const sparse = Object.assign(all(), { errors: new Array(2 ** 32 - 1) });
    assert.equal(await outcomeOf(sparse), "unknown");
    let deep = refused;
    for (let depth = 0; depth < 20_000; depth++) deep = error({}, deep);
    assert.equal(await outcomeOf(deep), "unknown");
  });
  it("may be each other's causes", async () => {
    const [one, other] = [error(refused), error({})];
    Object.assign(one, { cause: other });
    Object.assign(other, { cause: one });
    assert.equal(await outcomeOf(one), "notSent");
    assert.equal(await outcomeOf(other), "notSent");
    const own = all(refused);
    own.errors.push(own);
    assert.equal(await outcomeOf(own), "unknown");
  });
});

describe("what Object.prototype has", () => {
  for (const [name, value] of Object.entries({
    code: "ECONNREFUSED",
    syscall: "connect",
    erroredSysCall: "connect",
    cause: refused,
    errors: [refused],
  })) {
    it(`as ${name} says nothing of an error`, async () => {
      Object.defineProperty(Object.prototype, name, {
        value,
        configurable: true,
        writable: true,
      });
      try {
        for (const thrown of [silent, new TypeError("fetch failed")]) {
          const { outcome, message, cause } = await fails(thrown);
          assert.equal(outcome, "unknown");
          assert.match(message, /before a response came$/);
          assert.deepEqual(Object.keys(cause), []);
        }
      } finally {
        Reflect.deleteProperty(Object.prototype, name);
      }
    });
  }
});

describe("an error that cannot be read", () => {
  const throws = (/** @type {string} */ name, inner = refused) =>
    Object.defineProperty(error({ ...inner, syscall: "connect" }), name, {
      get() {
        throw new Error("read");
      },
    });
  for (const name of [
    "name",
    "message",
    "code",
    "syscall",
    "cause",
    "errors",
  ]) {
    it(`because its ${name} throws leaves the outcome unknown`, async () => {
      assert.equal(await outcomeOf(throws(name)), "unknown");
      assert.equal(await outcomeOf(error(refused, throws(name))), "unknown");
      assert.equal(await outcomeOf(all(refused, throws(name))), "unknown");
    });
  }
  it("because it is a revoked proxy leaves the outcome unknown", async () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    assert.equal(await outcomeOf(proxy), "unknown");
    assert.equal(await outcomeOf(error({ errors: proxy })), "unknown");
  });
});
