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
  RowContext,
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
  /** Whether its request left and has no response yet. */
  sent: boolean;
}

/** @internal Creates many values within the rate limit. Throws if an option is wrong. */
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
  readonly #createOne: Create;
  readonly #options: CreateManyOptions<Row> & { concurrency: number };
  readonly #hooks: Hooks;
  readonly #rateLimit: RateLimit;
  readonly #active = new Set<Active>();
  readonly #results: CreateManyResult<Row>[] = [];
  readonly #source: AsyncGenerator<Row>;
  readonly #total: number | undefined;
  #failed = 0;
  #pulling = false;
  /** A row of the source that has not been started. */
  #next: { value: Row } | undefined;
  /**
   * How many rows may be in progress: one until the server has responded, and after an unknown
   * outcome.
   */
  #maxInProgress = 1;
  /** The index of the row that goes alone. */
  #probe = 0;
  /** Whether no more rows are read. */
  #ended = false;
  /** Whether nothing more is sent. */
  #stopped = false;
  /** What the source threw. */
  #failure: { error: unknown } | undefined;
  #wake = () => {};
  #startedAt = 0;
  /** When the next request may leave, if known. */
  #slotAt = 0;

  constructor(
    create: Create,
    rows: Iterable<Row> | AsyncIterable<Row>,
    options: CreateManyOptions<Row> & { concurrency: number },
    hooks: Hooks,
    rateLimit: RateLimit,
  ) {
    this.#createOne = create;
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
          // The reader came back for more, so it did not stop.
          if (result.index === this.#probe && RESPONDED.test(result.status))
            this.#maxInProgress = this.#options.concurrency;
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
      // A source that is still to yield a row may never do so.
      const closed = this.#source.return(undefined);
      if (this.#pulling) closed.catch(ignore);
      else await closed;
    }
  }

  /** Starts the next row, if another one may be in progress. */
  #pull(): void {
    const isFull =
      this.#active.size + this.#results.length >= this.#maxInProgress;
    if (this.#ended || isFull) return;
    if (this.#next) {
      const { value } = this.#next;
      this.#next = undefined;
      void this.#start(value);
    } else if (!this.#pulling) this.#readRow();
  }

  #readRow(): void {
    this.#pulling = true;
    const onRow = (next?: IteratorResult<Row>) => {
      this.#pulling = false;
      if (next?.done === false) this.#next = next;
      else this.#ended = true;
      // Does nothing if it ended meanwhile.
      this.#pull();
      this.#wake();
    };
    this.#source.next().then(onRow, (error: unknown) => {
      // Errors after the end are of no interest.
      if (!this.#ended) this.#failure = { error };
      onRow();
    });
  }

  async #start(row: Row): Promise<void> {
    const index = this.#summary.taken++;
    if (this.#maxInProgress === 1) this.#probe = index;
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
    if (result.status === "unknown") this.#maxInProgress = 1;
    // A row that `stop()` kept from being sent did not fail.
    if (
      result.status !== "created" &&
      !(this.#stopped && result.error.code === "ABORTED")
    )
      this.#failed++;
    this.#summary[result.status]++;
    const { stopOnError, deadlineMs } = this.#options;
    // There is no slot before the deadline, so the next row would get none either.
    const isPastDeadline =
      deadlineMs &&
      result.status === "notSent" &&
      result.error.code === "TIMEOUT";
    if (isPastDeadline || (stopOnError && result.status !== "created"))
      this.stop();
    this.#reportProgress();
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
      // Then the row has neither.
    }
    const { onRequest, onResponse, onWait, deadlineMs, ...settings } =
      this.#options;
    const withRow = <Event extends object>(
      event: Event,
    ): Event & RowContext<Row> =>
      Object.defineProperty({ ...event, index }, "row", {
        value: row,
      }) as never;
    const hooks = this.#hooks;
    return this.#createOne(customerId as never, body as never, {
      ...settings,
      signal: active.controller.signal,
      deadlineMs: deadlineMs
        ? Math.max(1, this.#startedAt + deadlineMs - performance.now())
        : MAX_TIMER_MS,
      onRequest: (event) => {
        active.sent = true;
        return onRequest ? onRequest(withRow(event)) : hooks.onRequest?.(event);
      },
      onResponse: (event) =>
        onResponse ? onResponse(withRow(event)) : hooks.onResponse?.(event),
      onWait: (event) => {
        active.sent = false;
        // After a 429 it would be sent again.
        if (this.#stopped) active.controller.abort();
        this.#slotAt = performance.now() + (event.ms ?? 0);
        this.#reportProgress();
        return onWait ? onWait(withRow(event)) : hooks.onWait?.(event);
      },
    });
  }

  #reportProgress(): void {
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

/** The statuses of a row to which the server responded. */
const RESPONDED = /^(created|rejected)$/;

const ignore = () => {};
