/** What a fetch may do, as plans: what it does, and what is true of it. */
import fc from "fast-check";
import { answer } from "../node/setup.mjs";
import { Late, made, nasty, nastier, simple } from "./nasty.mjs";
import { wait } from "./invariants.mjs";

/**
 * @template Arbitrary
 * @typedef {Arbitrary extends fc.Arbitrary<infer Value> ? Value : never} Generated
 */
/**
 * @typedef {import("./invariants.mjs").Fetched} Fetched
 * @typedef {{
 *   url: string, init: any, entry: Fetched, abort: () => void,
 * }} Context of one call of a fetch
 */

export const noConnection = fc.constantFrom(
  ...["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH"],
  ...["ENETUNREACH", "UND_ERR_CONNECT_TIMEOUT", "ConnectionRefused"],
);

/**
 * A plan is a function with a name for people.
 *
 * @template Of
 * @param {fc.Arbitrary<Of>} arbitrary
 * @param {(context: Context, of: Of) => unknown} run
 */
export const plan = (arbitrary, run) =>
  arbitrary.map((of) => {
    const what = `${run.name} ${fc.stringify(of)}`;
    return new Late(
      what,
      () => (/** @type {Context} */ context) => run(context, of),
    );
  });

/** @param {Context} context @param {{ code: string, deep: boolean }} of */
function refuses({ entry, init }, { code, deep }) {
  entry.refused = true;
  const inner = Object.assign(new Error(`connect to ${init.body}`), { code });
  throw deep ? new TypeError("fetch failed", { cause: inner }) : inner;
}
const refused = plan(
  fc.record({ code: noConnection, deep: fc.boolean() }),
  refuses,
);

/** What is thrown, but no function: those have a test of their own. */
function error(/** @type {unknown} */ thrown) {
  const value = made(thrown);
  return typeof value === "function" ? null : value;
}

/** @param {Context} context @param {{ thrown: unknown, wrap: string, late: number }} of */
function rejects({ init, url }, { thrown, wrap, late }) {
  const make = () => {
    const value = error(thrown);
    if (wrap === "as is") return value;
    if (wrap === "cause") return new Error(`to ${url}`, { cause: value });
    if (wrap === "with init")
      return Object.assign(new Error(JSON.stringify(init)), { init });
    return new AggregateError([value, new Error(init.body)], init.body);
  };
  if (!late) throw make();
  return new Promise((_resolve, reject) => setTimeout(reject, late, make()));
}
const wraps = fc.constantFrom("as is", "cause", "with init", "aggregate");
const lateness = fc.oneof(fc.constant(0), fc.nat(8));
const rejected = plan(
  fc.record({ thrown: nastier, wrap: wraps, late: lateness }),
  rejects,
);

export const valid = JSON.stringify(answer);
export const anyJson = fc.oneof(
  fc.json(),
  fc.constant(valid),
  fc
    .dictionary(fc.constantFrom("extra", "__proto__"), fc.jsonValue())
    .map((more) => JSON.stringify({ ...answer, ...more })),
  fc
    .dictionary(fc.constantFrom(...Object.keys(answer)), fc.jsonValue())
    .map((some) => JSON.stringify({ ...answer, ...some })),
  fc
    .record({
      message: fc.jsonValue(),
      code: fc.jsonValue(),
      retryAfter: fc.oneof(fc.constant(0.001), fc.jsonValue()),
      errors: fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue())),
    })
    .map((value) => JSON.stringify(value)),
  fc
    .record({
      path: fc.jsonValue(),
      message: fc.jsonValue(),
      code: fc.jsonValue(),
    })
    .map((issue) => JSON.stringify({ errors: [issue], code: "A" })),
  fc
    .constantFrom("[", '{"a":', '[{"errors":')
    .map((unit) => unit.repeat(20_000)),
);
const text = fc.oneof(
  { weight: 3, arbitrary: fc.constant(valid) },
  { weight: 4, arbitrary: anyJson },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
  { weight: 1, arbitrary: fc.constant(new Late("echo", () => "")) },
);
const encoder = new TextEncoder();

const chunk = fc.oneof(
  { weight: 4, arbitrary: fc.uint8Array({ maxLength: 40 }) },
  { weight: 2, arbitrary: text },
  { weight: 1, arbitrary: fc.constant(new Uint8Array(0)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      new Late("9 MB", () => new Uint8Array(9 << 20)),
      new Late("2 MB", () => new Uint8Array(2 << 20).fill(32)),
    ),
  },
);
/** What a stream of bytes never has. */
const noBytes = fc.constantFrom(
  new Late("undefined", () => undefined),
  new Late("null", () => null),
  new Late("0", () => 0),
  new Late("false", () => false),
  new Late("empty string", () => ""),
  new Late("string", () => valid),
  new Late("object", () => ({ length: 1 })),
  new Late("ArrayBuffer", () => new ArrayBuffer(4)),
  new Late("Uint16Array", () => new Uint16Array(4)),
  new Late("array", () => [123, 125]),
);

/** @typedef {Uint8Array | string | Late} Chunk */

/** @param {Chunk} chunk @param {Context["init"]} init */
const bytesOf = (chunk, init) => {
  if (chunk instanceof Late && chunk.what === "echo")
    return encoder.encode(`{"message":${JSON.stringify(echo(init))}}`);
  const value = made(chunk);
  return typeof value === "string" ? encoder.encode(value) : value;
};
/** What a debugging server says: all that it was sent. */
const echo = (/** @type {Context["init"]} */ { headers, body }) =>
  `${JSON.stringify(headers)} ${body}`;

/**
 * What a reader of the whole stream gets, where it is bytes to its end.
 *
 * @param {Chunk[]} chunks
 * @param {Context["init"]} init
 */
function whole(chunks, init) {
  const bytes = Buffer.concat(chunks.map((chunk) => bytesOf(chunk, init)));
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    return JSON.parse(decoder.decode(bytes));
  } catch {
    return undefined;
  }
}

/** @typedef {{ chunk: Chunk, raw?: undefined } | { raw: Late }} Part of a stream */

/**
 * @param {Part[]} chunks
 * @param {string} end
 * @param {unknown} thrown
 * @param {Context["init"]} init
 */
const stream = (chunks, end, thrown, init) =>
  new ReadableStream(
    {
      async pull(controller) {
        const next = chunks.shift();
        if (next !== undefined) {
          if (end === "slow") await wait(1);
          const value = next.raw ? made(next.raw) : bytesOf(next.chunk, init);
          return controller.enqueue(value);
        }
        if (end === "stall") return new Promise(() => {});
        if (end === "error") throw error(thrown);
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );

export const statuses = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(200, 201) },
  { weight: 3, arbitrary: fc.constant(429) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...[202, 204, 205, 206, 299, 300, 302, 304, 307, 400, 401, 403, 404],
      ...[408, 409, 418, 422, 499, 500, 502, 503, 599],
    ),
  },
);
const retryHeader = fc.oneof(
  fc.constantFrom("0", "0.001", "0.01", "1", "-1", "Infinity", "NaN", "0x1"),
  fc.constantFrom("1e-3", " 0 ", "Thu, 01 Jan 1970 00:00:00 GMT", "GMT", ""),
  fc.string({ unit: "grapheme-ascii" }),
  fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
);
const ends = fc.constantFrom("close", "close", "slow", "stall", "error");
const answering = (/** @type {fc.Arbitrary<Chunk[]>} */ chunks) =>
  fc.record({
    status: statuses,
    retryAfter: fc.option(retryHeader),
    chunks,
    end: ends,
    thrown: nasty,
    late: lateness,
    state: fc.constantFrom("fresh", "fresh", "fresh", "cloned", "read"),
    aborts: fc.constantFrom(false, false, false, false, true),
  });

/**
 * Resolves to a Response of the platform.
 *
 * @param {Context} context
 * @param {Omit<Generated<ReturnType<typeof answering>>, "end"> & { end: string, raw?: { at: number, value: Late } }} of
 */
async function answers(context, of) {
  const { entry, init, abort } = context;
  const { status, retryAfter, end, thrown, late, state, aborts } = of;
  if (late) await wait(late);
  const headers = new Headers();
  try {
    if (retryAfter !== null) headers.set("retry-after", retryAfter);
  } catch {
    // The platform refuses it, so that no answer has it.
  }
  const none = [204, 205, 304].includes(status);
  /** @type {Part[]} */
  const chunks = of.chunks.map((chunk) => ({ chunk }));
  if (of.raw) chunks.splice(of.raw.at, 0, { raw: of.raw.value });
  let body = none ? null : stream(chunks, end, thrown, init);
  // A string is read in another way than a stream.
  if (!of.raw && end === "close" && of.chunks.length === 1)
    body = none ? null : bytesOf(of.chunks[0], init);
  let response = new Response(body, { status, headers });
  if (state === "cloned" && !none) response = response.clone();
  if (state === "read" && end === "close" && !of.raw && !none)
    await response.text();
  else if (!of.raw && ["close", "slow"].includes(end) && !none)
    entry.json = whole(of.chunks, init);
  if (aborts) abort();
  entry.head = status;
  return response;
}
const anyAnswer = plan(answering(fc.array(chunk, { maxLength: 3 })), answers);
/** A documented success that is whole: others are so by chance only. */
const success = plan(
  answering(fc.constant([valid])).map((of) => ({
    ...of,
    ...{ status: of.status === 201 ? 201 : 200, aborts: false, late: 0 },
    ...{
      end: of.end === "slow" ? "slow" : "close",
      state: /** @type {const} */ ("fresh"),
    },
  })),
  answers,
);
/** What a response may be. */
export const answered = fc.oneof(
  { weight: 2, arbitrary: anyAnswer },
  { weight: 1, arbitrary: success },
);
/** An answer whose stream has something in it that is no bytes. */
export const notBytes = plan(
  fc
    .tuple(
      answering(fc.constant([valid])),
      fc.record({ at: fc.nat(1), value: noBytes }),
    )
    .map(([of, raw]) => ({ ...of, raw, end: "close" })),
  answers,
);

const never = plan(fc.boolean(), function stays({ abort }, aborts) {
  if (aborts) setTimeout(() => abort(), 3);
  return new Promise(() => {});
});
const obeys = plan(fc.boolean(), function obeys({ init }) {
  return new Promise((_resolve, reject) => {
    const { signal } = init;
    signal.addEventListener("abort", () => reject(signal.reason));
  });
});
const twice = plan(
  fc.nat(3),
  /** Calls back twice, and once more. */
  function callsBack({ entry }, late) {
    return new Promise((resolve, reject) => {
      setTimeout(() => {
        entry.head = 201;
        entry.json = answer;
        resolve(Response.json(answer, { status: 201 }));
        reject(new Error("after all"));
        resolve(Response.error());
      }, late);
    });
  },
);
const mutating = plan(simple, function mutates({ entry, init }, value) {
  entry.head = 201;
  entry.json = answer;
  for (const name of Object.keys(init)) init[name] = made(value);
  return Response.json(answer, { status: 201 });
});
const emptying = plan(fc.boolean(), function empties({ entry, init }) {
  entry.head = 429;
  for (const name of Object.keys(init.headers)) delete init.headers[name];
  init.headers["x-api-key"] = "changed";
  const headers = { "retry-after": "0.001" };
  return new Response("", { status: 429, headers });
});
/** Resolves to what is no Response at all. */
const nothing = plan(nasty, async function resolves(_context, value) {
  return made(value);
});

/** What a fetch of this platform may do. */
export const platform = fc.oneof(
  { weight: 8, arbitrary: answered },
  { weight: 1, arbitrary: refused },
  { weight: 2, arbitrary: rejected },
  { weight: 1, arbitrary: never },
  { weight: 1, arbitrary: obeys },
  { weight: 1, arbitrary: twice },
  { weight: 1, arbitrary: mutating },
  { weight: 1, arbitrary: emptying },
  { weight: 2, arbitrary: nothing },
);
