import { coreInUse } from "./core.js";

/**
 * Frees the slots of all clients' rate limits in this thread, and ends a stop after a 429: for
 * `afterEach`, so that the requests of one test do not delay the next. Waiting calls get slots
 * immediately, as many as the limit allows.
 */
export function resetRateLimits(): void {
  const core = coreInUse();
  if (!core) return;
  core.enter(
    (exported) => exported.resetRateLimits(),
    () => undefined,
  );
  for (const call of [...core.calls.values()]) call.wake();
}
