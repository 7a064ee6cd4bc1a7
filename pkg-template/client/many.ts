import {
  CONCURRENCY,
  DEFAULT_CONCURRENCY,
  MAX_TIMER_MS,
} from "../generated.js";
import {
  type Hooks,
  type RequestEvent,
  type ResponseEvent,
  type WaitEvent,
  fireAndForget,
} from "../core/hooks.js";
import { listen, unlisten } from "../core/signals.js";
import type {
  CreateCustomerCustomFieldValueRequest,
  CustomerCustomFieldValue,
} from "../core/wasm/core.js";
import type { Create, CreateOptions } from "./create-options.js";
import type { CareCycleError } from "./errors/base.js";
import { refuse } from "./errors/configuration.js";
import { ValidationError } from "./errors/validation.js";
import type { Config, RateLimit } from "./options.js";
import { SETTINGS, check, mergeSettings, readOptions } from "./settings.js";

/** A value to create; may hold whatever else its result should bring back. */
export interface CreateManyRow {
  customerId: string;
  body: CreateCustomerCustomFieldValueRequest;
}

/** What became of a row: an error's `outcome`, but `"invalid"` where the row was refused here. */
export type CreateManyStatus =
  "created" | "rejected" | "invalid" | "unknown" | "notSent";

/** What became of a row. */
export interface CreateManyResult<Row> {
  /** The row's place in the source, from 0. */
  index: number;
  row: Row;
  status: CreateManyStatus;
  /** The created value, where its answer could be read. */
  value?: CustomerCustomFieldValue;
  /** Why there is no value. */
  error?: CareCycleError;
}

/** How many rows came to what, so far. */
export interface CreateManySummary {
  /** Rows that were taken from the source; those that are not among the others are under way. */
  taken: number;
  created: number;
  rejected: number;
  invalid: number;
  unknown: number;
  notSent: number;
}

/** How far it is. */
export interface CreateManyProgress {
  done: number;
  /** How many rows there are, where the source has a `length` or a `size`. */
  total?: number;
  created: number;
  /** Those done that are not created, without those that `stop()` kept from being sent. */
  failed: number;
  /** Milliseconds left, as the rate limit and the time so far have it; `null` where it cannot be told. */
  etaMs: number | null;
  /** Milliseconds until the next request may leave, where all wait for that. */
  waitingMs: number;
}

/** Which row a hook is told of; `row` is not enumerable, so that no log shows its values. */
export interface OfRow<Row> {
  index: number;
  readonly row: Row;
}

/** Options of `createMany`; what is left out is as the client has it. */
export interface CreateManyOptions<Row = CreateManyRow> extends Omit<
  CreateOptions,
  "onRequest" | "onResponse" | "onWait" | "deadlineMs"
> {
  /**
   * How many rows may be under way at once, waiting included: up to 1000.
   * @default 16, or the rate limit's `requests` where these are fewer
   */
  concurrency?: number | undefined;
  /** Stops at once: what is in flight is aborted, and its outcome `"unknown"`; all else is `"notSent"`. */
  signal?: AbortSignal | undefined;
  /**
   * Milliseconds for all rows together; after that no more are taken. Up to 2147483647.
   * @default none; each row waits as long as the rate limit makes it
   */
  deadlineMs?: number | undefined;
  /**
   * Takes no more rows after the first that is not created, as `stop()` does.
   * @default false
   */
  stopOnError?: boolean | undefined;
  /** Told after each row, and when all wait. What it throws is ignored. */
  onProgress?: ((progress: CreateManyProgress) => unknown) | undefined;
  /** Called just before the request leaves, and not waited for. */
  onRequest?: ((event: RequestEvent & OfRow<Row>) => unknown) | undefined;
  onResponse?: ((event: ResponseEvent & OfRow<Row>) => unknown) | undefined;
  onWait?: ((event: WaitEvent & OfRow<Row>) => unknown) | undefined;
}

/**
 * The results in the order of completion, to be read once, with `for await`. Nothing happens before
 * that begins, and no more rows are taken than are read. Leaving the loop early stops as `stop()` does
 * and waits for what is in flight.
 */
export interface CreateMany<Row> extends AsyncIterable<CreateManyResult<Row>> {
  summary(): CreateManySummary;
  /**
   * Takes no more rows and sends nothing more. Those that wait become `"notSent"`, or `"rejected"`
   * after a 429; those in flight are finished; their results still come.
   */
  stop(): void;
}

const OPTIONS = [
  "concurrency",
  "onProgress",
  "signal",
  "stopOnError",
  "unknownFields",
  ...SETTINGS,
] as const;

/** A row in progress. */
interface Active {
  readonly controller: AbortController;
  /** Whether its request left and has no answer yet. */
  sent: boolean;
}

/** @internal Many values, within the rate limit. Throws where an option is wrong. */
export function createMany<Row extends CreateManyRow>(
  { rateLimit, settings }: Config,
  create: Create,
  rows: Iterable<Row> | AsyncIterable<Row>,
  options: CreateManyOptions<Row> = {},
): CreateMany<Row> {
  const read = readOptions(options, OPTIONS);
  const most = rateLimit.requests || DEFAULT_CONCURRENCY;
  const { concurrency = Math.min(DEFAULT_CONCURRENCY, most) } = read;
  check("concurrency", concurrency, CONCURRENCY);
  if (read.onProgress !== undefined)
    check("onProgress", read.onProgress, { type: "function" });
  mergeSettings(read as CreateOptions, settings);
  const { signal } = read;
  if (signal != null && typeof signal.addEventListener !== "function")
    refuse("signal must be an AbortSignal");
  const { [Symbol.iterator]: all, [Symbol.asyncIterator]: each } = Object(
    rows,
  ) as Partial<Iterable<Row> & AsyncIterable<Row>>;
  if (!all && !each) refuse("rows must be an iterable");
  const own = { ...read, concurrency };
  return new Many(create, rows, own, settings, rateLimit);
}

class Many<Row extends CreateManyRow> implements CreateMany<Row> {
  readonly #summary = {
    taken: 0,
    created: 0,
    rejected: 0,
    invalid: 0,
    unknown: 0,
    notSent: 0,
  };
  readonly #one: Create;
  readonly #options: CreateManyOptions<Row> & { concurrency: number };
  readonly #hooks: Hooks;
  readonly #rateLimit: RateLimit;
  readonly #active = new Set<Active>();
  readonly #results: CreateManyResult<Row>[] = [];
  readonly #source: AsyncGenerator<Row>;
  readonly #total: number | undefined;
  #failed = 0;
  #pulling = false;
  /** No more rows are taken. */
  #ended = false;
  /** Nothing that waits is sent any more. */
  #stopped = false;
  /** What the source threw. */
  #failure: { error: unknown } | undefined;
  #wake = () => {};
  #startedAt = 0;
  /** When the next request may leave, as far as is known. */
  #slotAt = 0;

  constructor(
    create: Create,
    rows: Iterable<Row> | AsyncIterable<Row>,
    options: CreateManyOptions<Row> & { concurrency: number },
    hooks: Hooks,
    rateLimit: RateLimit,
  ) {
    this.#one = create;
    this.#options = options;
    this.#hooks = hooks;
    this.#rateLimit = rateLimit;
    this.#source = (async function* () {
      yield* rows;
    })();
    const { length, size } = Object(rows) as Record<string, unknown>;
    const total = length ?? size;
    if (typeof total === "number") this.#total = total;
  }

  summary(): CreateManySummary {
    return { ...this.#summary };
  }

  stop(): void {
    this.#ended = this.#stopped = true;
    for (const { controller, sent } of this.#active)
      if (!sent) controller.abort();
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<CreateManyResult<Row>> {
    const { signal, deadlineMs } = this.#options;
    const abort = () => {
      this.#ended = true;
      for (const { controller } of this.#active)
        controller.abort(signal?.reason);
      this.#wake();
    };
    if (signal) listen(signal, abort);
    if (signal?.aborted) abort();
    this.#startedAt = performance.now();
    const timer = deadlineMs && setTimeout(() => this.stop(), deadlineMs);
    try {
      for (;;) {
        this.#pull();
        const result = this.#results.shift();
        if (result) yield result;
        else if (this.#ended && !this.#active.size) break;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
      if (this.#failure) throw this.#failure.error;
    } finally {
      this.stop();
      while (this.#active.size)
        await new Promise<void>((resolve) => (this.#wake = resolve));
      clearTimeout(timer);
      if (signal) unlisten(signal, abort);
      // Where the source owes a row it may do so for ever.
      const closed = this.#source.return(undefined);
      if (this.#pulling) closed.catch(ignore);
      else await closed;
    }
  }

  /** Takes the next row, where there is room for it. */
  #pull(): void {
    const { concurrency } = this.#options;
    const full = this.#active.size + this.#results.length >= concurrency;
    if (this.#pulling || this.#ended || full) return;
    this.#pulling = true;
    const pulled = (take: () => void) => {
      this.#pulling = false;
      // What comes after the end is not taken.
      if (!this.#ended) take();
      this.#wake();
    };
    this.#source.next().then(
      ({ done, value }) =>
        pulled(() => {
          if (done) this.#ended = true;
          else void this.#start(value);
        }),
      (error: unknown) =>
        pulled(() => {
          this.#ended = true;
          this.#failure = { error };
        }),
    );
  }

  async #start(row: Row): Promise<void> {
    const index = this.#summary.taken++;
    const active: Active = { controller: new AbortController(), sent: false };
    this.#active.add(active);
    const result: CreateManyResult<Row> = { index, row, status: "created" };
    try {
      result.value = await this.#create(row, index, active);
    } catch (error) {
      result.error = error as CareCycleError;
      result.status =
        error instanceof ValidationError && error.source === "client"
          ? "invalid"
          : result.error.outcome;
    }
    this.#active.delete(active);
    this.#results.push(result);
    // What was kept from being sent did not fail.
    if (
      result.status !== "created" &&
      !(this.#stopped && result.error?.code === "ABORTED")
    )
      this.#failed++;
    this.#summary[result.status]++;
    const { stopOnError, deadlineMs } = this.#options;
    // No slot is left before the deadline: not for the next row either.
    const late =
      deadlineMs &&
      result.status === "notSent" &&
      result.error?.code === "TIMEOUT";
    if (late || (stopOnError && result.status !== "created")) this.stop();
    this.#tellProgress();
    this.#wake();
  }

  #create(
    row: Row,
    index: number,
    active: Active,
  ): Promise<CustomerCustomFieldValue> {
    let customerId, body;
    try {
      ({ customerId, body } = readOptions(row, ["customerId", "body"]));
    } catch {
      // Then it has none.
    }
    const { onRequest, onResponse, onWait, deadlineMs, ...settings } =
      this.#options;
    const of = <Event extends object>(event: Event): Event & OfRow<Row> =>
      Object.defineProperty({ ...event, index }, "row", {
        value: row,
      }) as never;
    const hooks = this.#hooks;
    return this.#one(customerId as never, body as never, {
      ...settings,
      signal: active.controller.signal,
      deadlineMs: deadlineMs
        ? Math.max(1, this.#startedAt + deadlineMs - performance.now())
        : MAX_TIMER_MS,
      onRequest: (event) => {
        active.sent = true;
        return onRequest ? onRequest(of(event)) : hooks.onRequest?.(event);
      },
      onResponse: (event) =>
        onResponse ? onResponse(of(event)) : hooks.onResponse?.(event),
      onWait: (event) => {
        active.sent = false;
        // It met a 429, and would be sent again.
        if (this.#stopped) active.controller.abort();
        this.#slotAt = performance.now() + (event.ms ?? 0);
        this.#tellProgress();
        return onWait ? onWait(of(event)) : hooks.onWait?.(event);
      },
    });
  }

  #tellProgress(): void {
    const { onProgress } = this.#options;
    if (!onProgress) return;
    const { created, taken } = this.#summary;
    const done = taken - this.#active.size;
    const now = performance.now();
    const { requests, perMs } = this.#rateLimit;
    const perRow = Math.max(
      (now - this.#startedAt) / done,
      requests && perMs / requests,
    );
    const total = this.#total;
    const someSent = [...this.#active].some(({ sent }) => sent);
    const isKnown = total !== undefined && done > 0;
    fireAndForget(() =>
      onProgress({
        done,
        ...(total !== undefined && { total }),
        created,
        failed: this.#failed,
        etaMs: isKnown ? Math.max(0, total - done) * perRow : null,
        waitingMs: someSent ? 0 : Math.max(0, this.#slotAt - now),
      }),
    );
  }
}

const ignore = () => {};
