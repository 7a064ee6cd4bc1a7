/** What somebody put into `Object.prototype`, as a careless merge does, is neither an option nor a value. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { runInNewContext } from "node:vm";
import {
  CareCycle,
  answerTo,
  apiKey,
  create,
  createCustomerCustomFieldValueRequestSchema as schema,
  customerId,
  minimal,
  stubbed,
  validate,
} from "./setup.mjs";

/**
 * Does something while `Object.prototype` has more.
 *
 * @param {Record<string, unknown>} properties
 * @param {() => unknown} work
 */
async function polluted(properties, work) {
  const all = /** @type {any} */ (Object.prototype);
  try {
    Object.assign(all, properties);
    return await work();
  } finally {
    for (const name of Object.keys(properties)) delete all[name];
  }
}

/** A client that keeps what it sends. */
function recording(options = {}) {
  /** @type {{ url: string, init: Record<string, any>, own: string[] }[]} */
  const sent = [];
  /** @type {import("./setup.mjs").Fetch} */
  const fetch = async (url, init) => {
    sent.push({ url, init, own: Object.keys(init) });
    return Response.json(answerTo(url, init));
  };
  return { client: stubbed(fetch, options), fetch, sent };
}

const values = {
  textValue: "planted",
  numberValue: "1",
  booleanValue: true,
  dateValue: "2026-01-01",
  selectValue: "planted",
  multiSelectValue: ["planted"],
};

describe("what is in Object.prototype", () => {
  it("is not an option of a client", async () => {
    const { fetch, sent } = recording();
    await polluted(
      {
        baseUrl: "https://attacker.example",
        requestIdHeader: "X-Planted",
        dangerouslyAllowBrowser: true,
        rateLimit: { requests: 7, perMs: 7 },
        timeoutMs: -1,
        maxRetries: -1,
        retryUnknown: "yes",
        onRequest: "no function",
      },
      () => create(new CareCycle(/** @type {any} */ ({ apiKey, fetch }))),
    );
    assert.match(sent[0].url, /^https:\/\/api\.carecycle\.ai\//);
    assert.deepEqual(Object.keys(sent[0].init.headers), [
      "accept",
      "content-type",
      "x-api-key",
    ]);
  });
  it("is neither a key nor a fetch", async () => {
    let planted = 0;
    const fetch = async () => {
      planted++;
      return Response.json({}, { status: 400 });
    };
    await polluted({ apiKey: "cc_planted", fetch }, async () => {
      await assert.rejects(create(new CareCycle({})), {
        code: "CONFIGURATION",
      });
      return create(
        new CareCycle({ apiKey, baseUrl: "http://127.0.0.1:1", maxRetries: 0 }),
      ).catch(() => {});
    });
    assert.equal(planted, 0);
  });
  it("is not an option of a call, and no hook sees it", async () => {
    const heard = /** @type {string[]} */ ([]);
    const hook = () => heard.push("planted");
    const { client, sent } = recording();
    await polluted(
      {
        unknownFields: "send",
        signal: AbortSignal.abort(),
        deadlineMs: 1e-9,
        timeoutMs: 1e-9,
        onRequest: hook,
        onResponse: hook,
        onWait: hook,
      },
      async () => {
        await create(client);
        await create(client, minimal, {});
        assert.equal(validate({ ...minimal, nick: 1 }).length, 1);
        assert.equal(
          validate({ ...minimal, nick: 1 }, customerId, {}).length,
          1,
        );
      },
    );
    assert.equal(sent.length, 2);
    assert.deepEqual(heard, []);
  });
  it("is not a value of a body", async () => {
    const { client, sent } = recording();
    class Body {
      fieldDefinitionId = minimal.fieldDefinitionId;
    }
    await polluted(values, async () => {
      await create(client);
      await create(client, new Body());
      await create(client, Object.assign(Object.create(null), minimal));
      await create(client, runInNewContext(`(${JSON.stringify(minimal)})`));
      const given = /** @type {any} */ (schema["~standard"].validate(minimal));
      assert.deepEqual(Object.entries(given.value), Object.entries(minimal));
    });
    assert.deepEqual(
      sent.map(({ init }) => init.body),
      Array(4).fill(JSON.stringify(minimal)),
    );
    const { fieldDefinitionId } = minimal;
    const issues = await polluted({ fieldDefinitionId }, () => validate({}));
    assert.deepEqual(/** @type {any[]} */ (issues)[0].path, [
      "fieldDefinitionId",
    ]);
  });
  it("is not a value of another realm's body", async () => {
    const { client, sent } = recording();
    const body = runInNewContext(
      `Object.prototype.textValue = "planted"; (${JSON.stringify(minimal)})`,
    );
    assert.equal(body.textValue, "planted");
    await create(client, body);
    assert.equal(sent[0].init.body, JSON.stringify(minimal));
  });
  it("is not a row's customer or body", async () => {
    const { client, sent } = recording();
    await polluted({ customerId, body: minimal }, async () => {
      const rows = /** @type {any[]} */ ([{}]);
      const { createMany } = client.customers.customFields;
      const found = [];
      for await (const { status } of createMany(rows)) found.push(status);
      assert.deepEqual(found, ["invalid"]);
    });
    assert.equal(sent.length, 0);
  });
  it("does not steer fetch", async () => {
    const { client, sent } = recording();
    const planted = { dispatcher: 1, mode: "no-cors", keepalive: true };
    await polluted({ ...planted, integrity: "x", duplex: "half" }, async () => {
      await create(client);
      for (const name of [...Object.keys(planted), "integrity", "duplex"])
        assert.equal(sent[0].init[name], undefined, name);
    });
    assert.ok(sent[0].own.includes("redirect"));
  });
  it("is not part of a response, nor of an error", async () => {
    const planted = { code: "PLANTED", message: "planted", retryAfter: 9 };
    const client = stubbed(async () => Response.json({}, { status: 429 }));
    const error = /** @type {any} */ (
      await polluted({ ...planted, errors: [{}] }, () =>
        create(client).catch((error) => ({
          own: [error.code, error.serverMessage, error.retryAfter],
        })),
      )
    );
    assert.deepEqual(error.own, ["HTTP_429", undefined, undefined]);
  });
});

describe("what a body's own classes have", () => {
  it("is sent, by getters too, from whatever level", async () => {
    class Base {
      get fieldDefinitionId() {
        return minimal.fieldDefinitionId;
      }
    }
    class Derived extends Base {
      get textValue() {
        return "from a class";
      }
    }
    const { client, sent } = recording();
    const bodies = [
      new Derived(),
      Object.create({ ...minimal, textValue: "from a class" }),
      new Proxy(
        {},
        {
          get: (_, name) =>
            Object({ ...minimal, textValue: "from a class" })[name],
        },
      ),
    ];
    for (const body of bodies) {
      await create(client, body);
      assert.deepEqual(JSON.parse(sent.at(-1)?.init.body), {
        ...minimal,
        textValue: "from a class",
      });
    }
  });
  it("is an option, by getters too", async () => {
    class Options {
      get requestIdHeader() {
        return "X-Id";
      }
    }
    const { fetch, sent } = recording();
    await create(
      new CareCycle(
        /** @type {any} */ (Object.assign(new Options(), { apiKey, fetch })),
      ),
    );
    assert.ok("X-Id" in sent[0].init.headers);
  });
  it("ends for a proxy that has a new prototype each time", async () => {
    /** @returns {any} */
    const endless = () =>
      new Proxy(
        {},
        {
          get: (_, name) => (name === "textValue" ? "a" : undefined),
          getPrototypeOf: endless,
        },
      );
    assert.ok(validate(endless()).length > 0);
  });
});
