/** What is true of a call whatever happens to it. */
import assert from "node:assert/strict";
import { inspect } from "node:util";
import * as carecycle from "../node/setup.mjs";

const { CareCycleError, fieldDefinitionId } = carecycle;

/** Distinctive, so that they are found wherever they get to. */
export const apiKey = "cc_live_0123456789abcdefKEY";
export const secretBody = {
  fieldDefinitionId,
  textValue: "Confidential-diagnosis",
  numberValue: "31415926.53589",
  multiSelectValue: ["Hidden-choice", "Hidden-choice-too"],
};
const secrets = [
  apiKey,
  secretBody.textValue,
  secretBody.numberValue,
  ...secretBody.multiSelectValue,
];

const runs = Number(process.env.FUZZ_RUNS ?? 250);

/** How often and how long a property is tried: FUZZ_RUNS=… for longer. */
export const limits = (share = 1) => ({
  numRuns: Math.ceil(runs * share),
  interruptAfterTimeLimit: runs * 8,
  includeErrorInReport: true,
});
export const asyncLimits = (share = 1) => ({
  ...limits(share),
  timeout: 5000,
});

export const wait = (/** @type {number} */ ms) =>
  new Promise((resolve) => setTimeout(resolve, ms));
export const turn = () => new Promise((resolve) => setImmediate(resolve));
export const timers = () =>
  process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;

/** Whether no more timers than these are left. A run that was out of time may still be going on. */
export async function fewTimers(/** @type {number} */ allowed) {
  for (let tries = 0; timers() > allowed && tries < 40; tries++) await wait(50);
  return timers() <= allowed;
}

const events = /** @type {const} */ ([
  "unhandledRejection",
  "uncaughtException",
]);
/** @type {unknown[]} */
const strays = [];
const stray = (/** @type {unknown} */ error) => strays.push(error);
/** @type {[(typeof events)[number], any][]} */
const others = [];

/** Takes what nobody caught from the test runner, which would end the test before its seed is reported. */
export function listen() {
  for (const event of events) {
    for (const listener of process.listeners(/** @type {any} */ (event)))
      others.push([event, listener]);
    process.removeAllListeners(event);
    process.on(event, stray);
  }
}
export function unlisten() {
  for (const event of events) process.off(event, stray);
  for (const [event, listener] of others.splice(0)) process.on(event, listener);
}

/** Fails where something went unhandled since. */
export async function nothingStray() {
  await turn();
  assert.deepEqual(
    strays.splice(0).map((error) => inspect(error)),
    [],
    "nobody caught this",
  );
}

/**
 * How a promise ended, in a box: what it ended with may be a thenable.
 *
 * @param {unknown} promise
 * @returns {Promise<{ value?: any, error?: any }>} one of both
 */
export async function settled(promise, ms = 2000) {
  let timer;
  /** @type {Promise<{ late: boolean }>} */
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve({ late: true }), ms);
  });
  /** @type {{ late?: boolean, value?: unknown, error?: unknown }} */
  const ended = await Promise.race([
    late,
    Promise.resolve(promise).then(
      (value) => ({ value }),
      (error) => ({ error }),
    ),
  ]);
  clearTimeout(timer);
  assert.ok(!ended.late, "the call does not settle");
  return ended;
}

const names = [
  ...["ValidationError", "APIError", "BadRequestError", "AuthenticationError"],
  ...["PermissionDeniedError", "NotFoundError", "RateLimitError"],
  ...["InternalServerError", "APIConnectionError"],
  ...["APIConnectionTimeoutError", "AbortError", "UnexpectedResponseError"],
  "ConfigurationError",
];
const outcomes = ["notSent", "rejected", "unknown", "created"];
const ownCode =
  /^(VALIDATION_ERROR|CONFIGURATION|CONNECTION|TIMEOUT|ABORTED|UNEXPECTED_RESPONSE|HTTP_\d{3})$/;
const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/** All that a person or a log may see of an error: not what is behind accessors. */
function seen(/** @type {import("../node/setup.mjs").Rejection} */ error) {
  const texts = [JSON.stringify(error), String(error)];
  // After an abort the cause is the caller's own, which may not bear to be looked at.
  if (error.name === "AbortError")
    return [...texts, error.message, error.stack].join("\n");
  for (let at = error, depth = 0; at && depth < 9; depth++) {
    for (const showHidden of [true, false])
      texts.push(inspect(at, { showHidden, depth: 10 }));
    if (typeof at !== "object") break;
    texts.push(String(at), String(at.stack));
    at = at.cause;
  }
  return texts.join("\n");
}

/** @param {import("../node/setup.mjs").Rejection} error @param {string[]} more secrets beside the usual ones */
export function isSilent(error, ...more) {
  const text = seen(error);
  for (const secret of [...secrets, ...more]) {
    const at = text.indexOf(secret);
    assert.equal(at, -1, text.slice(Math.max(0, at - 200), at + 80));
  }
}

/**
 * @param {import("../node/setup.mjs").Rejection} error
 * @returns {import("../node/setup.mjs").Rejection} what was thrown, which is one of the package's documented errors
 */
export function isDocumented(error) {
  let known = false;
  try {
    known = error instanceof CareCycleError && error instanceof Error;
  } catch {
    // It cannot even be asked.
  }
  if (!known) assert.fail(`no CareCycleError: ${inspect(error)}`);
  assert.ok(names.includes(error.name), error.name);
  assert.ok(outcomes.includes(error.outcome), error.outcome);
  const { code, message, attempts, requestId } = error;
  assert.ok(typeof message === "string" && message.length <= 1000);
  assert.ok(typeof code === "string" && code.length <= 100);
  if (error.status === undefined) assert.match(code, ownCode);
  assert.notEqual(code, "CRASHED");
  if (error.name === "ConfigurationError") assert.equal(requestId, null);
  else assert.match(requestId, uuid);
  let worst = 0;
  for (const attempt of attempts) {
    assert.deepEqual(Object.keys(attempt), ["code", "outcome", "status"]);
    assert.match(attempt.code, ownCode);
    assert.ok(outcomes.includes(attempt.outcome), attempt.outcome);
    const isDone = attempt.status >= 200 && attempt.status < 300;
    // A 2xx that does not speak for it leaves it unknown.
    const ofDone = ["created", "unknown"].includes(attempt.outcome);
    if (isDone) assert.ok(ofDone, inspect(attempt));
    else assert.notEqual(attempt.outcome, "created", inspect(attempt));
    worst = Math.max(worst, outcomes.indexOf(attempt.outcome));
  }
  assert.equal(outcomes.indexOf(error.outcome), worst, inspect(attempts));
  assert.equal(JSON.parse(JSON.stringify(error)).outcome, error.outcome);
  isSilent(error);
  return error;
}

/**
 * What a stub fetch did in one attempt.
 * @typedef {{ head?: number, json?: any, refused?: boolean }} Fetched
 * @param {any} error @param {Fetched[]} fetched
 */
export function agreesWith(error, fetched) {
  isDocumented(error);
  const { attempts } = error;
  const reported = `${inspect(attempts)} for ${inspect(fetched, { depth: 1 })}`;
  assert.equal(attempts.length, fetched.length, reported);
  /** @type {import("../../pkg/index.js").Attempt[]} */ (attempts).forEach(
    ({ code, outcome, status }, index) => {
      const { head, refused } = fetched[index];
      if (status !== null) assert.equal(status, head, reported);
      if (outcome === "notSent")
        assert.ok(refused && head === undefined, reported);
      if (code === "CONNECTION" && head !== undefined)
        assert.equal(status, head, reported);
      if (outcome === "rejected")
        assert.ok(head !== undefined && head < 500, reported);
    },
  );
  if (fetched.length === 0) assert.equal(error.outcome, "notSent");
}
