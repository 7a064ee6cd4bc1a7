/**
 * What the platform's types say of a global class, or the least of it that is used here where there are
 * none: with `lib: ["es2022"]` and `types: []`.
 */
export type Global<Name extends string, Least> =
  typeof globalThis extends Record<Name, { prototype: infer Instance }>
    ? Instance
    : Least;

/** The platform's `AbortSignal`. */
export type PlatformSignal = Global<"AbortSignal", LeastSignal>;

/** The platform's `Headers`. */
export type PlatformHeaders = Global<"Headers", LeastHeaders>;

/** The least of an `AbortSignal`. */
export interface LeastSignal {
  /** Whether it has aborted. */
  readonly aborted: boolean;
  /** Why. */
  readonly reason: unknown;
  /** Has a listener called when it aborts. */
  addEventListener(type: "abort", listener: () => void): void;
  /** Has it called no longer. */
  removeEventListener(type: "abort", listener: () => void): void;
}

/** The least of a `Headers`. */
export interface LeastHeaders {
  /** The value of a header; `null` if it is not there. */
  get(name: string): string | null;
}

/** What `fetch` is called with. */
export interface FetchInit {
  /** The HTTP method. */
  method: string;
  /** The request's headers, the key's included. */
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
  /** No URL of the page is sent. */
  referrerPolicy?: "no-referrer";
}

/** What `fetch` resolves to: a `Response`, of the platform or of undici or of another library. */
export interface FetchResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The headers; they can be iterated as well. */
  readonly headers: LeastHeaders;
  /** A stream of bytes; where it is none, `text()` is called. */
  readonly body: unknown;
  /** The body as text. */
  text(): Promise<string>;
}
