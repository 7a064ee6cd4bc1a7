import { BASE_URL, DEFAULT_RATE_LIMIT } from "../generated.js";
import { type Transport, requestHeaders, wrapFetch } from "../core/fetch.js";
import type { FetchInit, FetchResponse } from "../core/platform.js";
import { ownValue } from "../core/own.js";
import { isPage } from "../core/page.js";
import { refuse } from "./errors/configuration.js";
import {
  type OwnHeaders,
  checkOwnHeaders,
  checkRequestIdHeader,
} from "./own-headers.js";
import {
  type CallSettings,
  DEFAULT_SETTINGS,
  SETTINGS,
  type Settings,
  isMs,
  mergeSettings,
  readOptions,
} from "./settings.js";

/** At most `requests` in any `perMs` milliseconds. */
export interface RateLimit {
  /** How many: at least 1. */
  requests: number;
  /** Milliseconds: up to 2147483647. */
  perMs: number;
}

/** Options of `new CareCycle`. */
export interface CareCycleOptions extends CallSettings {
  /**
   * The API key: it starts with `cc_` and is created in careCycle's Developer Dashboard. Not needed
   * if `baseUrl` is a path of the page's own origin, whose backend adds the key. A missing key is
   * reported by the first call, so a build needs none; a key that is set in the environment later
   * is found then.
   * @default process.env.CARECYCLE_API_KEY if there is one, unless `baseUrl` is a path
   */
  apiKey?: string | undefined;
  /**
   * The API's URL: https, or http on loopback (anywhere with `allowInsecureHttp`), or a path of the
   * page's own origin such as `/api/carecycle`.
   * @default process.env.CARECYCLE_BASE_URL, else "https://api.carecycle.ai"
   */
  baseUrl?: string | undefined;
  /**
   * Called as `fetch(url, init)` instead of the platform's. It must not retry by itself: an error's
   * `outcome` is about one request.
   * @default globalThis.fetch
   */
  fetch?:
    ((url: string, init: FetchInit) => Promise<FetchResponse>) | undefined;
  /**
   * The API's limit for a key, which all clients of this thread with the same key and baseUrl keep
   * to: calls wait for slots in order, and a 429 stops all of them. `false` turns this off.
   * @default { requests: 60, perMs: 60000 }
   */
  rateLimit?: RateLimit | false | undefined;
  /**
   * A header to send the call's `requestId` in. There is none by default: before a browser sends an
   * undocumented header to another origin, it sends a preflight request.
   */
  requestIdHeader?: string | undefined;
  /**
   * Your own headers, such as a CSRF token for your backend: an object, or a function that is
   * called for each attempt and may be async. Headers that fetch forbids, `x-api-key`, and headers
   * about the content or the route are not allowed. Hooks see the values as `[redacted]`.
   * @default none
   */
  headers?: OwnHeaders | undefined;
  /**
   * Allows a key in a web page or in one of its workers, where every visitor can read it. The API's
   * documentation forbids this.
   * @default false
   */
  dangerouslyAllowBrowser?: boolean | undefined;
  /**
   * Allows `http://` to any host, such as a mock of the API in another container. Anyone on the
   * network path can read the key and the values.
   * @default false
   */
  allowInsecureHttp?: boolean | undefined;
}

/** @internal The checked options of a client. */
export interface Config {
  transport: Transport;
  /** Whether a page may have a key. */
  allowBrowser: boolean;
  /** `requests` is 0 if the limit is turned off. */
  rateLimit: RateLimit;
  settings: Settings;
  /** The core's number for the key and server, once there is one. */
  scope: number | undefined;
}

declare const process: { env?: Record<string, string | undefined> };

const OPTIONS = [
  "apiKey",
  "baseUrl",
  "fetch",
  "rateLimit",
  "requestIdHeader",
  "headers",
  "dangerouslyAllowBrowser",
  "allowInsecureHttp",
  ...SETTINGS,
] as const;

/** @internal */
export function configure(options: unknown): Config {
  if (typeof options !== "object" || options === null)
    return refuse("new CareCycle() expects an object of options");
  const read = readOptions(options as CareCycleOptions, OPTIONS);
  const baseUrl = checkBaseUrl(
    read.baseUrl ?? variable("CARECYCLE_BASE_URL") ?? BASE_URL,
    read.allowInsecureHttp === true,
  );
  const apiKey =
    read.apiKey ??
    (baseUrl.startsWith("/") ? undefined : variable("CARECYCLE_API_KEY"));
  const allowBrowser = read.dangerouslyAllowBrowser === true;
  if (apiKey !== undefined) checkKey(apiKey, allowBrowser);
  return {
    allowBrowser,
    transport: {
      apiKey,
      baseUrl,
      fetch: wrapFetch(checkFetch(read.fetch)),
      headers: requestHeaders(apiKey),
      ownHeaders: checkOwnHeaders(read.headers),
      isCustomFetch: read.fetch !== undefined,
      requestIdHeader: checkRequestIdHeader(read.requestIdHeader),
    },
    rateLimit: checkRateLimit(read.rateLimit),
    settings: mergeSettings(read, DEFAULT_SETTINGS),
    scope: undefined,
  };
}

/** An environment variable, if it is set and may be read, which Deno can refuse. */
function variable(name: string): string | undefined {
  try {
    const environment = typeof process === "object" ? process.env : undefined;
    return (environment && ownValue(environment, name)) || undefined;
  } catch {
    return undefined;
  }
}

/**
 * @internal Throws if there is no key and no backend that adds it. Until there is a key it is
 * looked for in the environment, which may be loaded after the client was created.
 */
export function requireKey({ transport, allowBrowser }: Config): void {
  if (transport.apiKey !== undefined || transport.baseUrl.startsWith("/"))
    return;
  const apiKey =
    variable("CARECYCLE_API_KEY") ??
    refuse(
      "apiKey is missing: pass it, set CARECYCLE_API_KEY, or pass a backend's path as baseUrl",
    );
  checkKey(apiKey, allowBrowser);
  transport.headers = requestHeaders((transport.apiKey = apiKey));
}

function checkRateLimit(limit: unknown): RateLimit {
  if (limit === false) return { requests: 0, perMs: 0 };
  if (limit === undefined) return DEFAULT_RATE_LIMIT;
  const { requests, perMs } = readOptions(Object(limit) as Partial<RateLimit>, [
    "requests",
    "perMs",
  ]);
  if (!isMs(requests) || !Number.isInteger(requests) || !isMs(perMs))
    return refuse(
      "rateLimit must be false or { requests, perMs }, both above 0",
    );
  return { requests, perMs };
}

function checkKey(apiKey: unknown, allowBrowser: boolean): void {
  // Only what a header can contain. The key itself never gets into a message.
  if (typeof apiKey !== "string" || !/^cc_[\x21-\x7e]+$/.test(apiKey)) {
    refuse("apiKey must begin with cc_ and have only visible ASCII characters");
  }
  if (!allowBrowser && isPage()) {
    refuse(
      "Every visitor can read an API key in a web page. Keep it in a backend and pass its path here as baseUrl, " +
        'such as "/api/carecycle"; or, if only you see the page, dangerouslyAllowBrowser: true',
    );
  }
}

function checkBaseUrl(baseUrl: unknown, allowInsecure: boolean): string {
  if (typeof baseUrl !== "string") return refuse("baseUrl must be a string");
  const isPath = /^\/(?![/\\])/.test(baseUrl);
  let url: URL;
  try {
    url = new URL(baseUrl, isPath ? "https://localhost" : undefined);
  } catch {
    return refuse("baseUrl must be a URL");
  }
  const { protocol, hostname, pathname } = url;
  if (url.username || url.password || /[?#]/.test(baseUrl)) {
    return refuse(
      "baseUrl must have no user name, password, query or fragment",
    );
  }
  const loopback =
    /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  if (
    protocol !== "https:" &&
    !(protocol === "http:" && (loopback || allowInsecure))
  ) {
    return refuse(
      "baseUrl must be https, to protect the key in transit; allowInsecureHttp: true also allows http",
    );
  }
  const path = pathname.replace(/\/+$/, "");
  // It may resolve to another host.
  if (path.startsWith("//")) return refuse("baseUrl must be a URL");
  return isPath ? path || "/." : url.origin + path;
}

function checkFetch(custom: unknown): Transport["fetch"] | undefined {
  if (custom !== undefined && typeof custom !== "function")
    return refuse("fetch must be a function");
  return custom as Transport["fetch"] | undefined;
}
