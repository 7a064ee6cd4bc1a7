/**
 * A created custom field value, as the API answers it. Every key is always present; keys that the
 * documentation does not know reach the caller unchanged.
 */
interface CustomerCustomFieldValue {
    /**
     * The value's own ID, a UUID.
     */
    id: string;
    /**
     * When it was created.
     */
    createdAt: string | null;
    /**
     * When it was last changed.
     */
    updatedAt: string | null;
    /**
     * The custom field's definition, a UUID.
     */
    fieldDefinitionId: string;
    /**
     * The customer, a UUID.
     */
    recordId: string;
    /**
     * Always `"customers"`.
     */
    recordType: "customers";
    /**
     * The value of a `text` field.
     */
    textValue: string | null;
    /**
     * The value of a `number` field: a decimal number as a string.
     */
    numberValue: string | null;
    /**
     * The value of a `boolean` field.
     */
    booleanValue: boolean | null;
    /**
     * The value of a `date` field.
     */
    dateValue: string | null;
    /**
     * The value of a `select` field.
     */
    selectValue: string | null;
    /**
     * The value of a `multi_select` field.
     */
    multiSelectValue: string[] | null;
}

/**
 * Body of `POST /v2/customers/{id}/custom-fields`.
 *
 * Which value field must be set depends on the definition's type; the server checks that. A key
 * that is absent (or `undefined`) and a key that is `null` are different requests, both legal.
 */
interface CreateCustomerCustomFieldValueRequest {
    /**
     * The custom field's definition: a UUID (versions 1 to 8, nil, or max in lower case).
     */
    fieldDefinitionId: string;
    /**
     * The value of a `text` field.
     */
    textValue?: string | null;
    /**
     * The value of a `number` field: a decimal number as a string, so that no digit is lost, e.g. `"12.50"`.
     */
    numberValue?: string | null;
    /**
     * The value of a `boolean` field.
     */
    booleanValue?: boolean | null;
    /**
     * The value of a `date` field, as a string.
     */
    dateValue?: string | null;
    /**
     * The value of a `select` field: one of the definition's options.
     */
    selectValue?: string | null;
    /**
     * The value of a `multi_select` field: some of the definition's options.
     */
    multiSelectValue?: string[] | null;
}

/**
 * How one attempt ended.
 */
interface Attempt {
    /**
     * As an error's `code`, without the server's own codes.
     */
    code: string;
    /**
     * What this attempt alone means for the value.
     */
    outcome: Outcome;
    /**
     * The HTTP status; `null` if no response came.
     */
    status: number | null;
}

/**
 * One thing that is wrong with a request: the shape of an entry in the API's 422 response, used for
 * what is found before sending as well. Never holds a value.
 */
interface ValidationIssue {
    /**
     * Where: `["id"]` is the customer ID, all else is in the body, e.g. `["multiSelectValue", "2"]`.
     */
    path: string[];
    /**
     * What is wrong and what to do, for a person.
     */
    message: string;
    /**
     * What was expected, e.g. `"string"`.
     */
    expected: string;
    /**
     * The type of what was received, e.g. `"number"`; never the value.
     */
    received: string;
    /**
     * zod's name of the fault: `"invalid_type"`, `"invalid_format"`, `"unrecognized_keys"`,
     * `"too_big"`, `"custom"`, or what the server says.
     */
    code: string;
}

/**
 * Whether the value was created.
 * - `"notSent"`: nothing left this process.
 * - `"rejected"`: the server answered without doing it.
 * - `"unknown"`: the request may have left and no response settles it. Check before you send it again.
 * - `"created"`: the server did it, but its response could not be read whole or is not as documented.
 */
type Outcome = "notSent" | "rejected" | "unknown" | "created";

/** A request is about to leave. */
interface RequestEvent {
    /** The call's UUID, also on its error. */
    requestId: string;
    /** Which attempt of the call, from 1. */
    attempt: number;
    method: "POST";
    url: string;
    /** The key and the values of your own headers are `[redacted]`. */
    headers: Record<string, string>;
    /** The body's keys; the values are `[redacted]`. */
    body: Record<string, unknown>;
}
/** The head of a response came. */
interface ResponseEvent {
    /** The call's UUID, also on its error. */
    requestId: string;
    /** Which attempt of the call, from 1. */
    attempt: number;
    /** The HTTP status. */
    status: number;
    /** Milliseconds from the request to the response's head. */
    durationMs: number;
}
/** A call waits before its next attempt. */
interface WaitEvent {
    /** The call's UUID, also on its error. */
    requestId: string;
    /** The attempt that the call waits for, from 1. */
    attempt: number;
    /** `"rateLimit"`: for a slot within the rate limit. `"retry"`: for the time before a retry. */
    reason: "rateLimit" | "retry";
    /** Milliseconds that it will take at least; `null` if only a response can tell. */
    ms: number | null;
}
/** For logs, without key and values. Fire-and-forget: what they throw or reject with is ignored. */
interface Hooks {
    onRequest?: ((event: RequestEvent) => unknown) | undefined;
    onResponse?: ((event: ResponseEvent) => unknown) | undefined;
    onWait?: ((event: WaitEvent) => unknown) | undefined;
}

/** What a client sets for all its calls, and each call for itself. */
interface CallSettings extends Hooks {
    /**
     * Milliseconds that an attempt may take, its body included; up to 2147483647. The platform may give
     * up earlier, which is an `APIConnectionTimeoutError` as well: Node's fetch after 300,000 ms without
     * the response's head or the next part of its body. To wait longer, pass undici's `fetch` with an
     * `Agent` that has its own `headersTimeout` and `bodyTimeout`.
     * @default 30000
     */
    timeoutMs?: number | undefined;
    /**
     * Milliseconds that the whole call may take, all attempts and waits included; up to 2147483647.
     * @default `timeoutMs` and two windows of the rate limit: 150000. One window may pass before there
     * is a slot, and another after a 429 that somebody else who uses the key caused.
     */
    deadlineMs?: number | undefined;
    /**
     * How many attempts may follow the first, after a 429 or if there was no connection, so that
     * nothing was sent.
     * @default 4
     */
    maxRetries?: number | undefined;
    /**
     * Also retries if the outcome is `"unknown"`: after a 5xx, a timeout or a lost connection. The
     * API cannot tell a retry from a new request, so the value may then be created twice.
     * @default false
     */
    retryUnknown?: boolean | undefined;
}

/** Options of `validate`. */
interface ValidateOptions {
    /**
     * Keys that the documentation does not know: `"refuse"` makes each an issue, since the server would
     * drop it silently; `"send"` sends them as they are.
     * @default "refuse"
     */
    unknownFields?: "refuse" | "send" | undefined;
}
/** Options of `create`; what is left out is as for the client. */
interface CreateOptions extends ValidateOptions, CallSettings {
    /** Aborts the call in whatever phase it is. */
    signal?: AbortSignal | undefined;
}

/** An error as a plain object for logs. Holds neither key nor values. */
interface CareCycleErrorJSON {
    name: string;
    message: string;
    code: string;
    outcome: Outcome;
    requestId: string | null;
    attempts: readonly Attempt[];
    [more: string]: unknown;
}
/** @internal What an error is made of: what the core reports, and what the call knows besides. */
interface ErrorInit {
    message: string;
    code: string;
    outcome: Outcome;
    requestId?: string | undefined;
    attempts?: readonly Attempt[];
    status?: number | null;
    retryAfter?: number | null;
    errors?: ValidationIssue[];
    body?: unknown;
    headers?: Headers | undefined;
    cause?: unknown;
}
/** The base of all errors of this package. `instanceof` works across copies of the package. */
declare class CareCycleError extends Error {
    /** The server's code if it gave one of capital letters, digits and underscores, else `VALIDATION_ERROR`, `CONFIGURATION`, `CONNECTION`,
     * `TIMEOUT`, `ABORTED`, `UNEXPECTED_RESPONSE`, `HTTP_<status>`, or `CRASHED` if the core
     * stopped, which is a bug of this package. */
    readonly code: string;
    /** Whether the value was created. */
    readonly outcome: Outcome;
    /** A random UUID of the call, for logs; `null` if there was no call. */
    readonly requestId: string | null;
    /** How each attempt ended; empty if nothing was tried. */
    readonly attempts: readonly Attempt[];
    /** @internal */
    constructor(init: ErrorInit);
    /** A plain object for logs: no key, no values, nothing that the server said but its code, no stack. */
    toJSON(): CareCycleErrorJSON;
    static [Symbol.hasInstance](value: unknown): boolean;
}
/** @internal What a response brought. Behind accessors, so that logging an error does not log it. */
declare class ResponseError extends CareCycleError {
    #private;
    /** The HTTP status. */
    readonly status: number | undefined;
    /** @internal */
    constructor(init: ErrorInit);
    /**
     * What the server says about the error, in its own words: its `message`. It may hold values, so it is
     * neither in the error's `message` nor in what `toJSON()` and inspection show.
     */
    get serverMessage(): string | undefined;
    /**
     * The response's body as the server sent it: parsed JSON, else its text, at most 64 KB of it. It may
     * hold values and, if the server echoes it, the key.
     */
    get body(): unknown;
    /** The response's headers as the server sent them. */
    get headers(): Headers | undefined;
}

/** A value to create; may hold whatever else its result should bring back. */
interface CreateManyRow {
    customerId: string;
    body: CreateCustomerCustomFieldValueRequest;
}
/** What became of a row: an error's `outcome`, but `"invalid"` where the row was refused here. */
type CreateManyStatus = "created" | "rejected" | "invalid" | "unknown" | "notSent";
/** What became of a row. */
interface CreateManyResult<Row> {
    /** The row's place in the source, from 0. */
    index: number;
    row: Row;
    status: CreateManyStatus;
    /** The created value; absent if it was not created, or its response could not be read. */
    value?: CustomerCustomFieldValue;
    /**
     * Why there is no `value`: always there without one, with `status: "created"` too, if the value was
     * created but its response could not be read.
     */
    error?: CareCycleError;
}
/** How many rows came to what, so far. */
interface CreateManySummary {
    /** Rows that were taken from the source; those that are not among the others are under way. */
    taken: number;
    created: number;
    rejected: number;
    invalid: number;
    unknown: number;
    notSent: number;
}
/** How far it is. */
interface CreateManyProgress {
    done: number;
    /** How many rows there are, where the source has a `length` or a `size`. */
    total?: number;
    created: number;
    /** Those done that are not created, without those that `stop()` kept from being sent. */
    failed: number;
    /** Milliseconds left, as the rate limit and the time so far have it; `null` where it cannot be told. */
    etaMs: number | null;
    /** Milliseconds until the next request may leave, where all wait for that. */
    waitingMs: number;
}
/** Which row a hook is told of; `row` is not enumerable, so that no log shows its values. */
interface OfRow<Row> {
    index: number;
    readonly row: Row;
}
/** Options of `createMany`; what is left out is as the client has it. */
interface CreateManyOptions<Row = CreateManyRow> extends Omit<CreateOptions, "onRequest" | "onResponse" | "onWait" | "deadlineMs"> {
    /**
     * How many rows may be under way at once, waiting included: up to 1000. The first row goes alone, and
     * others follow once the server has answered it and you have read its result; likewise after a row
     * whose outcome is `"unknown"`. So a refused key or a broken network costs one row.
     * @default 16, or the rate limit's `requests` where these are fewer
     */
    concurrency?: number | undefined;
    /** Stops at once: what is in flight is aborted, and its outcome `"unknown"`; all else is `"notSent"`. */
    signal?: AbortSignal | undefined;
    /**
     * Milliseconds for all rows together; after that no more are taken. Up to 2147483647.
     * @default none; each row waits as long as the rate limit makes it
     */
    deadlineMs?: number | undefined;
    /**
     * Takes no more rows after the first that is not created, as `stop()` does.
     * @default false
     */
    stopOnError?: boolean | undefined;
    /** Told after each row, and when all wait. What it throws is ignored. */
    onProgress?: ((progress: CreateManyProgress) => unknown) | undefined;
    /** Called just before the request leaves, and not waited for. */
    onRequest?: ((event: RequestEvent & OfRow<Row>) => unknown) | undefined;
    onResponse?: ((event: ResponseEvent & OfRow<Row>) => unknown) | undefined;
    onWait?: ((event: WaitEvent & OfRow<Row>) => unknown) | undefined;
}
/**
 * The results in the order of completion, to be read once, with `for await`. Nothing happens before
 * that begins, and no more rows are taken than are read. Leaving the loop early stops as `stop()` does
 * and waits for what is in flight.
 */
interface CreateMany<Row> extends AsyncIterable<CreateManyResult<Row>> {
    summary(): CreateManySummary;
    /**
     * Takes no more rows and sends nothing more. Those that wait become `"notSent"`, or `"rejected"`
     * after a 429; those in flight are finished; their results still come.
     */
    stop(): void;
}

/** Headers of a page's own; one that is `undefined` is left out. */
type OwnHeaders = Readonly<Record<string, string | undefined>> | (() => Readonly<Record<string, string | undefined>> | Promise<Readonly<Record<string, string | undefined>>>);

/** At most `requests` in any `perMs` milliseconds. */
interface RateLimit {
    /** At least 1. */
    requests: number;
    /** Up to 2147483647. */
    perMs: number;
}
/** Options of `new CareCycle`. */
interface CareCycleOptions extends CallSettings {
    /**
     * The API key: begins with `cc_`, made in careCycle's Developer Dashboard. May be left out where
     * `baseUrl` is a path of the page's own origin, whose backend adds the key.
     * @default process.env.CARECYCLE_API_KEY, if there is a process
     */
    apiKey?: string | undefined;
    /**
     * Where the API is: https, or http on loopback, or a path of the page's own origin such as
     * `/api/carecycle`.
     * @default process.env.CARECYCLE_BASE_URL, else "https://api.carecycle.ai"
     */
    baseUrl?: string | undefined;
    /**
     * Called as `fetch(url, init)` in place of the platform's. It must not retry by itself: an error's
     * `outcome` speaks for one request.
     * @default globalThis.fetch
     */
    fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
    /**
     * The API's limit for a key, kept to by all clients of this thread with the same key and baseUrl: a
     * call waits for its slot, in order, and a 429 stops all of them. `false` turns that off.
     * @default { requests: 60, perMs: 60000 }
     */
    rateLimit?: RateLimit | false | undefined;
    /**
     * A header to send the call's `requestId` in. None by default: a browser asks a server of another
     * origin before it sends a header that the API does not document.
     */
    requestIdHeader?: string | undefined;
    /**
     * Headers of your own, such as a CSRF token for your backend: an object, or a function that is called
     * for each attempt and may be async. None that fetch forbids, no `x-api-key`, and none about the
     * content or the route; hooks see their values as `[redacted]`.
     * @default none
     */
    headers?: OwnHeaders | undefined;
    /**
     * Allows a key in a web page, where every visitor can read it. The API's documentation forbids it.
     * @default false
     */
    dangerouslyAllowBrowser?: boolean | undefined;
}

/** `careCycle.customers.customFields`. */
interface CustomFields {
    /**
     * Creates a custom field value for a customer: `POST /v2/customers/{id}/custom-fields`.
     *
     * The request is checked before anything is sent, waits for a slot within the rate limit, and is
     * retried only if the value was certainly not created: see an error's `outcome` before you send it
     * again yourself.
     *
     * @param customerId the customer's UUID
     * @param body the definition's ID and the value
     * @returns the created value, as the server returned it
     * @throws (rejects with) `ValidationError`, `APIError` and its subclasses, `APIConnectionError`,
     * `APIConnectionTimeoutError`, `APIUserAbortError`, `UnexpectedResponseError`, `ConfigurationError`
     */
    create(customerId: string, body: CreateCustomerCustomFieldValueRequest, options?: CreateOptions): Promise<CustomerCustomFieldValue>;
    /**
     * Creates many values, as fast as the rate limit allows. One bad row never stops the rest.
     *
     * @param rows only those in progress are taken from the source, so that there may be any number
     * @returns the results in the order of completion, to be read with `for await`; never throws for a
     * row, and throws what the source throws after the rows in flight are done
     * @throws `ConfigurationError` if an option is wrong
     */
    createMany<Row extends CreateManyRow>(rows: Iterable<Row> | AsyncIterable<Row>, options?: CreateManyOptions<Row>): CreateMany<Row>;
    /**
     * What is wrong with a request, found without sending it. Takes anything.
     * @returns all issues; an empty array if the request is valid
     */
    validate(customerId: unknown, body: unknown, options?: ValidateOptions): ValidationIssue[];
}
/** `careCycle.customers`. */
interface Customers {
    readonly customFields: CustomFields;
}
/** A client of careCycle's API. Needs no `await` and no `init()`. */
declare class CareCycle {
    /** The documentation's menu: Customers. */
    readonly customers: Customers;
    /** @throws `ConfigurationError` if the client cannot be made with these options */
    constructor(options?: CareCycleOptions);
}

/** The server answered with an error status. */
declare class APIError extends ResponseError {
    /** The HTTP status. */
    readonly status: number;
}
/** 400. */
declare class BadRequestError extends APIError {
}
/** 401: invalid or missing API key. */
declare class AuthenticationError extends APIError {
}
/** 403: the API key lacks permission. */
declare class PermissionDeniedError extends APIError {
}
/** 404: no such customer or definition. */
declare class NotFoundError extends APIError {
}
/** 429: more than 60 requests in a minute. */
declare class RateLimitError extends APIError {
    /** Seconds to wait: the larger of the body's and the header's; `undefined` if neither says. */
    readonly retryAfter: number | undefined;
    /** @internal */
    constructor(init: ErrorInit);
}
/** 5xx: the value may or may not have been created. */
declare class InternalServerError extends APIError {
}

/** The client cannot be made with these options, or cannot work here. */
declare class ConfigurationError extends CareCycleError {
    /** @internal */
    constructor(message: string, init?: Partial<ErrorInit>);
}

/** No response, or an incomplete one; `outcome` says what that means. */
declare class APIConnectionError extends ResponseError {
}
/** No complete response within `timeoutMs`. */
declare class APIConnectionTimeoutError extends APIConnectionError {
}
/** The caller's signal aborted the call; `cause` is the signal's reason. Its `name` is `AbortError`. */
declare class APIUserAbortError extends ResponseError {
}
/** A response that the documentation does not describe. */
declare class UnexpectedResponseError extends ResponseError {
}

/** The request is invalid: found here (`source: "client"`, nothing was sent) or by the server. */
declare class ValidationError extends ResponseError {
    /** Everything that is wrong, in the server's shape. */
    readonly errors: ValidationIssue[];
    /** Who found it. */
    readonly source: "client" | "server";
    /** @internal */
    constructor(init: ErrorInit);
}

/** A Standard Schema (version 1) of the request body; see https://standardschema.dev. */
interface RequestSchema {
    readonly "~standard": {
        readonly version: 1;
        readonly vendor: "carecycle-custom-fields";
        readonly validate: (value: unknown) => {
            readonly value: CreateCustomerCustomFieldValueRequest;
            readonly issues?: undefined;
        } | {
            readonly issues: ReadonlyArray<{
                readonly message: string;
                readonly path: string[];
            }>;
        };
        readonly types?: {
            readonly input: CreateCustomerCustomFieldValueRequest;
            readonly output: CreateCustomerCustomFieldValueRequest;
        } | undefined;
    };
}
/** The checks of the request body for form libraries: the same as before sending. */
declare const createCustomerCustomFieldValueRequestSchema: RequestSchema;

export { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError, AuthenticationError, BadRequestError, CareCycle, CareCycleError, ConfigurationError, InternalServerError, NotFoundError, PermissionDeniedError, RateLimitError, UnexpectedResponseError, ValidationError, createCustomerCustomFieldValueRequestSchema };
export type { Attempt, CallSettings, CareCycleErrorJSON, CareCycleOptions, CreateCustomerCustomFieldValueRequest, CreateMany, CreateManyOptions, CreateManyProgress, CreateManyResult, CreateManyRow, CreateManyStatus, CreateManySummary, CreateOptions, CustomFields, CustomerCustomFieldValue, Customers, Hooks, OfRow, Outcome, OwnHeaders, RateLimit, RequestEvent, RequestSchema, ResponseEvent, ValidateOptions, ValidationIssue, WaitEvent };
