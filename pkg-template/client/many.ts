import {
  CONCURRENCY,
  DEFAULT_CONCURRENCY,
  MAX_TIMER_MS,
} from "../generated.js";
import { type Hooks, fireAndForget } from "../core/hooks.js";
import { listen, unlisten } from "../core/signals.js";
import type { CustomerCustomFieldValue } from "../core/wasm/core.js";
import type { Create, CreateOptions } from "./create-options.js";
import type { AnyCareCycleError } from "./errors/any.js";
import { refuse } from "./errors/configuration.js";
import { ValidationError } from "./errors/validation.js";
import type {
  CreateMany,
  CreateManyFailed,
  CreateManyOptions,
  CreateManyResult,
  CreateManyRow,
  CreateManySummary,
  CreateManyUnread,
  OfRow,
} from "./many-types.js";
import type { Config, RateLimit } from "./options.js";
import { SETTINGS, check, mergeSettings, readOptions } from "./settings.js";

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
  /** A row of the source that is not started yet. */
  #next: { value: Row } | undefined;
  /** How many rows may be under way: one until the server has answered it, and after an unknown outcome. */
  #room = 1;
  /** The row that went alone. */
  #probe = 0;
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
        if (result) {
          yield result;
          // Whoever read it did not stop.
          if (result.index === this.#probe && ANSWERED.test(result.status))
            this.#room = this.#options.concurrency;
        } else if (this.#ended && !this.#active.size) break;
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

  /** Starts the next row, if there is room for it. */
  #pull(): void {
    const isFull = this.#active.size + this.#results.length >= this.#room;
    if (this.#ended || isFull) return;
    if (this.#next) {
      const { value } = this.#next;
      this.#next = undefined;
      void this.#start(value);
    } else if (!this.#pulling) this.#take();
  }

  #take(): void {
    this.#pulling = true;
    const taken = (next?: IteratorResult<Row>) => {
      this.#pulling = false;
      if (next?.done === false) this.#next = next;
      else this.#ended = true;
      // Not if it ended meanwhile.
      this.#pull();
      this.#wake();
    };
    this.#source.next().then(taken, (error: unknown) => {
      // What comes after the end is nobody's.
      if (!this.#ended) this.#failure = { error };
      taken();
    });
  }

  async #start(row: Row): Promise<void> {
    const index = this.#summary.taken++;
    if (this.#room === 1) this.#probe = index;
    const active: Active = { controller: new AbortController(), sent: false };
    this.#active.add(active);
    let result: CreateManyResult<Row>;
    try {
      const value = await this.#create(row, index, active);
      result = { index, row, status: "created", value };
    } catch (thrown) {
      const error = thrown as AnyCareCycleError;
      result =
        error instanceof ValidationError && error.source === "client"
          ? { index, row, status: "invalid", error }
          : ({ index, row, status: error.outcome, error } as
              CreateManyUnread<Row> | CreateManyFailed<Row>);
    }
    this.#active.delete(active);
    this.#results.push(result);
    if (result.status === "unknown") this.#room = 1;
    // What was kept from being sent did not fail.
    if (
      result.status !== "created" &&
      !(this.#stopped && result.error.code === "ABORTED")
    )
      this.#failed++;
    this.#summary[result.status]++;
    const { stopOnError, deadlineMs } = this.#options;
    // No slot is left before the deadline: not for the next row either.
    const late =
      deadlineMs &&
      result.status === "notSent" &&
      result.error.code === "TIMEOUT";
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

/** The statuses of a row that the server has answered. */
const ANSWERED = /^(created|rejected)$/;

const ignore = () => {};
