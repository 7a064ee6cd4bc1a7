import { coreInUse } from "./core.js";

/**
 * Frees the slots of all clients' rate limits in this thread, a stop after a 429 included: for
 * `afterEach`, so that what one test sends keeps no other waiting. Calls that wait have their slots at
 * once, as many as the limit allows.
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
