import { BASE_URL } from "../generated.js";
import type { FakeApi, Installed } from "./fake-api-types.js";

/** Resolves relative URLs against the page or, in Node, against a placeholder. */
export const resolve = (url: string): URL =>
  new URL(
    url,
    (globalThis.location as Location | undefined)?.href ?? "http://localhost",
  );

/** Replaces the global `fetch` for the requests to a base URL. */
export function install(
  fake: FakeApi["fetch"],
  baseUrl: string = BASE_URL,
): Installed {
  const base = resolve(baseUrl);
  const path = base.pathname.replace(/\/+$/, "");
  const isApi = (input: string | URL | Request) => {
    const { origin, pathname } = resolve(
      input instanceof Request ? input.url : String(input),
    );
    return origin === base.origin && `${pathname}/`.startsWith(`${path}/`);
  };
  const former = globalThis.fetch;
  let isInstalled = true;
  const installed: typeof fetch = (input, init) =>
    isInstalled && isApi(input) ? fake(input, init) : former(input, init);
  globalThis.fetch = installed;
  const restore = () => {
    isInstalled = false;
    // If another `fetch` replaced it since, that one still calls this one.
    if (globalThis.fetch === installed) globalThis.fetch = former;
  };
  return { restore, [Symbol.dispose]: restore };
}
