import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { inspect, promisify } from "node:util";
import { describe, it } from "node:test";
import { entry } from "./package.mjs";
import {
  apiKey as emulatedKey,
  create,
  customerId,
  minimal,
  rejection,
  streamOf,
  stubbed,
  useEmulator,
} from "./setup.mjs";

const run = promisify(execFile);
const apiKey = "cc_live_0123456789abcdef";
const textValue = "Confidential-diagnosis";
const body = { ...minimal, textValue };

/** All that a person or a log may see of an error. */
function seen(/** @type {import("./setup.mjs").Rejection} */ error) {
  const texts = [JSON.stringify(error), JSON.stringify(error.body) ?? ""];
  for (let at = error, depth = 0; at && depth < 9; at = at.cause, depth++) {
    texts.push(String(at), String(at?.stack));
    for (const showHidden of [true, false])
      texts.push(inspect(at, { showHidden, depth: 10 }));
  }
  return texts.join("\n");
}
const isSilent = (
  /** @type {import("./setup.mjs").Rejection} */ error,
  /** @type {string[]} */ ...secrets
) => {
  for (const secret of secrets) {
    const at = seen(error).indexOf(secret);
    assert.equal(at, -1, seen(error).slice(Math.max(0, at - 200), at + 80));
  }
};
/** @param {Parameters<typeof stubbed>[0]} fetch @param {object} [options] */
const failed = (fetch, options) =>
  rejection(create(stubbed(fetch, { apiKey, ...options }), body));
const said = (/** @type {number} */ status, /** @type {unknown} */ body) =>
  failed(async () => Response.json(body, { status }));

describe("the key is in no error", () => {
  it("where the server's message is cut in the midst of it", async () => {
    for (let pad = 960; pad <= 1000; pad++) {
      const message = `${"x".repeat(pad)}${apiKey}`;
      isSilent(await said(500, { message, code: "A" }), "cc_live");
    }
  });
  it("where a long text is cut in the midst of it", async () => {
    const text = `${"x".repeat(65_536 - 12)}${apiKey}`;
    const error = await failed(async () => new Response(text, { status: 500 }));
    isSilent(error, "cc_live");
  });
  it("where the connection is lost in the midst of it", async () => {
    for (let kept = 4; kept <= apiKey.length; kept++) {
      async function* cut() {
        yield new TextEncoder().encode(`key ${apiKey.slice(0, kept)}`);
        throw new Error("cut");
      }
      const error = await failed(
        async () => new Response(streamOf(cut()), { status: 400 }),
      );
      assert.match(error.body, /^key /);
      isSilent(error, apiKey.slice(0, 4));
    }
  });
  it("where the server's code is cut in the midst of it", async () => {
    const code = `${"X".repeat(90)}${apiKey}`;
    isSilent(await said(400, { message: "no", code }), "cc_live");
  });
  it("where the server's issues have it in path or code", async () => {
    const issue = { path: [apiKey], message: "m", code: apiKey };
    const errors = [{ ...issue, expected: "e", received: "r" }];
    const code = "VALIDATION_ERROR";
    isSilent(await said(422, { message: "no", code, errors }), apiKey);
  });
  it("where it has characters that JSON escapes", async () => {
    const odd = 'cc_a"b\\c';
    const answered = async () =>
      Response.json({ message: odd, code: "A" }, { status: 500 });
    const error = await failed(answered, { apiKey: odd });
    assert.ok(!inspect(error.body).includes("cc_a"), inspect(error.body));
  });
  /** @type {[string, (url: string, init: any) => object][]} */
  const errorsWithIt = [
    [
      "a Request",
      (url, { signal: _, ...init }) => ({ request: new Request(url, init) }),
    ],
    ["Headers", (_url, { headers }) => ({ headers: new Headers(headers) })],
    [
      "a Map",
      (_url, { headers }) => ({ sent: new Map(Object.entries(headers)) }),
    ],
    ["a Set", () => ({ sent: new Set([apiKey]) })],
    ["a symbol property", () => ({ [Symbol("sent")]: apiKey })],
    ["nested objects", (_url, init) => ({ config: { deep: { init } } })],
  ];
  for (const [what, make] of errorsWithIt) {
    it(`where a fetch's error has it in ${what}`, async () => {
      /** @type {import("./setup.mjs").Fetch} */
      const fetch = async (url, init) => {
        throw Object.assign(new Error("failed"), make(url, init));
      };
      isSilent(await failed(fetch), apiKey);
    });
  }
  it("where a fetch's error hides it in a property not enumerable", async () => {
    const fetch = async () => {
      const value = { key: apiKey };
      throw Object.defineProperty(new Error("failed"), "options", { value });
    };
    isSilent(await failed(fetch), apiKey);
  });
  it("where a fetch's error is an AggregateError of others", async () => {
    const fetch = async () => {
      throw new AggregateError([new Error(`with ${apiKey}`)], "all failed");
    };
    isSilent(await failed(fetch), apiKey);
  });
  it("where a fetch's error has it in its cause's cause", async () => {
    const inner = new Error("b", { cause: new Error(`with ${apiKey}`) });
    const fetch = async () => {
      throw new Error("a", { cause: inner });
    };
    isSilent(await failed(fetch), apiKey);
  });
  it("where a fetch rejects with it, with an array or an object of it", async () => {
    for (const thrown of [apiKey, [apiKey], { apiKey }, () => apiKey])
      isSilent(await failed(() => Promise.reject(thrown)), apiKey);
  });
  it("where the answer's body stream fails with it", async () => {
    const stream = () =>
      new ReadableStream({
        pull: (controller) => controller.error(new Error(`at ${apiKey}`)),
      });
    for (const status of [200, 500])
      isSilent(
        await failed(async () => new Response(stream(), { status })),
        apiKey,
      );
  });
});

describe("the values are in no error", () => {
  it("where one is the start of another", async () => {
    /** @type {import("./setup.mjs").Fetch} */
    const fetch = async (_url, { body }) =>
      Response.json(
        { message: Object.values(JSON.parse(body)).join(" "), code: "A" },
        { status: 400 },
      );
    const values = { ...minimal, textValue: "Anna", selectValue: "Anna Smith" };
    const error = await rejection(create(stubbed(fetch), values));
    assert.ok(!error.message.includes("Smith"), error.message);
  });
  it("where the server's issues have one in path or code", async () => {
    const issue = { path: [textValue], message: "m", code: textValue };
    const errors = [{ ...issue, expected: "e", received: "r" }];
    const code = "VALIDATION_ERROR";
    const error = await said(422, { message: "no", code, errors });
    const shown = inspect(error, { depth: 10 }) + JSON.stringify(error);
    assert.ok(!shown.includes(textValue), shown);
  });
  it("where the server's message is cut in the midst of one", async () => {
    for (let pad = 960; pad <= 1000; pad++) {
      const message = `${"x".repeat(pad)}${textValue}`;
      const error = await said(500, { message, code: "A" });
      assert.ok(!error.message.includes("Confid"), error.message.slice(-40));
    }
  });
  it("where a fetch's error tells the request's body", async () => {
    /** @type {import("./setup.mjs").Fetch} */
    const fetch = async (_url, init) => {
      throw new Error(`could not send ${init.body}`);
    };
    const error = await failed(fetch);
    const shown = inspect(error, { depth: 10, showHidden: true });
    assert.ok(!shown.includes(textValue), shown);
  });
});

describe("nothing is printed", () => {
  const api = useEmulator();
  it("by any call, whatever comes of it", async () => {
    const faults = ["", "400", "422", "500", "echo-secrets", "html-200"];
    faults.push("429:retryAfter=0.01");
    faults.push("echo-secrets-422", "redirect", "cut-body", "close-before");
    const script = `
      import * as loaded from ${JSON.stringify(entry)};
      const { CareCycle } = { ...loaded.default, ...loaded };
      for (const fault of ${JSON.stringify(faults)}) {
        const baseUrl = "${api.emulator.url}" + (fault && "/~" + fault);
        const client = new CareCycle({ apiKey: "${emulatedKey}", baseUrl });
        const { create } = client.customers.customFields;
        await create("${customerId}", ${JSON.stringify(body)}).catch(() => {});
        await create("x", {}).catch(() => {});
      }`;
    const args = ["--input-type=module", "--eval", script];
    const { stdout, stderr } = await run(process.execPath, args);
    assert.deepEqual([stdout, stderr], ["", ""]);
  });
  it("of an error that nobody catches but the error", async () => {
    const script = `
      import * as loaded from ${JSON.stringify(entry)};
      const { CareCycle } = { ...loaded.default, ...loaded };
      const baseUrl = "${api.emulator.url}/~echo-secrets";
      const client = new CareCycle({ apiKey: "${emulatedKey}", baseUrl });
      await client.customers.customFields.create("${customerId}", ${JSON.stringify(body)});`;
    const args = ["--input-type=module", "--eval", script];
    const { stderr } = await rejection(run(process.execPath, args));
    assert.match(stderr, /InternalServerError/);
    for (const secret of [emulatedKey, textValue])
      assert.ok(!stderr.includes(secret), stderr);
  });
});

it("shows no secret in what the copies of the package share", async () => {
  let answerLater = () => {};
  const answered = new Promise(
    (resolve) => (answerLater = () => resolve(null)),
  );
  const client = stubbed(
    () => answered.then(() => Response.json({ textValue }, { status: 400 })),
    { apiKey },
  );
  const inFlight = rejection(
    client.customers.customFields.create(customerId, body),
  );
  await new Promise(setImmediate);
  const symbols = Object.getOwnPropertySymbols(globalThis).filter((symbol) =>
    symbol.description?.startsWith("carecycle-custom-fields"),
  );
  assert.equal(symbols.length, 1);
  for (const symbol of symbols) {
    const shared = Reflect.get(globalThis, symbol);
    assert.equal(shared.calls.size, 1);
    const text = inspect(shared, { showHidden: true, depth: 10 });
    for (const secret of [apiKey, textValue])
      assert.ok(!text.includes(secret), text);
  }
  answerLater();
  await inFlight;
});
