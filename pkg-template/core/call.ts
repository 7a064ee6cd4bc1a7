import { MAX_TIMER_MS } from "../generated.js";
import { type ReadBody, readBody } from "./body.js";
import type {
  CallContext,
  CallTrace,
  Ended,
  Interruption,
} from "./call-context.js";
import { crashReport } from "./crash.js";
import { failureOf, hasTimedOut } from "./failure.js";
import { isOwnBackend, originOf, requestInit } from "./fetch.js";
import {
  type Hooks,
  fireAndForget,
  withoutSecrets,
  withoutValues,
} from "./hooks.js";
import {
  type CallInProgress,
  type Core,
  type Exports,
  load,
} from "./instance.js";
import { listen, unlisten } from "./signals.js";
import { canWakeOthers } from "./workers.js";
import type {
  Action,
  BodyEnd,
  ErrorReport,
  Failure,
  Step,
} from "./wasm/core.js";

/**
 * One call: asks the core what to do next, does it, and reports what happened, which returns the
 * next step. Everything happens in the context of the call's own `run`, so AsyncLocalStorage,
 * tracing and runtimes that tie `fetch` and timers to a request see the caller. Others can only
 * make it check what happened.
 */
export class Call implements CallInProgress, CallTrace {
  // Private, so inspecting the calls in progress does not show values.
  #sent = "{}";
  #response: Response | undefined;
  #body: ReadBody | undefined;
  #cause: unknown;
  #refusal: { error: unknown } | undefined;

  readonly #core: Core;
  readonly #context: CallContext;
  /** The core's number of the call. */
  #id = 0;
  #requestId: string | undefined;
  #attempt = 0;
  /** The state of the attempt in progress. */
  #controller: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What happened since the call started to wait. */
  #isTimeUp = false;
  #isWaiting = false;
  #isWoken = false;
  #crash: { cause: unknown } | undefined;
  /** Makes the call check what happened. */
  #notify = () => {};
  readonly #onAbort = () => this.#notify();

  /** Throws if the signal is not one. */
  constructor(context: CallContext) {
    this.#core = load();
    this.#context = context;
    if (context.signal != null) listen(context.signal, this.#onAbort);
  }

  get sent(): string {
    return this.#sent;
  }

  get response(): Response | undefined {
    return this.#response;
  }

  get read(): ReadBody | undefined {
    return this.#body;
  }

  get cause(): unknown {
    return this.#cause;
  }

  get refusal(): { error: unknown } | undefined {
    return this.#refusal;
  }

  get requestId(): string {
    return (this.#requestId ??=
      // The generated glue throws if there is no crypto.
      ("crypto" in globalThis &&
        this.#core.enter(
          (core) => core.uuid(),
          () => undefined,
        )) ||
      "00000000-0000-0000-0000-000000000000");
  }

  /** Resolves to the value or to how the call failed. The request is read before this returns. */
  async run(
    pathArguments: unknown[],
    body: unknown,
  ): Promise<{ value: unknown } | { report: ErrorReport }> {
    try {
      let step = this.#start(pathArguments, body);
      // If a hook started this call, its own hooks wait, so a chain of calls cannot exhaust the
      // stack.
      if (hooksOnStack > 0) await Promise.resolve();
      for (;;) {
        const { action } = step;
        if (action.type === "resolve") return { value: this.#body?.json };
        if (action.type === "reject") return { report: action.report };
        if (action.type === "wait") step = await this.#wait(action);
        else if (action.type === "send")
          step = await this.#send(pathArguments, action.withinMs);
        else step = await this.#read(action.maxBytes);
      }
    } finally {
      this.#endAttempt();
      // After a trap the number belongs to another call.
      const { calls } = this.#core;
      if (calls.get(this.#id) === this) calls.delete(this.#id);
      try {
        const { signal } = this.#context;
        if (signal != null) unlisten(signal, this.#onAbort);
      } catch {
        // The signal belongs to the caller.
      }
    }
  }

  wake(): void {
    if (!this.#isWaiting) return;
    this.#isWoken = true;
    if (canWakeOthers()) this.#notify();
  }

  crash(cause: unknown): void {
    this.#crash = { cause };
    if (canWakeOthers()) this.#notify();
  }

  #start(pathArguments: unknown[], body: unknown): Step {
    const { settings, operation } = this.#context;
    const started = this.#core.enter(
      (core) => core.start(settings, operation.index, pathArguments, body),
      (cause) => ({ call: 0, body: "{}", step: this.#crashed(cause) }),
    );
    this.#id = started.call;
    this.#sent = started.body;
    if (this.#id) this.#core.calls.set(this.#id, this);
    return this.#begin(started.step);
  }

  /** Waits for its own timer, another call or the signal. */
  async #wait({
    ms,
    reason,
    noticeMs,
  }: Extract<Action, { type: "wait" }>): Promise<Step> {
    this.#endAttempt();
    if (reason)
      this.#callHook("onWait", () => ({
        attempt: this.#attempt + 1,
        reason,
        ms: noticeMs,
      }));
    try {
      // Rounded up, since a timer rounds down and would then be set again for the rest.
      this.#startTimer(Math.min(Math.ceil(ms) + 1, MAX_TIMER_MS));
    } catch (cause) {
      // Without timers a call cannot wait.
      return this.#failed(cause, "notSent");
    }
    const by = await this.#interrupt();
    this.#stopTimer();
    if (by === "crash" || by === "abort") return this.#interrupted(by, false);
    return this.#report((core) => core.woken(this.#id, by));
  }

  /** Sends the request and waits for the head of the response. */
  async #send(pathArguments: unknown[], withinMs: number): Promise<Step> {
    this.#response = this.#body = this.#cause = undefined;
    if (this.#isAborted()) return this.#interrupted("abort", false);
    try {
      this.#startTimer(withinMs);
    } catch (cause) {
      return this.#failed(cause, "notSent");
    }
    const { transport, operation } = this.#context;
    const { baseUrl, requestIdHeader, ownHeaders } = transport;
    const own = ownHeaders && (await this.#race(ownHeaders()));
    if (own && !("value" in own)) return this.#withoutHeaders(own);
    const attempt = ++this.#attempt;
    const path = operation.pathParameters.reduce<string>(
      (path, name, at) => path.replace(`{${name}}`, String(pathArguments[at])),
      operation.path,
    );
    const url = `${originOf(baseUrl) ?? ""}${baseUrl}${path}`;
    const headers = { ...own?.value, ...transport.headers };
    if (requestIdHeader) headers[requestIdHeader] = this.requestId;
    this.#callHook("onRequest", () => ({
      attempt,
      method: operation.method,
      url,
      headers: withoutSecrets(headers, own?.value),
      body: withoutValues(this.#sent),
    }));
    const before = this.#interruption();
    if (before) {
      // The hook aborted the call.
      this.#attempt--;
      return this.#interrupted(before, false);
    }
    const controller = (this.#controller = new AbortController());
    const started = performance.now();
    const ended = await this.#race(
      transport.fetch(
        url,
        requestInit(baseUrl, {
          method: operation.method,
          headers,
          body: this.#sent,
          signal: controller.signal,
        }),
      ),
    );
    if ("by" in ended) return this.#interrupted(ended.by, true);
    if ("error" in ended) return this.#failed(ended.error);
    const response = ended.value;
    // `Response.error()`, which a service worker may return.
    if (response.type === "error") return this.#failed(undefined);
    this.#response = response;
    const durationMs = performance.now() - started;
    this.#callHook("onResponse", () => ({
      attempt,
      status: response.status,
      durationMs,
    }));
    return this.#report((core) => core.responded(this.#id, response));
  }

  /** Reads the body of the response. */
  async #read(maxBytes: number): Promise<Step> {
    const response = this.#response;
    if (!response) return this.#failed(undefined);
    const ended = await this.#race(readBody(response, maxBytes));
    if ("by" in ended) return this.#interrupted(ended.by, true);
    if ("error" in ended) {
      this.#cause = ended.error;
      return this.#readTo("lost", undefined);
    }
    const { end, json, cause } = (this.#body = ended.value);
    if (end === "lost" && hasTimedOut(cause)) return this.#failed(cause);
    this.#cause = cause;
    // There is nothing left to abort.
    if (end === "whole") this.#controller = undefined;
    this.#endAttempt();
    return this.#readTo(end, json);
  }

  #readTo(end: BodyEnd, json: unknown): Step {
    const { operation, transport } = this.#context;
    const isOwn = isOwnBackend(transport.baseUrl);
    return this.#report((core) =>
      core.read(this.#id, operation.index, end, json, isOwn),
    );
  }

  /** Reports what happened and returns the next step. */
  #report(work: (core: Exports) => Step): Step {
    if (this.#crash) return this.#crashed(this.#crash.cause);
    return this.#begin(this.#core.enter(work, (cause) => this.#crashed(cause)));
  }

  /** Runs immediately, since other calls continue before this one does. */
  #begin(step: Step): Step {
    this.#isWaiting = step.action.type === "wait";
    this.#isWoken = false;
    if (step.wake !== null) this.#core.calls.get(step.wake)?.wake();
    return step;
  }

  /** Reports that the request failed: `known` says how, or else what was thrown. */
  #failed(error: unknown, known?: Failure): Step {
    this.#cause = error;
    const { failure, code } = failureOf(error, this.#sent, known);
    return this.#report((core) => core.failed(this.#id, failure, code));
  }

  /** Nothing was sent, so the slot is given back. */
  #withoutHeaders(ended: { error: unknown } | { by: Interruption }): Step {
    if ("error" in ended) this.#refusal = ended;
    else if (ended.by === "timer") this.#refusal = { error: undefined };
    else return this.#interrupted(ended.by, false);
    return this.#interrupted("abort", false);
  }

  #interrupted(by: Interruption, sent: boolean): Step {
    this.#endAttempt();
    return this.#report((core) =>
      by === "abort" ? core.aborted(this.#id, sent) : core.timedOut(this.#id),
    );
  }

  #crashed(cause: unknown): Step {
    this.#cause = cause;
    return {
      action: { type: "reject", report: crashReport(this.#attempt > 0) },
      wake: null,
    };
  }

  /** Resolves as soon as something interrupts the call. */
  #interrupt(): Promise<Interruption> {
    return new Promise((resolve) => this.#onInterruption(resolve));
  }

  /** The promise's result, or what interrupts the call before. */
  #race<Value>(promise: Promise<Value>): Promise<Ended<Value>> {
    return new Promise((resolve) => {
      promise.then(
        (value) => resolve({ value }),
        (error: unknown) => resolve({ error }),
      );
      this.#onInterruption((by) => resolve({ by }));
    });
  }

  #onInterruption(interrupt: (by: Interruption) => void): void {
    this.#notify = () => {
      const by = this.#interruption();
      if (by) interrupt(by);
    };
    // A hook may have aborted the call.
    this.#notify();
  }

  #interruption(): Interruption | undefined {
    if (this.#crash) return "crash";
    if (this.#isAborted()) return "abort";
    if (this.#isTimeUp) return "timer";
    return this.#isWoken ? "call" : undefined;
  }

  #isAborted(): boolean {
    try {
      return this.#context.signal?.aborted === true;
    } catch {
      // Then it is not known to be aborted.
      return false;
    }
  }

  #startTimer(ms: number): void {
    this.#isTimeUp = false;
    this.#timer = setTimeout(() => {
      this.#isTimeUp = true;
      this.#notify();
    }, ms);
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#isTimeUp = false;
  }

  #endAttempt(): void {
    this.#stopTimer();
    const controller = this.#controller;
    this.#controller = undefined;
    // Without a reason: the error's cause is the caller's own.
    controller?.abort();
  }

  /** Calls a hook, which may throw, reject or call the client. */
  #callHook(name: keyof Hooks, data: () => object): void {
    const hook: ((event: never) => unknown) | undefined =
      this.#context.hooks[name];
    if (!hook) return;
    hooksOnStack++;
    fireAndForget(() =>
      hook({ requestId: this.requestId, ...data() } as never),
    );
    hooksOnStack--;
  }
}

let hooksOnStack = 0;
