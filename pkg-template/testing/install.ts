import { BASE_URL } from "../generated.js";
import type { FakeApi, Installed } from "./fake-api-types.js";

/** Relative URLs are those of the page, or in Node of nobody. */
export const resolve = (url: string): URL =>
  new URL(
    url,
    (globalThis.location as Location | undefined)?.href ?? "http://localhost",
  );

/** Takes over the global `fetch` for the requests to a base URL. */
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
    // Others may have replaced it since, who call this one in turn.
    if (globalThis.fetch === installed) globalThis.fetch = former;
  };
  return { restore, [Symbol.dispose]: restore };
}
