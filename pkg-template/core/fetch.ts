import { watchConnecting } from "./failure.js";
import { promised } from "./promised.js";

/** How requests are sent. */
export interface Transport {
  /** What comes before the operation's path: a URL, or a path of the page's own origin. */
  baseUrl: string;
  apiKey: string | undefined;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** The headers of all requests, including the key. */
  headers: Readonly<Record<string, string>>;
  /** Makes the caller's own headers, for each attempt. */
  ownHeaders: (() => Promise<Record<string, string>>) | undefined;
  /** Whether `fetch` is the caller's own. */
  isCustomFetch: boolean;
  /** The header that the call's UUID is sent in. */
  requestIdHeader: string | undefined;
}

/** A `fetch` whose responses are the platform's. `undefined` uses the platform's `fetch`. */
export function wrapFetch(
  custom: Transport["fetch"] | undefined,
): Transport["fetch"] {
  return (url, init) =>
    promised(() => {
      watchConnecting();
      // Looked up at each call, so that tools can replace it.
      const call = custom ?? globalThis.fetch;
      return call(url, init);
    }).then(platformResponse);
}

const MAX_HEADERS = 1000;

/**
 * A custom fetch resolved to something other than a `Response`. The message shows nothing of it.
 */
export class NotAResponse extends TypeError {
  constructor() {
    super(
      "fetch must resolve to a Response, such as new Response(body, { status }) or Response.json(value)",
    );
  }
}

const isLikeResponse = (value: unknown): boolean => {
  const { status, headers, body, text } = Object(value) as Partial<Response>;
  return (
    typeof status === "number" &&
    typeof (Object(headers) as Partial<Headers>)[Symbol.iterator] ===
      "function" &&
    (typeof text === "function" || body instanceof ReadableStream)
  );
};

/** The core reads only the platform's own, unmodified Response: others may lie or throw. */
function platformResponse(response: Response): Response {
  if (!isLikeResponse(response)) throw new NotAResponse();
  const { body, headers, status } = response;
  const prototype: unknown = Object.getPrototypeOf(response);
  if (
    prototype === Response.prototype &&
    !Object.getOwnPropertyNames(response).length
  )
    return response;
  const text = () =>
    new ReadableStream({
      start: (controller) =>
        promised(() => response.text()).then(
          (text) => {
            controller.enqueue(new globalThis.TextEncoder().encode(text));
            controller.close();
          },
          // The body is lost, but not the response.
          (error: unknown) => controller.error(error),
        ),
    });
  const isEmpty = [204, 205, 304].includes(status);
  const stream = body instanceof ReadableStream ? body : undefined;
  const entries: [string, string][] = [];
  for (const entry of headers) {
    entries.push(entry);
    // A sparse array may have four billion.
    if (entries.length > MAX_HEADERS) break;
  }
  return new Response(isEmpty ? null : (stream ?? text()), {
    status,
    headers: entries,
  });
}

/** The headers of all requests of a client. */
export const requestHeaders = (
  apiKey: string | undefined,
): Record<string, string> => ({
  accept: "application/json",
  "content-type": "application/json",
  ...(apiKey !== undefined && { "x-api-key": apiKey }),
});

/** A path of the page's own origin. */
export const isOwnBackend = (baseUrl: string): boolean =>
  baseUrl.startsWith("/");

let options: RequestInit | undefined;

/** Objects that inherit from it are created twice as fast as those without a prototype. */
const NOTHING = Object.freeze(Object.create(null) as object);

/**
 * The options for `fetch`. They inherit nothing: fetch would read a polluted `Object.prototype`.
 */
export function requestInit(
  baseUrl: string,
  request: RequestInit,
): RequestInit {
  options ??= commonOptions();
  const init = Object.create(NOTHING) as RequestInit;
  Object.assign(init, options, request);
  // The page's own backend may identify its visitor by a cookie.
  if ("credentials" in init && isOwnBackend(baseUrl))
    init.credentials = "same-origin";
  return init;
}

/** Determined at the first call: in Node, looking up `Request` loads all of fetch. */
function commonOptions(): RequestInit {
  const wanted: RequestInit = {
    credentials: "omit",
    cache: "no-store",
    referrerPolicy: "no-referrer",
  };
  // Workers throw on options that they do not support.
  const known = typeof Request === "function" ? Request.prototype : {};
  const taken = Object.entries(wanted).filter(([name]) => name in known);
  // A redirect that is followed would take the key to another origin.
  return { redirect: "manual", ...Object.fromEntries(taken) };
}

/**
 * What precedes a path: the page's own origin, whatever the document's `<base>` says, also in a
 * worker created from a blob. Determined at the call, since servers render pages too; `undefined`
 * there.
 */
export function originOf(baseUrl: string): string | undefined {
  if (!isOwnBackend(baseUrl)) return "";
  const { origin, location } = globalThis as {
    origin?: string;
    location?: Location;
  };
  // In a frame with `srcdoc`, the location has none.
  const own = origin ?? location?.origin;
  return own === "null" ? "" : own || undefined;
}
