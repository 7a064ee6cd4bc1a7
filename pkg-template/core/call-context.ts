import type { operations } from "../generated.js";
import type { ReadBody } from "./body.js";
import type { Transport } from "./fetch.js";
import type { Hooks } from "./hooks.js";
import type { CallSettings } from "./wasm/core.js";

export type Operation = (typeof operations)[keyof typeof operations];

/** What a call needs besides the request. */
export interface CallContext {
  readonly operation: Operation;
  readonly transport: Transport;
  readonly settings: CallSettings;
  readonly hooks: Hooks;
  readonly signal: AbortSignal | undefined;
}

/** What a call leaves behind besides its value or error report. */
export interface CallTrace {
  readonly requestId: string;
  /** The body that was sent, as JSON text. */
  readonly sent: string;
  readonly response: Response | undefined;
  readonly read: ReadBody | undefined;
  readonly cause: unknown;
  /** Why the caller's own headers could not be created. */
  readonly refusal: { error: unknown } | undefined;
}

/** What interrupted a wait. */
export type Interruption = "timer" | "call" | "abort" | "crash";

/** How an operation that a call awaited ended. */
export type Ended<Value> =
  { value: Value } | { error: unknown } | { by: Interruption };
