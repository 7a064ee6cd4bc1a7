/**
 * The platform's type of a global class. If there is none, as with `lib: ["es2022"]` and `types: []`,
 * the minimum that is used here.
 */
export type Global<Name extends string, Least> =
  typeof globalThis extends Record<Name, { prototype: infer Instance }>
    ? Instance
    : Least;

/** The platform's `AbortSignal`. */
export type PlatformSignal = Global<"AbortSignal", LeastSignal>;

/** The platform's `Headers`. */
export type PlatformHeaders = Global<"Headers", LeastHeaders>;

/** The minimum of an `AbortSignal`. */
export interface LeastSignal {
  /** Whether it was aborted. */
  readonly aborted: boolean;
  /** Why it was aborted. */
  readonly reason: unknown;
  /** Adds a listener, which is called when it is aborted. */
  addEventListener(type: "abort", listener: () => void): void;
  /** Removes a listener. */
  removeEventListener(type: "abort", listener: () => void): void;
}

/** The minimum of a `Headers`. */
export interface LeastHeaders {
  /** The value of a header; `null` if it is absent. */
  get(name: string): string | null;
}

/** The options that `fetch` is called with. */
export interface FetchInit {
  /** The HTTP method. */
  method: string;
  /** The request's headers, including the key. */
  headers: Record<string, string>;
  /** The request's body: JSON. */
  body: string;
  /** Aborts the attempt. */
  signal: PlatformSignal;
  /** Redirects are not followed. */
  redirect: "manual";
  /** Which cookies are sent. */
  credentials?: "omit" | "same-origin";
  /** Nothing is cached. */
  cache?: "no-store";
  /** The page's URL is not sent. */
  referrerPolicy?: "no-referrer";
}

/** What `fetch` resolves to: a `Response` of the platform, of undici or of another library. */
export interface FetchResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The headers, which can also be iterated. */
  readonly headers: LeastHeaders;
  /** A stream of bytes; if it is not one, `text()` is called. */
  readonly body: unknown;
  /** The body as text. */
  text(): Promise<string>;
}
