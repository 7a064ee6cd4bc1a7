/// <reference lib="esnext.disposable" />
import { CustomerCustomFieldValue, ValidationError, BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError, RateLimitError, InternalServerError, APIError, APIConnectionError, APIConnectionTimeoutError, APIUserAbortError, UnexpectedResponseError, ConfigurationError, CareCycleError } from 'carecycle-custom-fields';

/**
 * A created value with all documented keys: those that are left out have new IDs, the time of now, and
 * no value.
 */
declare function customFieldValue(given?: {
    [Key in keyof CustomerCustomFieldValue]?: CustomerCustomFieldValue[Key] | undefined;
}): CustomerCustomFieldValue;

/** What the server says in its own words. */
interface Said {
    /** The `message` of the response. */
    message?: string | undefined;
    /** The `code` of the response. */
    code?: string | undefined;
}
/** A maker for each class, named as that without `API` and `Error`. */
interface ErrorMakers {
    /** Found before sending; with `errors`, a 422 of the server's. */
    validation(options?: {
        /** The issues that the server found. */
        errors?: readonly object[] | undefined;
    }): ValidationError;
    /** What a 400 rejects with. */
    badRequest(options?: Said): BadRequestError;
    /** What a 401 rejects with. */
    authentication(options?: Said): AuthenticationError;
    /** What a 403 rejects with. */
    permissionDenied(options?: Said): PermissionDeniedError;
    /** What a 404 rejects with. */
    notFound(options?: Said): NotFoundError;
    /** 429; `retryAfter` in seconds, 60 if left out. */
    rateLimit(options?: Said & {
        /** Seconds. */
        retryAfter?: number | undefined;
    }): RateLimitError;
    /** 500, or another 5xx. */
    internalServer(options?: Said & {
        /** A 5xx; 500 if left out. */
        status?: number | undefined;
    }): InternalServerError;
    /** A status without a class of its own: 409 if left out. */
    api(options?: Said & {
        /** A 4xx; 409 if left out. */
        status?: number | undefined;
    }): APIError;
    /** No connection: nothing was sent. */
    connection(): APIConnectionError;
    /** No response within `timeoutMs`: the outcome is unknown. */
    connectionTimeout(): APIConnectionTimeoutError;
    /** Aborted when the request was under way: the outcome is unknown. */
    userAbort(): APIUserAbortError;
    /** A 200 that is not the API's: the outcome is unknown. */
    unexpectedResponse(): UnexpectedResponseError;
    /** The client cannot be made with its options. */
    configuration(): ConfigurationError;
    /** The core stopped, which is a bug of the package. */
    careCycle(): CareCycleError;
    /** The connection was lost after the request left: the outcome is unknown. */
    unknown(): APIConnectionError;
}
/** Errors as the client rejects with them, for a stub of `create`: each has one attempt. */
declare const errors: ErrorMakers;

/**
 * What the platform's types say of a global class, or the least of it that is used here where there are
 * none: with `lib: ["es2022"]` and `types: []`.
 */
type Global<Name extends string, Least> = typeof globalThis extends Record<Name, {
    prototype: infer Instance;
}> ? Instance : Least;
/** The platform's `Headers`. */
type PlatformHeaders = Global<"Headers", LeastHeaders>;
/** The least of a `Headers`. */
interface LeastHeaders {
    /** The value of a header; `null` if it is not there. */
    get(name: string): string | null;
}
/** What `fetch` resolves to: a `Response`, of the platform or of undici or of another library. */
interface FetchResponse {
    /** The HTTP status. */
    readonly status: number;
    /** The headers; they can be iterated as well. */
    readonly headers: LeastHeaders;
    /** A stream of bytes; where it is none, `text()` is called. */
    readonly body: unknown;
    /** The body as text. */
    text(): Promise<string>;
}

/** Has the next request meet a fault. Each call is for one more request, in order. */
interface NextFault {
    /** 429: `retryAfter` in seconds, in the body and the header; 60 if left out. */
    (fault: 429, options?: {
        /** Seconds. */
        retryAfter?: number | undefined;
    }): void;
    /** 422: what the server says is wrong. */
    (fault: 422, options?: {
        /** The issues in the response. */
        errors?: readonly object[] | undefined;
    }): void;
    /**
     * Any status from 200 to 599: a 2xx creates the value, all else does not. `"cutAnswer"`: the value is
     * created, but half of the response is missing. `"refused"`: there is no connection.
     */
    (fault: number | "cutAnswer" | "refused"): void;
    /** The connection is lost after the value was created, or with `created: false` before. */
    (fault: "lost", options?: {
        /** Whether the value is created first; `true` if left out. */
        created?: boolean | undefined;
    }): void;
    /** The response comes `ms` milliseconds later. */
    (fault: "delay", options: {
        /** Milliseconds. */
        ms: number;
    }): void;
}

/** The platform's `Request`, or the least of it where there are no types of one. */
type PlatformRequest = Global<"Request", {
    /** The HTTP method. */
    method: string;
    /** The whole URL. */
    url: string;
    /** The headers. */
    headers: LeastHeaders;
}>;
/** The platform's `Response`, or the least of it where there are no types of one. */
type PlatformResponse = Global<"Response", FetchResponse>;
/** The platform's `URL`, or the least of it where there are no types of one. */
type PlatformURL = Global<"URL", {
    /** The whole URL. */
    href: string;
}>;
/** What the platform's `fetch` takes besides a URL. */
type PlatformInit = typeof globalThis extends {
    fetch: (input: never, init?: infer Init) => unknown;
} ? Init : object | undefined;
/** A custom field definition that the fake API knows. */
interface Definition {
    /** A UUID. */
    id: string;
    /** Which of a request's value fields it takes. */
    fieldType: "text" | "number" | "boolean" | "date" | "select" | "multi_select";
    /** What a select takes one of, and a multi_select some of. */
    options?: readonly string[] | undefined;
}
/** Options of `fakeApi`. */
interface FakeApiOptions {
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
    rateLimit?: {
        /** The most requests in any window. */
        requests: number;
        /** The length of a window, in milliseconds. */
        perMs: number;
    } | false | undefined;
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
interface FakeRequest {
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
interface Installed {
    /** Puts the former `fetch` back. */
    restore(): void;
    /** The same, for `using`. */
    [Symbol.dispose](): void;
}
/** A fake of careCycle's API, in this process. */
interface FakeApi {
    /** For `new CareCycle({ fetch })`. */
    readonly fetch: (url: string | PlatformURL | PlatformRequest, init?: PlatformInit) => Promise<PlatformResponse>;
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

/** A fake of careCycle's API for tests, which needs no server: it answers as documented. */
declare const fakeApi: (options?: FakeApiOptions) => FakeApi;

/**
 * Frees the slots of all clients' rate limits in this thread, a stop after a 429 included: for
 * `afterEach`, so that what one test sends keeps no other waiting. Calls that wait have their slots at
 * once, as many as the limit allows.
 */
declare function resetRateLimits(): void;

export { customFieldValue, errors, fakeApi, resetRateLimits };
export type { Definition, ErrorMakers, FakeApi, FakeApiOptions, FakeRequest, Installed, NextFault };
