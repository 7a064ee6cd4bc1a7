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
  /** The headers. The key and the values of your own headers are `[redacted]`. */
  headers: Record<string, string>;
  /** The keys of the body. The values are `[redacted]`. */
  body: Record<string, unknown>;
}

/** The head of a response arrived. */
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
  /** `"rateLimit"`: waits for a slot. `"retry"`: backs off before a retry. */
  reason: "rateLimit" | "retry";
  /** Milliseconds that the wait takes at least; `null` if it depends on a response. */
  ms: number | null;
}

/**
 * Hooks for logs, without the key and values. Fire-and-forget: what they throw or reject with is
 * ignored.
 */
export interface Hooks {
  /** Called just before a request leaves. Fire-and-forget. */
  onRequest?: ((event: RequestEvent) => unknown) | undefined;
  /** Called when the head of a response arrived. */
  onResponse?: ((event: ResponseEvent) => unknown) | undefined;
  /** Called when a call starts to wait. */
  onWait?: ((event: WaitEvent) => unknown) | undefined;
}

/** Calls a function of the user's. What it throws or rejects with is ignored. */
export function fireAndForget(call: () => unknown): void {
  // The result is not passed on: reading its `then` again may throw.
  promised(call).then(
    () => {},
    () => {},
  );
}

/** Headers as hooks see them: the key and the caller's own may be secrets. */
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

/** A body as hooks see it. */
export const withoutValues = (body: string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(JSON.parse(body) as Record<string, unknown>).map(
      ([name, value]) => [
        name,
        name === "fieldDefinitionId" ? value : "[redacted]",
      ],
    ),
  );
