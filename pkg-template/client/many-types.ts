import type { RequestEvent, ResponseEvent, WaitEvent } from "../core/hooks.js";
import type { PlatformSignal } from "../core/platform.js";
import type { CustomerCustomFieldValue } from "../core/wasm/core.js";
import type {
  CreateCustomerCustomFieldValueInput,
  CreateOptions,
} from "./create-options.js";
import type { AnyCareCycleError } from "./errors/any.js";
import type { ValidationError } from "./errors/validation.js";

/** A value to create. May have further properties, which its result returns. */
export interface CreateManyRow {
  /** The customer's UUID. */
  customerId: string;
  /** The definition's ID and the value. */
  body: CreateCustomerCustomFieldValueInput;
}

/** The result of a row: an error's `outcome`, or `"invalid"` if the client rejected the row. */
export type CreateManyStatus =
  "created" | "rejected" | "invalid" | "unknown" | "notSent";

/** The row that a result belongs to. */
interface ResultOf<Row> {
  /** The row's place in the source, from 0. */
  index: number;
  /** The row as it was read from the source. */
  row: Row;
}

/** The row's value was created. */
export interface CreateManyCreated<Row> extends ResultOf<Row> {
  /** The result of the row. */
  status: "created";
  /** The created value. */
  value: CustomerCustomFieldValue;
  /** Why there is no `value`, or why the row failed; `undefined` if nothing went wrong. */
  error?: undefined;
}

/** The row's value was created, but its response could not be read. */
export interface CreateManyUnread<Row> extends ResultOf<Row> {
  /** The result of the row. */
  status: "created";
  /** The created value; `undefined` if there is none. */
  value?: undefined;
  /** Why there is no `value`. */
  error: AnyCareCycleError;
}

/** The client rejected the row: nothing was sent. */
export interface CreateManyInvalid<Row> extends ResultOf<Row> {
  /** The result of the row. */
  status: "invalid";
  /** The created value; `undefined` if there is none. */
  value?: undefined;
  /** What is wrong with the row. */
  error: ValidationError;
}

/** The row's value was not created, or that is unknown. */
export interface CreateManyFailed<Row> extends ResultOf<Row> {
  /** The result of the row. */
  status: "rejected" | "unknown" | "notSent";
  /** The created value; `undefined` if there is none. */
  value?: undefined;
  /** Why there is no `value`. */
  error: AnyCareCycleError;
}

/** The result of a row, with either a `value` or an `error`. */
export type CreateManyResult<Row> =
  | CreateManyCreated<Row>
  | CreateManyUnread<Row>
  | CreateManyInvalid<Row>
  | CreateManyFailed<Row>;

/** The number of rows with each result so far. */
export interface CreateManySummary {
  /** Rows that were read from the source; those without a result are in progress. */
  taken: number;
  /** Rows whose value was created. */
  created: number;
  /** Rows that the server rejected. */
  rejected: number;
  /** Rows that the client rejected. */
  invalid: number;
  /** Rows for which it is unknown whether the value was created. */
  unknown: number;
  /** Rows that were not sent. */
  notSent: number;
}

/** The progress so far. */
export interface CreateManyProgress {
  /** Rows with a result. */
  done: number;
  /** How many rows there are, if the source has a `length` or a `size`. */
  total?: number;
  /** Rows whose value was created. */
  created: number;
  /** Rows that failed, except those that were not sent because of `stop()`. */
  failed: number;
  /** Estimated milliseconds left, by the rate limit and the time so far; `null` if unknown. */
  etaMs: number | null;
  /** Milliseconds until the next request may leave, if all rows wait for that. */
  waitingMs: number;
}

/** The row that a hook is called for. `row` is not enumerable, so logs do not show its values. */
export interface RowContext<Row> {
  /** The row's place in the source, from 0. */
  index: number;
  /** The row as it was read from the source. */
  readonly row: Row;
}

/** Options of `createMany`. Defaults are the client's options. */
export interface CreateManyOptions<Row = CreateManyRow> extends Omit<
  CreateOptions,
  "onRequest" | "onResponse" | "onWait" | "deadlineMs"
> {
  /**
   * How many rows may be in progress, waiting included: up to 1000. The first row goes alone;
   * others follow once the server has responded to it and you have read its result, and the same
   * applies after a row whose outcome is `"unknown"`. So a refused key or a broken network costs
   * one row.
   * @default 16, or the rate limit's `requests` if that is less
   */
  concurrency?: number | undefined;
  /**
   * Stops immediately: requests in flight are aborted with the outcome `"unknown"`, all other rows
   * are `"notSent"`.
   */
  signal?: PlatformSignal | undefined;
  /**
   * Milliseconds for all rows together; after that no more are read. Up to 2147483647.
   * @default none; each row waits as long as the rate limit requires
   */
  deadlineMs?: number | undefined;
  /**
   * Stops after the first row that is not created, as `stop()` does.
   * @default false
   */
  stopOnError?: boolean | undefined;
  /** Called after each row, and when all rows wait. What it throws is ignored. */
  onProgress?: ((progress: CreateManyProgress) => unknown) | undefined;
  /** Called just before a request leaves. Fire-and-forget. */
  onRequest?: ((event: RequestEvent & RowContext<Row>) => unknown) | undefined;
  /** Called when the head of a response arrived. */
  onResponse?:
    ((event: ResponseEvent & RowContext<Row>) => unknown) | undefined;
  /** Called when a row's call starts to wait. */
  onWait?: ((event: WaitEvent & RowContext<Row>) => unknown) | undefined;
}

/**
 * The results in the order of completion, to be read once with `for await`. Nothing is sent before
 * you start to read, and rows are started only as fast as you read results. Leaving the loop early
 * stops as `stop()` does and waits for the requests in flight.
 */
export interface CreateMany<Row> extends AsyncIterable<CreateManyResult<Row>> {
  /** The number of rows with each result so far. */
  summary(): CreateManySummary;
  /**
   * Reads no more rows and sends nothing more. Rows that wait become `"notSent"`, or `"rejected"`
   * after a 429; requests in flight are finished. You can still read their results.
   */
  stop(): void;
}
