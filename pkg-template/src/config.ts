import { refuse } from "./errors.js";
import {
  type CallSettings,
  MAX_MS,
  SETTINGS,
  type Settings,
  isMs,
  readOptions,
  settle,
} from "./settings.js";

/** At most `requests` in any `perMs` milliseconds. */
export interface RateLimit {
  /** At least 1. */
  requests: number;
  /** Up to 2147483647. */
  perMs: number;
}

/** Options of `new CareCycle`. */
export interface CareCycleOptions extends CallSettings {
  /**
   * The API key: begins with `cc_`, made in careCycle's Developer Dashboard. May be left out where
   * `baseUrl` is a path of the page's own origin, whose backend adds the key.
   * @default process.env.CARECYCLE_API_KEY, where there is a process
   */
  apiKey?: string | undefined;
  /**
   * Where the API is: https, or http on loopback, or a path of the page's own origin such as
   * `/api/carecycle`.
   * @default process.env.CARECYCLE_BASE_URL, else "https://api.carecycle.ai"
   */
  baseUrl?: string | undefined;
  /**
   * Called as `fetch(url, init)` in place of the platform's.
   * @default globalThis.fetch
   */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /**
   * The API's limit for a key, kept to by all clients of this process with the same key and baseUrl:
   * a call waits for its slot, in order, and a 429 stops all of them. `false` turns that off.
   * @default { requests: 60, perMs: 60000 }
   */
  rateLimit?: RateLimit | false | undefined;
  /**
   * A header to send the call's `requestId` in. None by default: a browser asks a server of another
   * origin before it sends a header that the API does not document.
   */
  requestIdHeader?: string | undefined;
  /**
   * Allows a key in a web page, where every visitor can read it. The API's documentation forbids it.
   * @default false
   */
  dangerouslyAllowBrowser?: boolean | undefined;
}

/** @internal */
export interface Config {
  apiKey: string | undefined;
  baseUrl: string;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  init: Omit<RequestInit, "headers"> & { headers: Record<string, string> };
  /** Whether `fetch` is the caller's own. */
  custom: boolean;
  /** `requests` is 0 where it is turned off. */
  rateLimit: RateLimit;
  /** The same for all clients that share the rate limit. */
  scope: number;
  requestIdHeader: string | undefined;
  settings: Settings;
}

declare const process: { env?: Record<string, string | undefined> } | undefined;

const OPTIONS = [
  "apiKey",
  "baseUrl",
  "fetch",
  "rateLimit",
  "requestIdHeader",
  "dangerouslyAllowBrowser",
  ...SETTINGS,
] as const;

/** @internal */
export function configure(options: CareCycleOptions): Config {
  if (typeof options !== "object" || options === null) {
    refuse("new CareCycle() takes an object of options");
  }
  const read = readOptions(options, OPTIONS);
  const environment = typeof process === "object" ? process?.env : undefined;
  const apiKey = read.apiKey ?? (environment?.CARECYCLE_API_KEY || undefined);
  const baseUrl = checkBaseUrl(
    read.baseUrl ??
      (environment?.CARECYCLE_BASE_URL || "https://api.carecycle.ai"),
  );
  checkKey(apiKey, baseUrl, read.dangerouslyAllowBrowser === true);
  return {
    apiKey,
    baseUrl,
    fetch: checkFetch(read.fetch),
    init: requestInit(apiKey),
    custom: read.fetch !== undefined,
    rateLimit: checkRateLimit(read.rateLimit),
    scope: scopeOf(`${baseUrl} ${apiKey}`),
    requestIdHeader: checkHeader(read.requestIdHeader),
    settings: settle(read, {
      timeoutMs: 30_000,
      deadlineMs: undefined,
      maxRetries: 4,
      retryUnknown: false,
    }),
  };
}

/** The core knows key and server by a number, so that the key stays out of its memory. */
const scopes = new Map<string, number>();

const scopeOf = (scope: string): number =>
  scopes.get(scope) ?? scopes.set(scope, scopes.size).size - 1;

/** @internal A slot may be a window away, and so may the end of a 429. */
export const deadline = (
  { timeoutMs, deadlineMs }: Settings,
  { perMs }: RateLimit,
): number =>
  deadlineMs ?? Math.min(MAX_MS, timeoutMs + 2 * Math.max(perMs, 60_000));

function checkRateLimit(limit: unknown): RateLimit {
  if (limit === false) return { requests: 0, perMs: 0 };
  if (limit === undefined) return { requests: 60, perMs: 60_000 };
  const { requests, perMs } = readOptions(Object(limit) as Partial<RateLimit>, [
    "requests",
    "perMs",
  ]);
  if (!Number.isInteger(requests) || !isMs(requests) || !isMs(perMs)) {
    refuse("rateLimit must be false or { requests, perMs }, both above 0");
  }
  return { requests: requests!, perMs: perMs! };
}

function checkHeader(name: unknown): string | undefined {
  if (name === undefined) return name;
  if (
    typeof name !== "string" ||
    !/^[\w!#$%&'*+.^`|~-]+$/.test(name) ||
    /^(accept|content-type|x-api-key)$/i.test(name)
  ) {
    refuse("requestIdHeader must be the name of a header of its own");
  }
  return name;
}

function checkKey(apiKey: unknown, baseUrl: string, allowBrowser: boolean) {
  if (apiKey === undefined) {
    if (baseUrl.startsWith("/")) return;
    refuse(
      "apiKey is missing: pass it, set CARECYCLE_API_KEY, or pass a backend's path as baseUrl",
    );
  }
  // What a header takes; its value never gets into a message.
  if (typeof apiKey !== "string" || !/^cc_[\x21-\x7e]+$/.test(apiKey)) {
    refuse("apiKey must begin with cc_ and have only visible ASCII characters");
  }
  const scope = globalThis as { window?: unknown; document?: unknown };
  if (scope.window && scope.document && !allowBrowser) {
    refuse(
      "Every visitor can read an API key in a web page. Keep it in a backend and pass its path here as baseUrl, " +
        'such as "/api/carecycle"; or, where only you see the page, dangerouslyAllowBrowser: true',
    );
  }
}

function checkBaseUrl(baseUrl: unknown): string {
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
  if (protocol !== "https:" && !(protocol === "http:" && loopback)) {
    return refuse(
      "baseUrl must be https, so that nobody reads the key on the way",
    );
  }
  const path = pathname.replace(/\/+$/, "");
  // Resolved, it may name another host.
  if (path.startsWith("//")) return refuse("baseUrl must be a URL");
  return isPath ? path || "/." : url.origin + path;
}

/**
 * @internal What goes before the path: the page's own origin, whatever origin the document's `<base>`
 * names, and in a worker made of a blob. Found at the call, since a server renders pages too.
 */
export function originOf(baseUrl: string): string {
  if (!baseUrl.startsWith("/")) return "";
  // In a frame whose document is a text, the location has none.
  const { origin = globalThis.location?.origin } = globalThis;
  if (!origin)
    return refuse("baseUrl is a path, which only a web page can call");
  return origin === "null" ? "" : origin;
}

function checkFetch(custom: unknown): Config["fetch"] {
  if (custom !== undefined && typeof custom !== "function") {
    return refuse("fetch must be a function");
  }
  return async (url, init) => {
    // The platform's is looked up at each call, so that tools that replace it are heard.
    const call = (custom ?? globalThis.fetch) as Config["fetch"];
    return platformResponse(await call(url, init));
  };
}

const MOST_HEADERS = 1000;

/** The core reads only the platform's own, untouched Response: others may lie or throw. */
function platformResponse(response: Response): Response {
  // Throws here where it only looks like one.
  const { body, headers, status } = response;
  if (
    Object.getPrototypeOf(response) === Response.prototype &&
    !Object.getOwnPropertyNames(response).length
  )
    return response;
  const text = () =>
    new ReadableStream({
      async start(controller) {
        // Where this fails the body is lost, and not the answer.
        controller.enqueue(new TextEncoder().encode(await response.text()));
        controller.close();
      },
    });
  const isEmpty = [204, 205, 304].includes(status);
  const stream = body instanceof ReadableStream ? body : undefined;
  const entries: [string, string][] = [];
  for (const entry of headers) {
    entries.push(entry);
    // A sparse array has four billion.
    if (entries.length > MOST_HEADERS) break;
  }
  return new Response(isEmpty ? null : (stream ?? text()), {
    status,
    headers: entries,
  });
}

function requestInit(apiKey: string | undefined): Config["init"] {
  const init: Record<string, unknown> = {
    method: "POST",
    headers: {
      accept: "application/json",
      "content-type": "application/json",
      ...(apiKey !== undefined && { "x-api-key": apiKey }),
    },
    // Followed, a redirect would take the key to another origin.
    redirect: "manual",
  };
  const wanted = {
    credentials: "omit",
    cache: "no-store",
    referrerPolicy: "no-referrer",
  };
  for (const [name, value] of Object.entries(wanted)) {
    // Workers throw on the options that they lack.
    if (typeof Request === "function" && name in Request.prototype)
      init[name] = value;
  }
  return init as unknown as Config["init"];
}
