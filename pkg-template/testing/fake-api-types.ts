import type { CustomerCustomFieldValue } from "carecycle-custom-fields";
import type {
  FetchResponse,
  Global,
  LeastHeaders,
  PlatformHeaders,
} from "../core/platform.js";
import type { NextFault } from "./faults.js";

/** The platform's `Request`, or the least of it where there are no types of one. */
export type PlatformRequest = Global<
  "Request",
  {
    /** The HTTP method. */
    method: string;
    /** The whole URL. */
    url: string;
    /** The headers. */
    headers: LeastHeaders;
  }
>;

/** The platform's `Response`, or the least of it where there are no types of one. */
export type PlatformResponse = Global<"Response", FetchResponse>;

/** The platform's `URL`, or the least of it where there are no types of one. */
type PlatformURL = Global<
  "URL",
  {
    /** The whole URL. */
    href: string;
  }
>;

/** What the platform's `fetch` takes besides a URL. */
type PlatformInit = typeof globalThis extends {
  fetch: (input: never, init?: infer Init) => unknown;
}
  ? Init
  : object | undefined;

/** A custom field definition that the fake API knows. */
export interface Definition {
  /** A UUID. */
  id: string;
  /** Which of a request's value fields it takes. */
  fieldType: "text" | "number" | "boolean" | "date" | "select" | "multi_select";
  /** What a select takes one of, and a multi_select some of. */
  options?: readonly string[] | undefined;
}

/** Options of `fakeApi`. */
export interface FakeApiOptions {
  /**
   * The IDs of the customers that it knows: 404 for any other.
   * @default all are known
   */
  customers?: readonly string[] | undefined;
  /**
   * The definitions that it knows: 404 for any other, 400 for a value of another type.
   * @default all are known, and take any value
   */
  definitions?: readonly Definition[] | undefined;
  /**
   * The limit of each key; `false` for none.
   * @default { requests: 60, perMs: 60000 }
   */
  rateLimit?:
    | {
        /** The most requests in any window. */
        requests: number;
        /** The length of a window, in milliseconds. */
        perMs: number;
      }
    | false
    | undefined;
  /**
   * Milliseconds before each response.
   * @default 0
   */
  latencyMs?: number | undefined;
  /**
   * Answers 401 to a request without a key, or with one that does not begin with `cc_`; `false` for a
   * fake of a backend that adds the key.
   * @default true
   */
  requireKey?: boolean | undefined;
  /**
   * What `install()` takes over: an origin, with a path or without, or a path of the page's origin.
   * @default "https://api.carecycle.ai"
   */
  baseUrl?: string | undefined;
}

/** A request that reached the fake API. */
export interface FakeRequest {
  /** The HTTP method. */
  method: string;
  /** The whole URL. */
  url: string;
  /** The headers, the key's included. */
  headers: PlatformHeaders;
  /** Parsed; the text if it is not JSON. */
  body: unknown;
  /** `undefined` until it is answered, and if it is not. */
  status: number | undefined;
  /** The fault that it met, as `next` was called. */
  fault: string | undefined;
}

/** What `install()` did, until it is undone. */
export interface Installed {
  /** Puts the former `fetch` back. */
  restore(): void;
  /** The same, for `using`. */
  [Symbol.dispose](): void;
}

/** A fake of careCycle's API, in this process. */
export interface FakeApi {
  /** For `new CareCycle({ fetch })`. */
  readonly fetch: (
    url: string | PlatformURL | PlatformRequest,
    init?: PlatformInit,
  ) => Promise<PlatformResponse>;
  /** Takes over the global `fetch` for requests to `baseUrl`; all others go where they went. */
  install(): Installed;
  /**
   * Answers a request, for tools that intercept requests themselves. Rejects as `fetch` does where the
   * connection is lost or refused.
   */
  handle(request: PlatformRequest): Promise<PlatformResponse>;
  /** What arrived, in order. */
  readonly requests: FakeRequest[];
  /** What was created, in order. */
  readonly values: CustomerCustomFieldValue[];
  /** Has the next request meet a fault. */
  readonly next: NextFault;
  /** Forgets requests, values and faults, and frees the limit. */
  reset(): void;
  /** Undoes `install()`, and resets. */
  [Symbol.dispose](): void;
}
