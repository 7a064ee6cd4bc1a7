import { type ReadBody, readBody } from "./body.js";
import type { Config } from "./config.js";
import type { CustomerCustomFieldValue } from "./core.js";
import { refuse } from "./errors.js";
import type { Hooks, RequestEvent, ResponseEvent, WaitEvent } from "./hooks.js";
import { CRASHED, type ErrorParts } from "./parts.js";
import { Found } from "./read.js";
import { MAX_MS, type Settings } from "./settings.js";
import { listen, unlisten } from "./signals.js";
import { CRASH, type Core, load } from "./wasm.js";

/** How what the core waits for ended: `settle` in src/js/host.rs says what the numbers are. */
const DONE = 0;
const TOO_BIG = 1;
const NOT_SENT = 2;
const LOST = 3;
const TIMEOUT = 5;
const ABORTED_UNSENT = 6;
const ABORTED = 7;

/** What runtimes say where there was no connection, so that nothing was sent. */
const NO_CONNECTION =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused)$/;

/** What a hook is told, besides the call's UUID. */
type Told<Event> = Omit<Event, "requestId">;

/**
 * @internal One call's `fetch`, timers and signal. The core asks for one thing at a time, and is told
 * by `settle` how it ended; asking for another ends the one before.
 */
export class Host {
  /** What came of the last attempt. */
  response: Response | undefined;
  read: ReadBody | undefined;
  cause: unknown;

  /** Resolves to the value, or rejects with what the core says of the error. */
  readonly settled: Promise<CustomerCustomFieldValue>;

  #settle!: {
    resolve(value: CustomerCustomFieldValue): void;
    reject(error: ErrorParts): void;
  };
  #requestId: string | undefined;
  #attempt = 0;
  /** The core's number of the call, while it waits. */
  #waiting: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Of the attempt under way. */
  #controller: AbortController | undefined;
  readonly #onAbort = () =>
    this.#interrupt(this.#controller ? ABORTED : ABORTED_UNSENT);

  constructor(
    readonly core: Core,
    readonly config: Config,
    readonly settings: Settings,
    readonly signal: AbortSignal | undefined,
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
    core.calls.add(this);
  }

  get requestId(): string {
    return (this.#requestId ??=
      load().enter((glue) => glue.uuid()) ??
      "00000000-0000-0000-0000-000000000000");
  }

  /** Waits; tells the caller where `wait` is 1 (for a slot) or 2 (before a retry). */
  pause(id: number, ms: number, wait: number, leastMs: number): void {
    if (wait) {
      this.#tell("onWait", (): Told<WaitEvent> => ({
        attempt: this.#attempt + 1,
        reason: wait === 1 ? "rateLimit" : "retry",
        ms: Number.isFinite(leastMs) ? leastMs : null,
      }));
    }
    // Rounded up: a timer rounds down, and would be set again for the rest.
    this.#wait(id, Math.min(Math.ceil(ms) + 1, MAX_MS));
  }

  /** Sends the request and waits for the answer's head. The time covers the body too. */
  send(id: number, path: string, ms: number): void {
    this.response = this.read = this.cause = undefined;
    if (!this.#wait(id, ms)) return;
    const { apiKey, baseUrl, fetch, init, requestIdHeader } = this.config;
    const attempt = ++this.#attempt;
    const url = baseUrl + path;
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
    if (this.#waiting === undefined) {
      // The hook aborted the call.
      this.#attempt--;
      return;
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
        this.#end(DONE, response);
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
  }

  /** Reads the body of the answer that came. */
  receive(id: number): void {
    const { response } = this;
    const controller = this.#controller;
    this.#waiting = id;
    // The signal came between head and body.
    if (!controller || !response) return this.#end(ABORTED);
    readBody(response, this.config.apiKey).then((read) => {
      if (this.#controller !== controller) return;
      this.read = read;
      this.cause = read.lost?.cause;
      const { json, retryAfter } = read;
      if (read.lost) return this.#interrupt(LOST);
      if (read.tooBig) return this.#interrupt(TOO_BIG);
      // Nothing is left to be aborted.
      this.#controller = undefined;
      clearTimeout(this.#timer);
      const found = json === undefined ? json : Found.answer(json);
      this.#end(DONE, found, retryAfter);
    }, ignore);
  }

  resolve(): void {
    this.#close();
    this.#settle.resolve(this.read?.json as CustomerCustomFieldValue);
  }

  reject(...error: ErrorParts): void {
    this.#close();
    this.#settle.reject(error);
  }

  /** The core trapped. */
  crash(cause: unknown): void {
    this.cause = cause;
    // Unknown or notSent, by their numbers.
    const outcome = this.#attempt ? 2 : 0;
    this.reject(CRASHED, outcome, -1, CRASH, "CRASHED", NaN, "", []);
  }

  /** Starts the time for what is asked; says whether to go on. */
  #wait(id: number, ms: number): boolean {
    this.#stop();
    this.#waiting = id;
    let aborted: boolean | undefined;
    try {
      aborted = this.signal?.aborted;
    } catch {
      // Then it is not known to be.
    }
    if (aborted) this.#interrupt(ABORTED_UNSENT);
    else this.#timer = setTimeout(() => this.#interrupt(TIMEOUT), ms);
    return !aborted;
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

  #end(how: number, value?: unknown, retryAfter = NaN): void {
    const id = this.#waiting;
    this.#waiting = undefined;
    if (id !== undefined)
      this.core.enter((glue) => glue.settle(id, how, value, retryAfter));
  }

  #close(): void {
    this.#waiting = undefined;
    this.#stop();
    this.core.calls.delete(this);
    try {
      if (this.signal != null) unlisten(this.signal, this.#onAbort);
    } catch {
      // It is the caller's.
    }
  }

  /** Calls a hook, which may throw, reject or call the client. */
  #tell(name: keyof Hooks, data: () => object): void {
    const hook: ((event: never) => unknown) | undefined = this.settings[name];
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
