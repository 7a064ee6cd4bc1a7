import type { RequestEvent, ResponseEvent, WaitEvent } from "../core/hooks.js";
import type {
  CreateCustomerCustomFieldValueRequest,
  CustomerCustomFieldValue,
} from "../core/wasm/core.js";
import type { CreateOptions } from "./create-options.js";
import type { CareCycleError } from "./errors/base.js";

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
  /** The created value; absent if it was not created, or its response could not be read. */
  value?: CustomerCustomFieldValue;
  /**
   * Why there is no `value`: always there without one, with `status: "created"` too, if the value was
   * created but its response could not be read.
   */
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
   * How many rows may be under way at once, waiting included: up to 1000. The first row goes alone, and
   * others follow once the server has answered it and you have read its result; likewise after a row
   * whose outcome is `"unknown"`. So a refused key or a broken network costs one row.
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
