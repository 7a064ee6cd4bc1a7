import type {
  CreateOptions,
  RequestEvent,
  WaitEvent,
} from "carecycle-custom-fields";
import type { Config } from "./options.js";

/** The API's window, for a wait whose end depends on a response. */
const DEFAULT_WINDOW_MS = 60_000;

/**
 * @internal Ends a call when the visitor leaves, or when it would wait too long for a slot within
 * the rate limit.
 */
export class Slot {
  readonly #controller = new AbortController();
  readonly #config: Config;
  readonly #signal: AbortSignal | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When a slot may be free, by `Date.now()`. */
  #freeAt: number;
  /** Whether the wait for a slot was given up. */
  isGivenUp = false;

  constructor(config: Config, signal: AbortSignal | undefined) {
    this.#config = config;
    this.#signal = signal;
    this.#freeAt = Date.now() + this.#windowMs;
    if (signal?.aborted) this.#abort();
    else signal?.addEventListener("abort", this.#abort);
  }

  /** The options of the call. */
  get options(): CreateOptions {
    const { unknownFields, client } = this.#config;
    return {
      unknownFields,
      signal: this.#controller.signal,
      onWait: (event) => {
        if (event.reason === "rateLimit") this.#wait(event);
        return client.onWait?.(event);
      },
      onRequest: (event: RequestEvent) => {
        clearTimeout(this.#timer);
        return client.onRequest?.(event);
      },
    };
  }

  /** Whole seconds until it makes sense to try again. */
  get retryAfter(): number {
    return wholeSeconds((this.#freeAt - Date.now()) / 1000);
  }

  /** To be called after the call. */
  leave(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener("abort", this.#abort);
  }

  readonly #abort = () => this.#controller.abort();

  readonly #giveUp = () => {
    this.isGivenUp = true;
    this.#controller.abort();
  };

  get #windowMs(): number {
    const { rateLimit } = this.#config.client;
    return (rateLimit && rateLimit.perMs) || DEFAULT_WINDOW_MS;
  }

  #wait({ ms }: WaitEvent): void {
    const { maxWaitMs } = this.#config;
    this.#freeAt = Date.now() + (ms ?? this.#windowMs);
    clearTimeout(this.#timer);
    // Nobody needs to wait for a slot that comes too late.
    if (ms !== null && ms > maxWaitMs) this.#giveUp();
    else this.#timer = setTimeout(this.#giveUp, maxWaitMs);
  }
}

const MAX_SECONDS = 2_147_483;

/** @internal At least 1, since a page that retries immediately fails again. */
export const wholeSeconds = (seconds: number): number =>
  Math.min(Math.max(Math.ceil(seconds) || 1, 1), MAX_SECONDS);
