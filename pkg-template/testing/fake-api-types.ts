import type { CustomerCustomFieldValue } from "carecycle-custom-fields";
import type {
  FetchResponse,
  Global,
  LeastHeaders,
  PlatformHeaders,
} from "../core/platform.js";
import type { NextFault } from "./faults.js";

/** The platform's `Request`, or the minimum of it if there are no types. */
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

/** The platform's `Response`, or the minimum of it if there are no types. */
export type PlatformResponse = Global<"Response", FetchResponse>;

/** The platform's `URL`, or the minimum of it if there are no types. */
type PlatformURL = Global<
  "URL",
  {
    /** The whole URL. */
    href: string;
  }
>;

/** The options of the platform's `fetch`. */
type PlatformInit = typeof globalThis extends {
  fetch: (input: never, init?: infer Init) => unknown;
}
  ? Init
  : object | undefined;

/** A custom field definition that the fake API knows. */
export interface Definition {
  /** A UUID. */
  id: string;
  /** The type of its values. */
  fieldType: "text" | "number" | "boolean" | "date" | "select" | "multi_select";
  /** The values that a select or multi_select allows. */
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
   * The definitions that it knows: 404 for any other, 400 for a value of the wrong type.
   * @default all are known, and accept any value
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
   * Responds with a 401 to a request without a key, or with one that does not start with `cc_`;
   * `false` for a fake of a backend that adds the key.
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
  /** `undefined` before the response, and if there is none. */
  status: number | undefined;
  /** The fault that it ran into, as it was passed to `next`. */
  fault: string | undefined;
}

/** An installed fake API, until it is removed. */
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
  /** Replaces the global `fetch` for requests to `baseUrl`; all others are passed on. */
  install(): Installed;
  /**
   * Responds to a request, for tools that intercept requests themselves. Rejects as `fetch` does if
   * the connection is lost or refused.
   */
  handle(request: PlatformRequest): Promise<PlatformResponse>;
  /** What arrived, in order. */
  readonly requests: FakeRequest[];
  /** What was created, in order. */
  readonly values: CustomerCustomFieldValue[];
  /** Makes the next request run into a fault. */
  readonly next: NextFault;
  /** Forgets requests, values and faults, and frees the limit. */
  reset(): void;
  /** Undoes `install()`, and resets. */
  [Symbol.dispose](): void;
}
