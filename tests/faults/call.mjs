/** A call as Node and a page both make it: loaded by both, so it imports nothing. */

/** @typedef {{ baseUrl: string, apiKey: string, customerId: string, body: any }} Call */

/** How late this process is: a busy machine's timers come after their time. */
function lateness() {
  let most = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    most = Math.max(most, now - last - 5);
    last = now;
  }, 5);
  return () => {
    clearInterval(timer);
    return Math.max(most, performance.now() - last - 5);
  };
}

/**
 * Makes a call with hooks; returns its result as plain data.
 * @param {typeof import("../../pkg/index.js")} carecycle
 * @param {Call & { options?: object, onWait?: () => void }} call
 */
export async function makeCall({ CareCycle, CareCycleError }, call) {
  const { apiKey, baseUrl, body, customerId, options, onWait } = call;
  /** @type {any[]} */
  const events = [];
  const client = new CareCycle({
    apiKey,
    baseUrl,
    rateLimit: false,
    dangerouslyAllowBrowser: true,
    onRequest: (event) => events.push({ hook: "onRequest", ...event }),
    onResponse: (event) => events.push({ hook: "onResponse", ...event }),
    onWait: (event) => {
      events.push({ hook: "onWait", ...event });
      onWait?.();
    },
    ...options,
  });
  const late = lateness();
  const started = performance.now();
  const ended = await client.customers.customFields
    .create(customerId, body)
    .then(
      (value) => ({ name: "value", value }),
      (error) => ({
        name: error.constructor.name,
        isOurs: error instanceof CareCycleError,
        outcome: error.outcome,
        requestId: error.requestId,
        attempts: error.attempts.map((/** @type {any} */ { code }) => code),
        bodyLength: String(error.body ?? "").length,
        text: [JSON.stringify(error), error.stack, String(error.cause)].join(),
      }),
    );
  const ms = performance.now() - started;
  return { ...ended, ms, lateMs: late(), events };
}

/**
 * Aborts a call in a phase of it, with reasons of any kind.
 * @param {typeof import("../../pkg/index.js")} carecycle
 * @param {Call & { phase: "before" | "onWait" | "onRequest" | "onResponse", options?: object, first?: boolean }} call
 */
export async function abortCalls({ APIUserAbortError, CareCycle }, call) {
  const { apiKey, baseUrl, body, customerId, options, phase, first } = call;
  const results = [];
  for (const reason of [undefined, "text", null, { a: 1 }, new Error("mine")]) {
    const controller = new AbortController();
    const { signal } = controller;
    let abortedAt = NaN;
    const abort = () => {
      abortedAt = performance.now();
      controller.abort(reason);
    };
    const client = new CareCycle({
      apiKey,
      baseUrl,
      dangerouslyAllowBrowser: true,
      ...options,
    });
    const { create } = client.customers.customFields;
    // Takes the only slot, where it is free.
    if (first)
      await create(customerId, body, { deadlineMs: 1000 }).catch(() => {});
    const late = lateness();
    if (phase === "before") abort();
    const hook = { [phase]: () => setTimeout(abort, 30) };
    const error = await create(customerId, body, { signal, ...hook }).catch(
      (error) => error,
    );
    results.push({
      isAbort:
        error instanceof APIUserAbortError && error.name === "AbortError",
      isReason: Object.is(error.cause, signal.reason),
      outcome: error.outcome,
      ms: performance.now() - abortedAt,
      lateMs: late(),
    });
  }
  return results;
}

/** What a hook may do to harm. @typedef {"throws" | "rejects" | "calls the client"} Harm */

/**
 * Makes a call whose every hook does harm; returns its result and those of the hooks' own calls.
 * @param {typeof import("../../pkg/index.js")} carecycle
 * @param {Call & { harm: Harm }} call
 */
export async function callWithHooks({ CareCycle }, call) {
  const { apiKey, baseUrl, body, customerId, harm } = call;
  const make = (/** @type {string} */ baseUrl) =>
    new CareCycle({ apiKey, baseUrl, dangerouslyAllowBrowser: true }).customers
      .customFields.create;
  const create = make(baseUrl);
  // With a fault of its own, so that the queued one affects the call itself.
  const another = make(`${baseUrl}/~delay:ms=1`);
  /** @type {string[]} */
  const called = [];
  /** @type {Promise<{ id: string }>[]} */
  const calls = [];
  const hook = (/** @type {string} */ name) => () => {
    called.push(name);
    if (harm === "throws") throw new Error(name);
    if (harm === "rejects") return Promise.reject(new Error(name));
    return calls.push(another(customerId, body));
  };
  const { id } = await create(customerId, body, {
    onRequest: hook("onRequest"),
    onResponse: hook("onResponse"),
    onWait: hook("onWait"),
  });
  const others = await Promise.all(calls);
  return { called, ids: [id, ...others.map(({ id }) => id)] };
}
