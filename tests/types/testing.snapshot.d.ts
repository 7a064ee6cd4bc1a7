/// <reference lib="esnext.disposable" />
import { CustomerCustomFieldValue, ValidationError, BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError, RateLimitError, InternalServerError, APIError, APIConnectionError, APIConnectionTimeoutError, APIUserAbortError, UnexpectedResponseError, ConfigurationError, CareCycleError } from 'carecycle-custom-fields';

/**
 * A created value with all documented keys. By default IDs are new, the time is now, and there is
 * no value.
 */
declare function customFieldValue(given?: {
    [Key in keyof CustomerCustomFieldValue]?: CustomerCustomFieldValue[Key] | undefined;
}): CustomerCustomFieldValue;

/** What the server says. */
interface ServerError {
    /** The `message` of the response. */
    message?: string | undefined;
    /** The `code` of the response. */
    code?: string | undefined;
}
/** A function for each class, named like the class without `API` and `Error`. */
interface ErrorMakers {
    /** Found before sending or, with `errors`, a 422 of the server. */
    validation(options?: {
        /** The issues that the server found. */
        errors?: readonly object[] | undefined;
    }): ValidationError;
    /** The error after a 400. */
    badRequest(options?: ServerError): BadRequestError;
    /** The error after a 401. */
    authentication(options?: ServerError): AuthenticationError;
    /** The error after a 403. */
    permissionDenied(options?: ServerError): PermissionDeniedError;
    /** The error after a 404. */
    notFound(options?: ServerError): NotFoundError;
    /** The error after a 429. */
    rateLimit(options?: ServerError & {
        /** Seconds; 60 by default. */
        retryAfter?: number | undefined;
    }): RateLimitError;
    /** The error after a 5xx. */
    internalServer(options?: ServerError & {
        /** A 5xx; 500 by default. */
        status?: number | undefined;
    }): InternalServerError;
    /** The error after a status that has no class of its own. */
    api(options?: ServerError & {
        /** A 4xx; 409 by default. */
        status?: number | undefined;
    }): APIError;
    /** No connection: nothing was sent. */
    connection(): APIConnectionError;
    /** No response within `timeoutMs`: the outcome is unknown. */
    connectionTimeout(): APIConnectionTimeoutError;
    /** Aborted while the request was in flight: the outcome is unknown. */
    userAbort(): APIUserAbortError;
    /** A 200 that does not come from the API: the outcome is unknown. */
    unexpectedResponse(): UnexpectedResponseError;
    /** The options are wrong. */
    configuration(): ConfigurationError;
    /** The core stopped, which is a bug in the package. */
    careCycle(): CareCycleError;
    /** The connection was lost after the request left: the outcome is unknown. */
    unknown(): APIConnectionError;
}
/** Errors as the client rejects with them, each after one attempt, for a stub of `create`. */
declare const errors: ErrorMakers;

/**
 * The platform's type of a global class. If there is none, as with `lib: ["es2022"]` and `types: []`,
 * the minimum that is used here.
 */
type Global<Name extends string, Least> = typeof globalThis extends Record<Name, {
    prototype: infer Instance;
}> ? Instance : Least;
/** The platform's `Headers`. */
type PlatformHeaders = Global<"Headers", LeastHeaders>;
/** The minimum of a `Headers`. */
interface LeastHeaders {
    /** The value of a header; `null` if it is absent. */
    get(name: string): string | null;
}
/** What `fetch` resolves to: a `Response` of the platform, of undici or of another library. */
interface FetchResponse {
    /** The HTTP status. */
    readonly status: number;
    /** The headers, which can also be iterated. */
    readonly headers: LeastHeaders;
    /** A stream of bytes; if it is not one, `text()` is called. */
    readonly body: unknown;
    /** The body as text. */
    text(): Promise<string>;
}

/** Makes the next request run into a fault. Each call is for one more request, in order. */
interface NextFault {
    /** 429, with `retryAfter` in the body and the header. */
    (fault: 429, options?: {
        /** Seconds; 60 by default. */
        retryAfter?: number | undefined;
    }): void;
    /** 422: what the server says is wrong. */
    (fault: 422, options?: {
        /** The issues in the response. */
        errors?: readonly object[] | undefined;
    }): void;
    /**
     * Any status from 200 to 599: a 2xx creates the value, others do not. `"cutAnswer"`: the value is
     * created, but half of the response is missing. `"refused"`: there is no connection.
     */
    (fault: number | "cutAnswer" | "refused"): void;
    /** The connection is lost after the value was created or, with `created: false`, before. */
    (fault: "lost", options?: {
        /** Whether the value is created first; `true` by default. */
        created?: boolean | undefined;
    }): void;
    /** The response arrives `ms` milliseconds later. */
    (fault: "delay", options: {
        /** Milliseconds. */
        ms: number;
    }): void;
}

/** The platform's `Request`, or the minimum of it if there are no types. */
type PlatformRequest = Global<"Request", {
    /** The HTTP method. */
    method: string;
    /** The whole URL. */
    url: string;
    /** The headers. */
    headers: LeastHeaders;
}>;
/** The platform's `Response`, or the minimum of it if there are no types. */
type PlatformResponse = Global<"Response", FetchResponse>;
/** The platform's `URL`, or the minimum of it if there are no types. */
type PlatformURL = Global<"URL", {
    /** The whole URL. */
    href: string;
}>;
/** The options of the platform's `fetch`. */
type PlatformInit = typeof globalThis extends {
    fetch: (input: never, init?: infer Init) => unknown;
} ? Init : object | undefined;
/** A custom field definition that the fake API knows. */
interface Definition {
    /** A UUID. */
    id: string;
    /** The type of its values. */
    fieldType: "text" | "number" | "boolean" | "date" | "select" | "multi_select";
    /** The values that a select or multi_select allows. */
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
     * The definitions that it knows: 404 for any other, 400 for a value of the wrong type.
     * @default all are known, and accept any value
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
interface FakeRequest {
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

/** A fake of careCycle's API for tests, which needs no server: it responds as documented. */
declare const fakeApi: (options?: FakeApiOptions) => FakeApi;

/**
 * Frees the slots of all clients' rate limits in this thread, and ends a stop after a 429: for
 * `afterEach`, so that the requests of one test do not delay the next. Waiting calls get slots
 * immediately, as many as the limit allows.
 */
declare function resetRateLimits(): void;

export { customFieldValue, errors, fakeApi, resetRateLimits };
export type { Definition, ErrorMakers, FakeApi, FakeApiOptions, FakeRequest, Installed, NextFault };
