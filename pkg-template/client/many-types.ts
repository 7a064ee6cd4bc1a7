import type { RequestEvent, ResponseEvent, WaitEvent } from "../core/hooks.js";
import type { PlatformSignal } from "../core/platform.js";
import type { CustomerCustomFieldValue } from "../core/wasm/core.js";
import type {
  CreateCustomerCustomFieldValueInput,
  CreateOptions,
} from "./create-options.js";
import type { AnyCareCycleError } from "./errors/any.js";
import type { ValidationError } from "./errors/validation.js";

/** A value to create; may hold whatever else its result should bring back. */
export interface CreateManyRow {
  /** The customer's UUID. */
  customerId: string;
  /** The definition's ID and the value. */
  body: CreateCustomerCustomFieldValueInput;
}

/** What became of a row: an error's `outcome`, but `"invalid"` where the row was refused here. */
export type CreateManyStatus =
  "created" | "rejected" | "invalid" | "unknown" | "notSent";

/** Which row a result is of. */
interface ResultOf<Row> {
  /** The row's place in the source, from 0. */
  index: number;
  /** The row as it was taken from the source. */
  row: Row;
}

/** The row's value was created, and here it is. */
export interface CreateManyCreated<Row> extends ResultOf<Row> {
  /** What became of the row. */
  status: "created";
  /** The created value. */
  value: CustomerCustomFieldValue;
  /** None. */
  error?: undefined;
}

/** The row's value was created, but its response could not be read. */
export interface CreateManyUnread<Row> extends ResultOf<Row> {
  /** What became of the row. */
  status: "created";
  /** None. */
  value?: undefined;
  /** Why there is no `value`. */
  error: AnyCareCycleError;
}

/** The row was refused here: nothing was sent. */
export interface CreateManyInvalid<Row> extends ResultOf<Row> {
  /** What became of the row. */
  status: "invalid";
  /** None. */
  value?: undefined;
  /** What is wrong with the row. */
  error: ValidationError;
}

/** The row's value was not created, or nobody knows. */
export interface CreateManyFailed<Row> extends ResultOf<Row> {
  /** What became of the row. */
  status: "rejected" | "unknown" | "notSent";
  /** None. */
  value?: undefined;
  /** Why there is no `value`. */
  error: AnyCareCycleError;
}

/** What became of a row: there is always either a `value` or an `error`. */
export type CreateManyResult<Row> =
  | CreateManyCreated<Row>
  | CreateManyUnread<Row>
  | CreateManyInvalid<Row>
  | CreateManyFailed<Row>;

/** How many rows came to what, so far. */
export interface CreateManySummary {
  /** Rows that were taken from the source; those that are not among the others are under way. */
  taken: number;
  /** Rows whose value was created. */
  created: number;
  /** Rows that the server rejected. */
  rejected: number;
  /** Rows that were refused here. */
  invalid: number;
  /** Rows of which nobody knows whether the value was created. */
  unknown: number;
  /** Rows that were not sent. */
  notSent: number;
}

/** How far it is. */
export interface CreateManyProgress {
  /** Rows with a result. */
  done: number;
  /** How many rows there are, where the source has a `length` or a `size`. */
  total?: number;
  /** Rows whose value was created. */
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
  /** The row's place in the source, from 0. */
  index: number;
  /** The row as it was taken from the source. */
  readonly row: Row;
}

/** Options of `createMany`; what is left out is as the client has it. */
export interface CreateManyOptions<Row = CreateManyRow> extends Omit<
  CreateOptions,
  "onRequest" | "onResponse" | "onWait" | "deadlineMs"
> {
  /**
   * How many rows may be under way at once, waiting included: up to 1000. The first row goes alone, and
   * others follow once the server has answered it and you have read its result; likewise after a row
   * whose outcome is `"unknown"`. So a refused key or a broken network costs one row.
   * @default 16, or the rate limit's `requests` where these are fewer
   */
  concurrency?: number | undefined;
  /** Stops at once: what is in flight is aborted, and its outcome `"unknown"`; all else is `"notSent"`. */
  signal?: PlatformSignal | undefined;
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
  /** Called when the head of a response came. */
  onResponse?: ((event: ResponseEvent & OfRow<Row>) => unknown) | undefined;
  /** Called when a row's call begins to wait. */
  onWait?: ((event: WaitEvent & OfRow<Row>) => unknown) | undefined;
}

/**
 * The results in the order of completion, to be read once, with `for await`. Nothing happens before
 * that begins, and no more rows are taken than are read. Leaving the loop early stops as `stop()` does
 * and waits for what is in flight.
 */
export interface CreateMany<Row> extends AsyncIterable<CreateManyResult<Row>> {
  /** How many rows came to what, so far. */
  summary(): CreateManySummary;
  /**
   * Takes no more rows and sends nothing more. Those that wait become `"notSent"`, or `"rejected"`
   * after a 429; those in flight are finished; their results still come.
   */
  stop(): void;
}
