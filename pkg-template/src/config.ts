import { ConfigurationError } from "./errors.js";

/** Options of `new CareCycle`. */
export interface CareCycleOptions {
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
   * Milliseconds that an attempt may take, its body included; up to 2147483647.
   * @default 30000
   */
  timeoutMs?: number | undefined;
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
  timeoutMs: number;
  init: RequestInit;
  /** Whether `fetch` is the caller's own. */
  custom: boolean;
}

/** @internal setTimeout fires at once past this. */
const MAX_TIMEOUT = 2 ** 31 - 1;

declare const process: { env?: Record<string, string | undefined> } | undefined;

function refuse(message: string): never {
  throw new ConfigurationError(message);
}

/** @internal */
export function configure(options: CareCycleOptions): Config {
  if (typeof options !== "object" || options === null) {
    refuse("new CareCycle() takes an object of options");
  }
  const environment = typeof process === "object" ? process?.env : undefined;
  const apiKey =
    options.apiKey ?? (environment?.CARECYCLE_API_KEY || undefined);
  const baseUrl = checkBaseUrl(
    options.baseUrl ??
      (environment?.CARECYCLE_BASE_URL || "https://api.carecycle.ai"),
  );
  checkKey(apiKey, baseUrl, options.dangerouslyAllowBrowser === true);
  return {
    apiKey,
    baseUrl,
    fetch: checkFetch(options.fetch),
    timeoutMs: checkTimeout(options.timeoutMs ?? 30_000),
    init: requestInit(apiKey),
    custom: options.fetch !== undefined,
  };
}

/** @internal */
export function checkTimeout(timeoutMs: unknown): number {
  if (
    typeof timeoutMs === "number" &&
    timeoutMs > 0 &&
    timeoutMs <= MAX_TIMEOUT
  )
    return timeoutMs;
  return refuse(
    `timeoutMs must be a number of milliseconds above 0 and up to ${MAX_TIMEOUT}`,
  );
}

function checkKey(apiKey: unknown, baseUrl: string, allowBrowser: boolean) {
  if (apiKey === undefined) {
    if (baseUrl.startsWith("/")) return;
    refuse(
      "apiKey is missing: pass it, set CARECYCLE_API_KEY, or let baseUrl be a path of your backend",
    );
  }
  // What a header takes; its value never gets into a message.
  if (typeof apiKey !== "string" || !/^cc_[\x21-\x7e]+$/.test(apiKey)) {
    refuse("apiKey must begin with cc_ and have only visible ASCII characters");
  }
  const scope = globalThis as { window?: unknown; document?: unknown };
  if (scope.window && scope.document && !allowBrowser) {
    refuse(
      'Every visitor can read an API key in a web page. Keep it in your backend and pass baseUrl: "/api/carecycle", ' +
        "a path there that adds it; or, where only you see the page, dangerouslyAllowBrowser: true",
    );
  }
}

function checkBaseUrl(baseUrl: unknown): string {
  if (typeof baseUrl !== "string") return refuse("baseUrl must be a string");
  const isPath = /^\/(?![/\\])/.test(baseUrl);
  const origin = (globalThis as { location?: { origin?: string } }).location
    ?.origin;
  if (isPath && !origin) {
    return refuse("baseUrl may be a path only in a web page");
  }
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

/** The core reads only the platform's own, untouched Response: others may lie or throw. */
async function platformResponse(response: Response): Promise<Response> {
  if (
    response instanceof Response &&
    !Object.getOwnPropertyNames(response).length
  )
    return response;
  const { status, headers } = response;
  const text = await response.text();
  return new Response([204, 205, 304].includes(status) ? null : text, {
    status,
    headers: headers instanceof Headers ? headers : new Headers([...headers]),
  });
}

function requestInit(apiKey: string | undefined): RequestInit {
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
  return init;
}
