/**
 * What a call must come to when something goes wrong on the way: one table for Node and for Chromium, so
 * that they cannot differ in silence.
 *
 * @typedef {object} Row
 * @property {string} what
 * @property {string} [always] the fault that every request runs into
 * @property {string[]} [faults] the faults that the first requests meet
 * @property {import("../../pkg/index.js").CareCycleOptions} [options]
 * @property {"late" | "never" | "redirect"} [server] a server of another make
 * @property {Wanted} wanted
 * @property {Partial<Wanted> & { why: string }} [inBrowser] what differs there
 *
 * @typedef {object} Wanted
 * @property {string} name the error's, or `"value"`
 * @property {string} [outcome]
 * @property {string[]} [attempts] the codes of what each met, without the value's own
 * @property {number} requests on the wire
 * @property {number} values there in the end
 * @property {number} [leastMs]
 * @property {number} [mostMs] besides what the process itself was late
 */

const TIMEOUT = 400;
/** The issue's own bound. */
const LATE = 100;

/** @param {Partial<Wanted>} more @returns {Wanted} */
const created = (more) => ({
  name: "UnexpectedResponseError",
  outcome: "created",
  attempts: ["UNEXPECTED_RESPONSE"],
  requests: 1,
  values: 1,
  ...more,
});
/** A 2xx that does not show what was created. */
const unshown = created({ outcome: "unknown" });
/** @param {string} code @returns {Wanted} */
const serverError = (code) => ({
  name: "InternalServerError",
  outcome: "unknown",
  attempts: [code],
  requests: 1,
  values: 0,
});
/** @param {string} outcome @param {number} values @returns {Wanted} */
const timeout = (outcome, values) => ({
  name: "APIConnectionTimeoutError",
  outcome,
  attempts: ["TIMEOUT"],
  requests: 1,
  values,
  leastMs: TIMEOUT - 5,
  mostMs: TIMEOUT + LATE,
});
/** @param {string} outcome @param {number} values @param {Partial<Wanted>} more @returns {Wanted} */
const lost = (outcome, values, more = {}) => ({
  name: "APIConnectionError",
  outcome,
  attempts: ["CONNECTION"],
  requests: 1,
  values,
  ...more,
});
/** @param {number} requests @param {Partial<Wanted>} more @returns {Wanted} */
const value = (requests, more = {}) => ({
  name: "value",
  requests,
  values: 1,
  ...more,
});
/** @param {number} requests @param {Partial<Wanted>} more @returns {Wanted} */
const limited = (requests, more) => ({
  name: "RateLimitError",
  outcome: "rejected",
  attempts: Array(requests).fill("HTTP_429"),
  requests,
  values: 0,
  ...more,
});
const redirect = {
  name: "UnexpectedResponseError",
  outcome: "rejected",
  attempts: ["UNEXPECTED_RESPONSE"],
  requests: 1,
  values: 0,
};

const UNEXPOSED = {
  why: "a page sees no Retry-After of another origin unless the server exposes it",
  leastMs: 0,
};
const UNTOLD =
  "fetch does not tell a page why it failed, so nothing proves that the request did not leave";
const RESENT =
  "Chromium itself sends a request again whose kept connection breaks before an answer, here the preflight's";

/** @type {Row[]} */
export const rows = [
  {
    what: "a 429 with retryAfter 1 in the body only",
    faults: ["429:retryAfter=1:header=none"],
    wanted: value(2, { leastMs: 1000 }),
  },
  {
    what: "a 429 with Retry-After 1 in the header only",
    faults: ["429:retryAfter=none:header=1"],
    wanted: value(2, { leastMs: 1000 }),
    inBrowser: UNEXPOSED,
  },
  {
    what: "a 429 whose header says more than its body",
    faults: ["429:retryAfter=0.1:header=1"],
    wanted: value(2, { leastMs: 1000 }),
    inBrowser: UNEXPOSED,
  },
  {
    what: "a 429 whose body says more than its header",
    faults: ["429:retryAfter=1:header=0"],
    wanted: value(2, { leastMs: 1000 }),
  },
  ...["-5", "NaN", "1e12", "soon"].map((absurd) => ({
    what: `a 429 with retryAfter ${absurd}`,
    faults: [`429:retryAfter=${absurd}`],
    wanted: value(2, { mostMs: 1000 }),
  })),
  {
    what: "a 429 for ever",
    always: "429:retryAfter=1",
    options: { deadlineMs: 2500, maxRetries: 100 },
    wanted: limited(3, { leastMs: 2000, mostMs: 2500 }),
  },
  {
    what: "a 429 that the deadline cannot wait for",
    always: "429:retryAfter=60",
    options: { deadlineMs: 30_000 },
    wanted: limited(1, { mostMs: 1000 }),
  },
  {
    what: "a 429 of HTML that says no time",
    faults: ["429:body=html:header=none"],
    wanted: value(2, { mostMs: 1000 }),
  },
  {
    what: "a 429 more often than it may try",
    always: "429:retryAfter=0.01",
    options: { maxRetries: 2 },
    wanted: limited(3, { mostMs: 1000 }),
  },
  {
    what: "a 429 and then no answer",
    faults: ["429:retryAfter=0.01", "hang"],
    options: { timeoutMs: TIMEOUT },
    wanted: {
      ...timeout("unknown", 0),
      attempts: ["HTTP_429", "TIMEOUT"],
      requests: 2,
      mostMs: 10_000,
    },
  },
  {
    what: "a 429 and then a cut in the body",
    faults: ["429:retryAfter=0.01", "cut-body"],
    wanted: lost("created", 1, {
      attempts: ["HTTP_429", "CONNECTION"],
      requests: 2,
    }),
  },
  {
    what: "a server that never comes",
    server: "never",
    options: { maxRetries: 1 },
    wanted: lost("notSent", 0, {
      attempts: ["CONNECTION", "CONNECTION"],
      requests: 0,
    }),
    inBrowser: { why: UNTOLD, outcome: "unknown", attempts: ["CONNECTION"] },
  },
  {
    what: "a server that is not there yet",
    server: "late",
    options: { maxRetries: 20 },
    wanted: value(1),
    inBrowser: { why: UNTOLD, ...lost("unknown", 0, { requests: 0 }) },
  },
  {
    what: "a socket closed before the request is done",
    always: "close-before",
    wanted: lost("unknown", 0),
    inBrowser: { why: RESENT, requests: 2 },
  },
  {
    what: "a socket closed after the request is done",
    always: "close-after",
    wanted: lost("unknown", 1),
    inBrowser: { why: RESENT, requests: 2, values: 2 },
  },
  {
    what: "headers that come too late",
    always: "slow-headers:ms=5000",
    options: { timeoutMs: TIMEOUT },
    wanted: timeout("unknown", 1),
  },
  {
    what: "no answer at all",
    always: "hang",
    options: { timeoutMs: TIMEOUT },
    wanted: timeout("unknown", 0),
  },
  {
    what: "a body that drips",
    always: "drip:ms=50",
    options: { timeoutMs: TIMEOUT },
    wanted: timeout("created", 1),
  },
  {
    what: "a body that stalls",
    always: "stall-body",
    options: { timeoutMs: TIMEOUT },
    wanted: timeout("created", 1),
  },
  {
    what: "a deadline before the timeout",
    always: "hang",
    options: { timeoutMs: 30_000, deadlineMs: TIMEOUT },
    wanted: timeout("unknown", 0),
  },
  {
    what: "a connection cut in the body",
    always: "cut-body",
    wanted: lost("created", 1),
  },
  { what: "truncated JSON", always: "truncated", wanted: created({}) },
  { what: "HTML", always: "html-200", wanted: unshown },
  { what: "an empty body", always: "empty-200", wanted: unshown },
  { what: "a body of 50 MB", always: "big-200", wanted: created({}) },
  {
    what: "an answer without recordId",
    always: "missing-key",
    wanted: unshown,
  },
  { what: "a 500", always: "500", wanted: serverError("HTTP_500") },
  {
    what: "a 502 of HTML",
    always: "502-html",
    wanted: serverError("HTTP_502"),
  },
  {
    what: "a 503 with Retry-After",
    always: "503-retry-after",
    wanted: serverError("HTTP_503"),
  },
  {
    what: "a 500, with retryUnknown",
    faults: ["500"],
    options: { retryUnknown: true },
    wanted: value(2),
  },
  {
    what: "a lost response, with retryUnknown: there twice",
    faults: ["slow-headers:ms=5000"],
    options: { retryUnknown: true, timeoutMs: TIMEOUT },
    wanted: value(2, { values: 2 }),
  },
  {
    what: "a 503 with Retry-After 1, with retryUnknown",
    faults: ["503-retry-after:retryAfter=1"],
    options: { retryUnknown: true },
    wanted: value(2, { leastMs: 1000 }),
    inBrowser: UNEXPOSED,
  },
  {
    what: "a 500 and then a 429 that the deadline cannot wait for",
    faults: ["500", "429:retryAfter=60"],
    options: { retryUnknown: true, deadlineMs: 30_000 },
    wanted: limited(2, {
      outcome: "unknown",
      attempts: ["HTTP_500", "HTTP_429"],
      mostMs: 2000,
    }),
  },
  {
    what: "a 500 and then a 404, with retryUnknown",
    faults: ["500", "404"],
    options: { retryUnknown: true },
    wanted: {
      name: "NotFoundError",
      outcome: "unknown",
      attempts: ["HTTP_500", "HTTP_404"],
      requests: 2,
      values: 0,
    },
  },
  ...["307", "302"].map((status) => ({
    what: `a ${status} to another origin`,
    server: /** @type {const} */ ("redirect"),
    always: status,
    wanted: redirect,
    inBrowser: { why: "fetch hides the status", outcome: "unknown" },
  })),
  {
    what: "a 303 to another origin",
    server: "redirect",
    always: "303",
    wanted: { ...redirect, outcome: "unknown" },
  },
];
