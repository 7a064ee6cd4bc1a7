import { type ReadBody, readBody } from "./body.js";
import { type Config, originOf } from "./config.js";
import type { CustomerCustomFieldValue } from "./core.js";
import { refuse } from "./errors.js";
import type { Hooks, RequestEvent, ResponseEvent, WaitEvent } from "./hooks.js";
import { crashed } from "./parts.js";
import { Found } from "./read.js";
import { MAX_MS, type Settings } from "./settings.js";
import { listen, unlisten } from "./signals.js";
import { CRASH, type Core, LOST, NOT_SENT, load, moment } from "./wasm.js";

/** How what the core waits for ended: `settle` in src/js/host.rs says what the numbers are. */
const BODY = 1;
const TOO_BIG = 2;
const BODY_LOST = 3;
const TIMEOUT = 7;
const ABORTED_UNSENT = 8;
const ABORTED = 9;

/** What runtimes say where there was no connection, so that nothing was sent. */
const NO_CONNECTION =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused)$/;

/** What a hook is told, besides the call's UUID. */
type Told<Event> = Omit<Event, "requestId">;

/** @internal What the core says of an error, and `retryAfter`. */
export type Rejection = [parts: string[], retryAfter: number];

/**
 * @internal One call's `fetch`, timers and signal. The core asks for one thing at a time, and is told
 * by `settle` how it ended; asking for another ends the one before.
 */
export class Host {
  /** What came of the last attempt. */
  response: Response | undefined;
  read: ReadBody | undefined;
  cause: unknown;

  /** The core's number of the call. */
  readonly id: number;
  /** Resolves to the value, or rejects with what the core says of the error. */
  readonly settled: Promise<CustomerCustomFieldValue>;

  #settle!: {
    resolve(value: CustomerCustomFieldValue): void;
    reject(error: Rejection): void;
  };
  readonly #core: Core;
  readonly #settings: Settings;
  readonly #customerId: string;
  #requestId: string | undefined;
  #attempt = 0;
  /** Whether the core waits for something. */
  #waiting = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Of the attempt under way. */
  #controller: AbortController | undefined;
  readonly #onAbort = () =>
    this.#interrupt(this.#controller ? ABORTED : ABORTED_UNSENT);

  constructor(
    core: Core,
    readonly config: Config,
    settings: Settings,
    readonly signal: AbortSignal | undefined,
    customerId: string,
    /** The body as JSON. */
    readonly sent: string,
  ) {
    this.settled = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    try {
      if (signal != null) listen(signal, this.#onAbort);
    } catch {
      refuse("signal must be an AbortSignal");
    }
    this.#core = core;
    this.#settings = settings;
    this.#customerId = customerId;
    this.id = core.join(this);
  }

  get requestId(): string {
    return (this.#requestId ??=
      (globalThis.crypto && load().enter((glue) => glue.uuid())) ||
      "00000000-0000-0000-0000-000000000000");
  }

  /** Does what the core asks for; what it gives says how that ended at once, or 0. */
  perform(
    action: number,
    ms: number,
    leastMs: number,
    parts: string[],
  ): number {
    if (action < 3) return this.#pause(ms, action, leastMs);
    if (action === 3) return this.#send(ms);
    this.#close();
    if (action === 4)
      this.#settle.resolve(this.read?.json as CustomerCustomFieldValue);
    else this.#settle.reject([parts, ms]);
    return 0;
  }

  /** The core trapped. */
  crash(cause: unknown): void {
    this.cause = cause;
    this.#close();
    // Unknown or notSent.
    this.#settle.reject([crashed(CRASH, this.#attempt ? 2 : 0), NaN]);
  }

  /** Waits; tells the caller where `wait` is 1 (for a slot) or 2 (before a retry). */
  #pause(ms: number, wait: number, leastMs: number): number {
    if (wait) {
      this.#tell("onWait", (): Told<WaitEvent> => ({
        attempt: this.#attempt + 1,
        reason: wait === 1 ? "rateLimit" : "retry",
        ms: Number.isFinite(leastMs) ? leastMs : null,
      }));
    }
    // Rounded up: a timer rounds down, and would be set again for the rest.
    return this.#wait(Math.min(Math.ceil(ms) + 1, MAX_MS));
  }

  /** Sends the request and reads the answer. */
  #send(ms: number): number {
    this.response = this.read = this.cause = undefined;
    const ended = this.#wait(ms);
    if (ended) return ended;
    const { apiKey, baseUrl, fetch, init, requestIdHeader } = this.config;
    const attempt = ++this.#attempt;
    const url = `${originOf(baseUrl)}${baseUrl}/v2/customers/${this.#customerId}/custom-fields`;
    const headers = { ...init.headers };
    if (requestIdHeader) headers[requestIdHeader] = this.requestId;
    this.#tell("onRequest", (): Told<RequestEvent> => ({
      attempt,
      method: "POST",
      url,
      headers: apiKey
        ? { ...headers, "x-api-key": "[redacted]" }
        : { ...headers },
      body: withoutValues(this.sent),
    }));
    if (!this.#waiting) {
      // The hook aborted the call.
      this.#attempt--;
      return 0;
    }
    const controller = (this.#controller = new AbortController());
    const started = performance.now();
    const { signal } = controller;
    fetch(url, { ...init, headers, body: this.sent, signal }).then(
      (response) => {
        if (this.#controller !== controller) return;
        // `Response.error()`, as a service worker may give it.
        if (response.type === "error") return this.#interrupt(LOST);
        this.response = response;
        const durationMs = performance.now() - started;
        this.#read(response, controller).catch((cause: unknown) => {
          if (this.#controller !== controller) return;
          this.cause = cause;
          this.#interrupt(BODY_LOST);
        });
        const { status } = response;
        this.#tell("onResponse", (): Told<ResponseEvent> => ({
          attempt,
          status,
          durationMs,
        }));
      },
      (cause: unknown) => {
        if (this.#controller !== controller) return;
        this.cause = cause;
        this.#interrupt(wasNotSent(cause) ? NOT_SENT : LOST);
      },
    );
    return 0;
  }

  async #read(response: Response, controller: AbortController): Promise<void> {
    const read = await readBody(response);
    if (this.#controller !== controller) return;
    this.read = read;
    const { json, lost, tooBig, retryAfter } = read;
    this.cause = lost?.cause;
    if (lost || tooBig) this.#stop();
    // Nothing is left to be aborted.
    this.#controller = undefined;
    clearTimeout(this.#timer);
    this.#end(
      lost ? BODY_LOST : tooBig ? TOO_BIG : BODY,
      json === undefined ? "" : Found.answer(json),
      Object(json).retryAfter,
      retryAfter,
    );
  }

  /** Starts the time for what is asked; says how that ended at once, or 0. */
  #wait(ms: number): number {
    this.#stop();
    let aborted: boolean | undefined;
    try {
      aborted = this.signal?.aborted;
    } catch {
      // Then it is not known to be.
    }
    if (aborted) return ABORTED_UNSENT;
    this.#waiting = true;
    this.#timer = setTimeout(() => this.#interrupt(TIMEOUT), ms);
    return 0;
  }

  #interrupt(how: number): void {
    this.#stop();
    this.#end(how);
  }

  #stop(): void {
    clearTimeout(this.#timer);
    const controller = this.#controller;
    this.#controller = undefined;
    // Without a reason: the caller's own is the error's cause.
    controller?.abort();
  }

  #end(how: number, found = "", retryAfter: unknown = NaN, header = NaN): void {
    if (!this.#waiting) return;
    this.#waiting = false;
    // prettier-ignore
    this.#core.run((glue) => glue.settle(
      this.id, how, this.response, found,
      typeof retryAfter === "number" ? retryAfter : NaN, header, ...moment(),
    ));
  }

  #close(): void {
    this.#waiting = false;
    this.#stop();
    this.#core.leave(this.id);
    try {
      if (this.signal != null) unlisten(this.signal, this.#onAbort);
    } catch {
      // It is the caller's.
    }
  }

  /** Calls a hook, which may throw, reject or call the client. */
  #tell(name: keyof Hooks, data: () => object): void {
    const hook: ((event: never) => unknown) | undefined = this.#settings[name];
    if (!hook) return;
    const call = async () =>
      hook({ requestId: this.requestId, ...data() } as never);
    call().then(ignore, ignore);
  }
}

const ignore = () => {};

/** `code` of an error or of its cause, where the runtime gives one. */
function wasNotSent(error: unknown): boolean {
  try {
    const { cause } = error as { cause?: unknown };
    return [error, cause].some((error) => {
      const { code, syscall } = Object(error) as Record<string, unknown>;
      // What an open connection met is told by the same codes.
      return (
        typeof code === "string" &&
        NO_CONNECTION.test(code) &&
        syscall !== "read" &&
        syscall !== "write"
      );
    });
  } catch {
    return false;
  }
}

const withoutValues = (body: string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(JSON.parse(body) as Record<string, unknown>).map(
      ([name, value]) => [
        name,
        name === "fieldDefinitionId" ? value : "[redacted]",
      ],
    ),
  );
