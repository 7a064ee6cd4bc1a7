import { promised } from "./promised.js";

/** A request is about to leave. */
export interface RequestEvent {
  /** The call's UUID, also on its error. */
  requestId: string;
  /** Which attempt of the call, from 1. */
  attempt: number;
  /** The HTTP method. */
  method: "POST";
  /** Where the request goes. */
  url: string;
  /** The key and the values of your own headers are `[redacted]`. */
  headers: Record<string, string>;
  /** The body's keys; the values are `[redacted]`. */
  body: Record<string, unknown>;
}

/** The head of a response came. */
export interface ResponseEvent {
  /** The call's UUID, also on its error. */
  requestId: string;
  /** Which attempt of the call, from 1. */
  attempt: number;
  /** The HTTP status. */
  status: number;
  /** Milliseconds from the request to the response's head. */
  durationMs: number;
}

/** A call waits before its next attempt. */
export interface WaitEvent {
  /** The call's UUID, also on its error. */
  requestId: string;
  /** The attempt that the call waits for, from 1. */
  attempt: number;
  /** `"rateLimit"`: for a slot within the rate limit. `"retry"`: for the time before a retry. */
  reason: "rateLimit" | "retry";
  /** Milliseconds that it will take at least; `null` if only a response can tell. */
  ms: number | null;
}

/** For logs, without key and values. Fire-and-forget: what they throw or reject with is ignored. */
export interface Hooks {
  /** Called just before a request leaves, and not waited for. */
  onRequest?: ((event: RequestEvent) => unknown) | undefined;
  /** Called when the head of a response came. */
  onResponse?: ((event: ResponseEvent) => unknown) | undefined;
  /** Called when a call begins to wait. */
  onWait?: ((event: WaitEvent) => unknown) | undefined;
}

/** Calls a function of the user's, which may throw or reject: that is ignored. */
export function fireAndForget(call: () => unknown): void {
  // What it comes to is not passed on: reading its `then` again may throw.
  promised(call).then(
    () => {},
    () => {},
  );
}

/** Headers as hooks show them: the key and the caller's own may be secrets. */
export const withoutSecrets = (
  headers: Record<string, string>,
  own: Record<string, string> = {},
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      name === "x-api-key" || Object.hasOwn(own, name) ? "[redacted]" : value,
    ]),
  );

/** A body as hooks show it. */
export const withoutValues = (body: string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(JSON.parse(body) as Record<string, unknown>).map(
      ([name, value]) => [
        name,
        name === "fieldDefinitionId" ? value : "[redacted]",
      ],
    ),
  );
