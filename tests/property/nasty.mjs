/** JavaScript values that a library would rather not meet. */
import vm from "node:vm";
import fc from "fast-check";

/**
 * A value made only when it is used: fast-check looks into what it generates, which a hostile value
 * would notice, or not survive.
 */
export class Late {
  /** @param {string} what @param {() => any} make */
  constructor(what, make) {
    this.what = what;
    this.make = make;
  }
  [fc.toStringMethod]() {
    return `‹${this.what}›`;
  }
}

/**
 * @param {unknown} value
 * @returns {any} the value with all that is late in it
 */
export function made(value) {
  if (value instanceof Late) return value.make();
  if (Array.isArray(value)) return value.map(made);
  if (typeof value !== "object" || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).map(([key, of]) => [key, made(of)]);
  return Object.fromEntries(entries);
}

const late = (/** @type {Record<string, () => unknown>} */ values) =>
  fc.constantFrom(
    ...Object.entries(values).map(([what, make]) => new Late(what, make)),
  );

export const simple = fc
  .anything({
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
    stringUnit: "binary",
  })
  .map((value) => new Late(fc.stringify(value), () => value));

const revoke = (/** @type {object} */ target) => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};
export const revoked = late({
  "revoked array": () => revoke([]),
  "revoked object": () => revoke({}),
  "revoked function": () => revoke(() => {}),
});

class Draft {
  #hidden = 1;
  get hidden() {
    return this.#hidden;
  }
}
const cyclic = (
  /** @type {object} */ value,
  /** @type {string | number} */ key,
) => Object.assign(value, { [key]: value });
const endless = () => {
  /** @type {() => void} */
  const proxy = new Proxy(() => {}, { get: () => proxy, apply: () => proxy });
  return proxy;
};
const odd = late({
  undefined: () => undefined,
  null: () => null,
  NaN: () => NaN,
  "-0": () => -0,
  Infinity: () => Infinity,
  "2 ** 53": () => 2 ** 53,
  "-1": () => -1,
  bigint: () => 2n ** 200n,
  symbol: () => Symbol("a"),
  "well-known symbol": () => Symbol.iterator,
  function: () => () => 1,
  "async function": () => async () => 1,
  generator: () => function* () {},
  class: () => Draft,
  instance: () => new Draft(),
  "lone surrogate": () => "\ud800",
  "two lone surrogates": () => "\udc00\ud800",
  "NUL and BOM": () => "\0\ufeff",
  "1 MB": () => "x".repeat(2 ** 20),
  "1 MB of lone surrogates": () => "\ud800".repeat(2 ** 20),
  "1 MB of emoji": () => "😀".repeat(2 ** 19),
  "cyclic object": () => cyclic({}, "textValue"),
  "cyclic array": () => cyclic([], 0),
  "cyclic error": () => cyclic(new Error("a"), "cause"),
  "sparse array": () => new Array(2 ** 32 - 1),
  "array of holes": () => new Array(20_000),
  "array of 20,000": () => Array.from({ length: 20_000 }, (_, at) => `${at}`),
  "array with a getter": () =>
    Object.defineProperty([], 0, {
      get() {
        throw new Error("element");
      },
    }),
  "deep array": () => JSON.parse("[".repeat(20_000) + "]".repeat(20_000)),
  "typed array": () => new Uint8Array(64),
  buffer: () => Buffer.from("buffer"),
  DataView: () => new DataView(new ArrayBuffer(8)),
  SharedArrayBuffer: () => new SharedArrayBuffer(8),
  "detached buffer": () => {
    const bytes = new Uint8Array(8);
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
    return bytes;
  },
  "invalid date": () => new Date(NaN),
  Map: () => new Map([["textValue", "a"]]),
  WeakMap: () => new WeakMap(),
  promise: () => Promise.resolve(1),
  pending: () => new Promise(() => {}),
  thenable: () => ({
    then: (/** @type {(value: number) => void} */ resolve) => resolve(1),
  }),
  "throwing thenable": () => ({
    then() {
      throw new Error("then");
    },
  }),
  "thenable that cannot be read": () => unreadable("then", new Error("then")),
  "thenable that never ends": () => ({ then() {} }),
  "toJSON that throws": () => ({
    toJSON() {
      throw new Error("toJSON");
    },
  }),
  "toJSON that lies": () => ({ toJSON: () => undefined }),
  "endless proxy": endless,
  globalThis: () => globalThis,
  arguments: (/** @type {any[]} */ ...given) =>
    (function () {
      return arguments;
    })(...given),
  "null prototype": () => Object.create(null),
  "frozen object": () => Object.freeze({ textValue: "a" }),
  "String object": () => new String("abc"),
});

const other = vm.createContext({});
const foreign = fc
  .constantFrom(
    ...["[]", "['a']", "({})", "({ textValue: 'a' })", "new Date()", "/a/"],
    ...["new Error('a')", "Object.create(null)", "() => {}", "new Map()"],
    ...["new String('a')", "Promise.resolve(1)", "Symbol('a')", "new Set()"],
    ...["new Proxy([], {})", "new Uint8Array(4)", "new (class A {})()"],
  )
  .map((code) => new Late(`${code} of another realm`, () => run(code)));
const run = (/** @type {string} */ code) => vm.runInContext(code, other);

/**
 * An object one of whose properties throws when it is read.
 *
 * @param {string} name
 * @param {unknown} thrown
 */
export const unreadable = (name, thrown, rest = {}) =>
  Object.defineProperty({ ...rest }, name, {
    enumerable: true,
    get() {
      throw thrown;
    },
  });

/** What a getter or a trap may throw: most often an error, sometimes anything at all. */
const thrown = fc.oneof(
  late({ error: () => new Error("thrown"), null: () => null }),
  simple,
);

const traps = fc.constantFrom(
  "get",
  "has",
  "ownKeys",
  "getOwnPropertyDescriptor",
  "getPrototypeOf",
  "isExtensible",
  "apply",
  "every",
);

/**
 * A proxy that throws in a trap after some calls, or answers with nonsense.
 *
 * @param {fc.Arbitrary<unknown>} target
 * @param {fc.Arbitrary<unknown>} [throws]
 */
export const hostile = (target, throws = thrown) =>
  fc
    .record({
      target,
      trap: traps,
      after: fc.nat(12),
      reply: fc.oneof(throws, odd),
      lies: fc.boolean(),
    })
    .map(({ target, trap, after, reply, lies }) => {
      const what = `proxy that ${lies ? "lies" : "throws"} in ${trap} after ${after}`;
      return new Late(`${what}: ${fc.stringify(reply)}`, () => {
        let calls = 0;
        const handler = new Proxy(
          {},
          {
            get: (
              _handler,
              /** @type {Exclude<keyof typeof Reflect, symbol>} */ name,
            ) => {
              if (trap !== "every" && name !== trap) return undefined;
              return (/** @type {unknown[]} */ ...args) => {
                if (calls++ < after)
                  return Reflect.apply(Reflect[name], Reflect, args);
                if (!lies) throw made(reply);
                return made(reply);
              };
            },
          },
        );
        return new Proxy(made(target), handler);
      });
    });

/**
 * An object with getters that throw, or that give something else at each reading.
 *
 * @param {string[]} names
 * @param {fc.Arbitrary<unknown>} value
 * @param {fc.Arbitrary<unknown>} [throws]
 */
export const withGetters = (names, value, throws = thrown) =>
  fc
    .dictionary(
      fc.constantFrom(...names),
      fc.record({ values: fc.array(value, { maxLength: 3 }), throws }),
      { minKeys: 1, maxKeys: 3 },
    )
    .map((plans) => {
      return new Late(`getters ${fc.stringify(plans)}`, () => {
        const object = {};
        for (const [name, { values, throws }] of Object.entries(plans)) {
          let reads = 0;
          Object.defineProperty(object, name, {
            enumerable: true,
            get() {
              if (reads >= values.length) throw made(throws);
              return made(values[reads++]);
            },
          });
        }
        return object;
      });
    });

/**
 * @param {string[]} names properties that getters may be behind
 * @param {fc.Arbitrary<unknown>} [throws]
 */
export const nastyWith = (names, throws = thrown) =>
  fc.oneof(
    { weight: 3, arbitrary: simple },
    { weight: 4, arbitrary: odd },
    { weight: 1, arbitrary: foreign },
    { weight: 1, arbitrary: revoked },
    {
      weight: 2,
      arbitrary: hostile(
        late({ array: () => [], object: () => ({}), function: () => () => {} }),
        throws,
      ),
    },
    {
      weight: 1,
      arbitrary: withGetters(
        [...names, "constructor", "toString", "valueOf", "then", "length"],
        fc.oneof(simple, odd),
        throws,
      ),
    },
  );

export const nasty = nastyWith(["name", "message", "code", "cause"]);

/** Values that survive being read. */
export const calm = fc.oneof(simple, odd, foreign);

/** As `nasty`; what is thrown may be hostile itself. */
export const nastier = nastyWith(
  ["name", "message", "code", "cause"],
  fc.oneof(thrown, revoked, hostile(late({ error: () => new Error("a") }))),
);
