/**
 * Cloudflare Workers before compatibility date 2024-10-14 resume a request that another one wakes
 * in the other's context, where its `fetch` fails. There, a call relies on its own timer alone.
 */
export function canWakeOthers(): boolean {
  const { Cloudflare } = globalThis as {
    Cloudflare?: { compatibilityFlags?: Record<string, boolean> };
  };
  const flags = Cloudflare?.compatibilityFlags;
  return flags?.handle_cross_request_promise_resolution !== false;
}
