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
  stubbed,
  useEmulator,
} from "./setup.mjs";

const run = promisify(execFile);
const apiKey = "cc_live_0123456789abcdef";
const textValue = "Confidential-diagnosis";
const body = { ...minimal, textValue };

/** All that a person or a log may see of an error: not what is behind accessors. */
function seen(/** @type {import("./setup.mjs").Rejection} */ error) {
  const texts = [JSON.stringify(error), String(error), error.message];
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

/** Forms in which a server may repeat a text. */
const forms = (/** @type {string} */ text) => [
  text,
  text.toUpperCase(),
  text.toLowerCase(),
  JSON.stringify(text).slice(1, -1),
  encodeURIComponent(text),
  text.slice(0, 5),
  text.split("").join("\u200b"),
  Buffer.from(text).toString("base64"),
];

describe("what the server says", () => {
  const secrets = [apiKey, textValue, "M54", 'a"b\\c'].flatMap(forms);
  for (const status of [200, 303, 400, 401, 404, 418, 422, 429, 500, 503])
    it(`is not shown of a ${status}, in whatever form`, async () => {
      for (const secret of secrets) {
        const words = `<${secret}>`;
        const issue = {
          path: [words, 7, "textValue"],
          message: words,
          expected: words,
          received: words,
          code: words,
          [words]: words,
        };
        const body = { message: words, code: words, errors: [issue] };
        const text = JSON.stringify({ ...body, [words]: words });
        const headers = { "x-echo": encodeURIComponent(words) };
        const error = await failed(
          async () => new Response(text, { status, headers }),
        );
        isSilent(error, words, encodeURIComponent(words));
      }
    });
  it("is behind accessors", async () => {
    const issue = {
      path: ["textValue", "0", "elsewhere"],
      message: `not ${textValue}`,
      expected: "string",
      received: textValue,
      code: "invalid_type",
    };
    const body = { message: `no ${textValue}`, code: "A_1", errors: [issue] };
    const headers = { "x-echo": apiKey };
    const error = await failed(async () =>
      Response.json(body, { status: 422, headers }),
    );
    assert.equal(error.message, "422 The server refused the request");
    assert.equal(error.code, "A_1");
    assert.equal(error.serverMessage, body.message);
    assert.deepEqual(error.body, body);
    assert.equal(error.headers.get("x-echo"), apiKey);
    const [found] = error.errors;
    assert.deepEqual(
      [found.message, found.received],
      [issue.message, textValue],
    );
    assert.deepEqual(
      { ...found },
      {
        path: ["textValue", "0", "[hidden]"],
        expected: "string",
        code: "invalid_type",
      },
    );
    assert.match(inspect(found), /^ServerIssue \{/);
    isSilent(error, textValue, apiKey, "elsewhere");
  });
  it("has no message if the server sent none", async () => {
    for (const body of [null, [], "text", 7, {}, { message: 7 }])
      assert.equal((await said(400, body)).serverMessage, undefined);
  });
  for (const code of [
    "a",
    "Gold",
    "GOLD TIER",
    "1A",
    "_A",
    "A-B",
    "A\n",
    "\u001b[31m",
    "Ä",
    "",
    `A${"B".repeat(64)}`,
    7,
    null,
    ["A"],
  ])
    it(`has no code ${JSON.stringify(code)}`, async () => {
      const error = await said(409, { message: "no", code });
      assert.equal(error.code, "HTTP_409");
    });
  for (const code of ["A", "CUSTOMER_NOT_FOUND", `A${"B".repeat(63)}`, "E_4"])
    it(`may have the code ${code}`, async () =>
      assert.equal((await said(409, { message: "no", code })).code, code));
});

describe("the key is in no error", () => {
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
    it(`if a fetch's error has it in ${what}`, async () => {
      /** @type {import("./setup.mjs").Fetch} */
      const fetch = async (url, init) => {
        throw Object.assign(new Error("failed"), make(url, init));
      };
      isSilent(await failed(fetch), apiKey);
    });
  }
  it("if a fetch's error hides it in a property that is not enumerable", async () => {
    const fetch = async () => {
      const value = { key: apiKey };
      throw Object.defineProperty(new Error("failed"), "options", { value });
    };
    isSilent(await failed(fetch), apiKey);
  });
  it("if a fetch's error is an AggregateError of others", async () => {
    const fetch = async () => {
      throw new AggregateError([new Error(`with ${apiKey}`)], "all failed");
    };
    isSilent(await failed(fetch), apiKey);
  });
  it("if a fetch's error has it in its cause's cause", async () => {
    const inner = new Error("b", { cause: new Error(`with ${apiKey}`) });
    const fetch = async () => {
      throw new Error("a", { cause: inner });
    };
    isSilent(await failed(fetch), apiKey);
  });
  it("if a fetch rejects with it, with an array or an object of it", async () => {
    for (const thrown of [apiKey, [apiKey], { apiKey }, () => apiKey])
      isSilent(await failed(() => Promise.reject(thrown)), apiKey);
  });
  it("if the response's body stream fails with it", async () => {
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
  it("if a fetch's error has the request's body", async () => {
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
  it("of an uncaught error but the error", async () => {
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
