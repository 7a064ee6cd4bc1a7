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
     * zod's name of the fault: `"invalid_type"`, `"invalid_format"`, `"invalid_value"`,
     * `"unrecognized_keys"`, `"too_big"`, `"custom"`; `"wrong_value_field"` if the definition's type
     * has another field; or what the server says.
     */
    code: string;
}

/**
 * The type of a custom field's values.
 */
type CustomFieldType = "text" | "number" | "boolean" | "date" | "select" | "multi_select";

/**
 * What a custom field's definition says about its values. Other properties, such as those of the API's
 * response, are ignored.
 */
interface CustomFieldDefinition {
    /**
     * Its UUID: the `fieldDefinitionId` of its values.
     */
    id: string;
    /**
     * The type of its values.
     */
    fieldType: CustomFieldType;
    /**
     * What a value of a `select` or `multi_select` field may be; if there are none, any text is valid.
     */
    options?: readonly string[] | null | undefined;
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
    /** The HTTP method. */
    method: "POST";
    /** Where the request goes. */
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
    /** Called just before a request leaves, and not waited for. */
    onRequest?: ((event: RequestEvent) => unknown) | undefined;
    /** Called when the head of a response came. */
    onResponse?: ((event: ResponseEvent) => unknown) | undefined;
    /** Called when a call begins to wait. */
    onWait?: ((event: WaitEvent) => unknown) | undefined;
}

/**
 * What the platform's types say of a global class, or the least of it that is used here where there are
 * none: with `lib: ["es2022"]` and `types: []`.
 */
type Global<Name extends string, Least> = typeof globalThis extends Record<Name, {
    prototype: infer Instance;
}> ? Instance : Least;
/** The platform's `AbortSignal`. */
type PlatformSignal = Global<"AbortSignal", LeastSignal>;
/** The platform's `Headers`. */
type PlatformHeaders = Global<"Headers", LeastHeaders>;
/** The least of an `AbortSignal`. */
interface LeastSignal {
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
interface LeastHeaders {
    /** The value of a header; `null` if it is not there. */
    get(name: string): string | null;
}
/** What `fetch` is called with. */
interface FetchInit {
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

/** The error classes. */
declare const ERROR_CLASSES: readonly ["ValidationError", "BadRequestError", "AuthenticationError", "PermissionDeniedError", "NotFoundError", "RateLimitError", "InternalServerError", "APIError", "APIConnectionError", "APIConnectionTimeoutError", "APIUserAbortError", "UnexpectedResponseError", "ConfigurationError", "CareCycleError"];
/** The codes that the package gives errors, and those that the API documents. */
type KnownErrorCode = "ABORTED" | "CONFIGURATION" | "CONNECTION" | "CRASHED" | "FORBIDDEN" | "INTERNAL_ERROR" | "NOT_FOUND" | "RATE_LIMIT_EXCEEDED" | "TIMEOUT" | "UNAUTHORIZED" | "UNEXPECTED_RESPONSE" | "VALIDATION_ERROR" | `HTTP_${number}`;
/** The codes of the issues that the package finds. */
type KnownIssueCode = "invalid_type" | "invalid_format" | "invalid_value" | "unrecognized_keys" | "too_big" | "wrong_value_field" | "custom";

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

/** What becomes of keys that the documentation does not know. */
type UnknownFields = "refuse" | "send";
/** A list may be read-only. */
type Readable<Value> = Value extends readonly (infer Item)[] ? readonly Item[] : Value;
/**
 * A `CreateCustomerCustomFieldValueRequest` as it is taken: lists may be read-only, and a value field
 * that is `undefined` is left out.
 */
type CreateCustomerCustomFieldValueInput = Readonly<Pick<CreateCustomerCustomFieldValueRequest, "fieldDefinitionId">> & {
    readonly [Field in Exclude<keyof CreateCustomerCustomFieldValueRequest, "fieldDefinitionId">]?: Readable<CreateCustomerCustomFieldValueRequest[Field]> | undefined;
};
/** The body of `create`: with `unknownFields: "send"` it may have other keys as well. */
type CreateBody<Unknown extends UnknownFields> = [Unknown] extends [
    "send"
] ? CreateCustomerCustomFieldValueInput & {
    readonly [field: string]: any;
} : CreateCustomerCustomFieldValueInput;
/** Options of `validate`. */
interface ValidateOptions<Unknown extends UnknownFields = UnknownFields> {
    /**
     * Keys that the documentation does not know: `"refuse"` makes each an issue, since the server would
     * drop it silently; `"send"` sends them as they are.
     * @default "refuse"
     */
    unknownFields?: Unknown | undefined;
    /**
     * The custom field's definition, as `GET /v2/custom-fields` responds with it: the value must be in the
     * field for its type, and one of its options. It is read anew for each call, unless it and its options
     * are frozen.
     */
    definition?: CustomFieldDefinition | undefined;
}
/** Options of `create`; what is left out is as for the client. */
interface CreateOptions<Unknown extends UnknownFields = UnknownFields> extends Omit<ValidateOptions<Unknown>, "definition">, CallSettings {
    /** Aborts the call in whatever phase it is. */
    signal?: PlatformSignal | undefined;
}

/** An error's `code`: a known one, or whatever else the server says. */
type ErrorCode = KnownErrorCode | (string & {});
/** The names of errors: those of their classes, but `AbortError` for `APIUserAbortError`. */
type ErrorName = Exclude<(typeof ERROR_CLASSES)[number], "APIUserAbortError"> | "AbortError";
/** An error as a plain object for logs. Holds neither key nor values. */
interface CareCycleErrorJSON {
    /** The error's name. */
    name: ErrorName;
    /** What happened, for a person. */
    message: string;
    /** What happened, for a program. */
    code: ErrorCode;
    /** Whether the value was created. */
    outcome: Outcome;
    /** The call's UUID; `null` if there was no call. */
    requestId: string | null;
    /** How each attempt ended. */
    attempts: readonly Attempt[];
    /** What the class has besides: `status`, `retryAfter`, `errors`, `source`. */
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
    /** Issues found here, or what the server's 422 has in their place. */
    errors?: unknown;
    body?: unknown;
    headers?: PlatformHeaders | undefined;
    cause?: unknown;
}
/** The base of all errors of this package. `instanceof` works across copies of the package. */
declare class CareCycleError$1 extends Error {
    /** The class's name, which tells errors apart; of `APIUserAbortError` it is `AbortError`. */
    readonly name: ErrorName;
    /** The server's code if it gave one of capital letters, digits and underscores, else `VALIDATION_ERROR`, `CONFIGURATION`, `CONNECTION`,
     * `TIMEOUT`, `ABORTED`, `UNEXPECTED_RESPONSE`, `HTTP_<status>`, or `CRASHED` if the core
     * stopped, which is a bug of this package. */
    readonly code: ErrorCode;
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
    /** Whether a value is such an error, of this or another copy of the package. */
    static [Symbol.hasInstance](value: unknown): boolean;
}
/** @internal What a response brought. Behind accessors, so that logging an error does not log it. */
declare class ResponseError extends CareCycleError$1 {
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
    get headers(): PlatformHeaders | undefined;
}

/** The server answered with an error status. */
declare class APIError extends ResponseError {
    /** The class's name. */
    readonly name: "APIError" | "BadRequestError" | "AuthenticationError" | "PermissionDeniedError" | "NotFoundError" | "RateLimitError" | "InternalServerError";
    /** The HTTP status. */
    readonly status: number;
}
/** 400: the request is not as the API wants it. */
declare class BadRequestError extends APIError {
    /** Distinguishes the error from others. */
    readonly name: "BadRequestError";
}
/** 401: invalid or missing API key. */
declare class AuthenticationError extends APIError {
    /** Distinguishes the error from others. */
    readonly name: "AuthenticationError";
}
/** 403: the API key lacks permission. */
declare class PermissionDeniedError extends APIError {
    /** Distinguishes the error from others. */
    readonly name: "PermissionDeniedError";
}
/** 404: no such customer or definition. */
declare class NotFoundError extends APIError {
    /** Distinguishes the error from others. */
    readonly name: "NotFoundError";
}
/** 429: more than 60 requests in a minute. */
declare class RateLimitError extends APIError {
    /** Distinguishes the error from others. */
    readonly name: "RateLimitError";
    /** Seconds to wait: the larger of the body's and the header's; `undefined` if neither says. */
    readonly retryAfter: number | undefined;
    /** @internal */
    constructor(init: ErrorInit);
}
/** 5xx: the value may or may not have been created. */
declare class InternalServerError extends APIError {
    /** Distinguishes the error from others. */
    readonly name: "InternalServerError";
}

/** The client cannot be made with these options, or cannot work here. */
declare class ConfigurationError extends CareCycleError$1 {
    /** Distinguishes the error from others. */
    readonly name: "ConfigurationError";
    /** @internal */
    constructor(message: string, init?: Partial<ErrorInit>);
}

/** No response, or an incomplete one; `outcome` says what that means. */
declare class APIConnectionError extends ResponseError {
    /** The class's name. */
    readonly name: "APIConnectionError" | "APIConnectionTimeoutError";
}
/** No complete response within `timeoutMs`. */
declare class APIConnectionTimeoutError extends APIConnectionError {
    /** Distinguishes the error from others. */
    readonly name: "APIConnectionTimeoutError";
}
/** The caller's signal aborted the call; `cause` is the signal's reason. Its `name` is `AbortError`. */
declare class APIUserAbortError extends ResponseError {
    /** Distinguishes the error from others. */
    readonly name: "AbortError";
}
/** A response that the documentation does not describe. */
declare class UnexpectedResponseError extends ResponseError {
    /** Distinguishes the error from others. */
    readonly name: "UnexpectedResponseError";
}

/** The request is invalid: found here (`source: "client"`, nothing was sent) or by the server. */
declare class ValidationError extends ResponseError {
    /** Distinguishes the error from others. */
    readonly name: "ValidationError";
    /** Everything that is wrong, in the server's shape. */
    readonly errors: ValidationIssue[];
    /** Who found it. */
    readonly source: "client" | "server";
    /** @internal */
    constructor(init: ErrorInit);
}

/** A 4xx without a class of its own. */
interface OtherAPIError extends APIError {
    /** The class's name. */
    readonly name: "APIError";
}
/** A connection that failed otherwise than by `timeoutMs`. */
interface OtherConnectionError extends APIConnectionError {
    /** The class's name. */
    readonly name: "APIConnectionError";
}
/** A bug of this package stopped the core. */
interface CrashError extends CareCycleError$1 {
    /** The class's name. */
    readonly name: "CareCycleError";
}
/** Errors that may be about a response. */
type AnyResponseError = ValidationError | BadRequestError | AuthenticationError | PermissionDeniedError | NotFoundError | RateLimitError | InternalServerError | OtherAPIError | OtherConnectionError | APIConnectionTimeoutError | APIUserAbortError | UnexpectedResponseError;
/** Every error of this package, as a union that `switch (error.name)` narrows. */
type AnyCareCycleError = AnyResponseError | ConfigurationError | CrashError;
/** An error that has an HTTP response, whatever its class. */
type ErrorWithResponse = AnyResponseError & {
    /** The HTTP status. */
    readonly status: number;
    /** The response's headers as the server sent them. */
    readonly headers: PlatformHeaders;
};
/** The base class, by which `instanceof` narrows to the union. */
interface CareCycleErrorClass {
    /** @internal */
    new (init: ErrorInit): CareCycleError$1;
    /** What all errors inherit. */
    readonly prototype: CareCycleError$1;
    /** Whether a value is an error of this or another copy of the package. */
    [Symbol.hasInstance](value: unknown): value is AnyCareCycleError;
}
/** The base of all errors of this package. `instanceof` works across copies of the package. */
declare const CareCycleError: CareCycleErrorClass;
/** The base of all errors of this package. */
type CareCycleError = CareCycleError$1;
/**
 * Whether an error has an HTTP response: every `APIError`, the server's 422, and a response that was cut,
 * aborted or is not as documented.
 */
declare const isAPIError: (error: unknown) => error is ErrorWithResponse;

/** A value to create; may hold whatever else its result should bring back. */
interface CreateManyRow {
    /** The customer's UUID. */
    customerId: string;
    /** The definition's ID and the value. */
    body: CreateCustomerCustomFieldValueInput;
}
/** What became of a row: an error's `outcome`, but `"invalid"` where the row was refused here. */
type CreateManyStatus = "created" | "rejected" | "invalid" | "unknown" | "notSent";
/** Which row a result is of. */
interface ResultOf<Row> {
    /** The row's place in the source, from 0. */
    index: number;
    /** The row as it was taken from the source. */
    row: Row;
}
/** The row's value was created, and here it is. */
interface CreateManyCreated<Row> extends ResultOf<Row> {
    /** What became of the row. */
    status: "created";
    /** The created value. */
    value: CustomerCustomFieldValue;
    /** None. */
    error?: undefined;
}
/** The row's value was created, but its response could not be read. */
interface CreateManyUnread<Row> extends ResultOf<Row> {
    /** What became of the row. */
    status: "created";
    /** None. */
    value?: undefined;
    /** Why there is no `value`. */
    error: AnyCareCycleError;
}
/** The row was refused here: nothing was sent. */
interface CreateManyInvalid<Row> extends ResultOf<Row> {
    /** What became of the row. */
    status: "invalid";
    /** None. */
    value?: undefined;
    /** What is wrong with the row. */
    error: ValidationError;
}
/** The row's value was not created, or nobody knows. */
interface CreateManyFailed<Row> extends ResultOf<Row> {
    /** What became of the row. */
    status: "rejected" | "unknown" | "notSent";
    /** None. */
    value?: undefined;
    /** Why there is no `value`. */
    error: AnyCareCycleError;
}
/** What became of a row: there is always either a `value` or an `error`. */
type CreateManyResult<Row> = CreateManyCreated<Row> | CreateManyUnread<Row> | CreateManyInvalid<Row> | CreateManyFailed<Row>;
/** How many rows came to what, so far. */
interface CreateManySummary {
    /** Rows that were taken from the source; those that are not among the others are under way. */
    taken: number;
    /** Rows whose value was created. */
    created: number;
    /** Rows that the server rejected. */
    rejected: number;
    /** Rows that were refused here. */
    invalid: number;
    /** Rows of which nobody knows whether the value was created. */
    unknown: number;
    /** Rows that were not sent. */
    notSent: number;
}
/** How far it is. */
interface CreateManyProgress {
    /** Rows with a result. */
    done: number;
    /** How many rows there are, where the source has a `length` or a `size`. */
    total?: number;
    /** Rows whose value was created. */
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
    /** The row's place in the source, from 0. */
    index: number;
    /** The row as it was taken from the source. */
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
    signal?: PlatformSignal | undefined;
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
    /** Called when the head of a response came. */
    onResponse?: ((event: ResponseEvent & OfRow<Row>) => unknown) | undefined;
    /** Called when a row's call begins to wait. */
    onWait?: ((event: WaitEvent & OfRow<Row>) => unknown) | undefined;
}
/**
 * The results in the order of completion, to be read once, with `for await`. Nothing happens before
 * that begins, and no more rows are taken than are read. Leaving the loop early stops as `stop()` does
 * and waits for what is in flight.
 */
interface CreateMany<Row> extends AsyncIterable<CreateManyResult<Row>> {
    /** How many rows came to what, so far. */
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
    /** How many: at least 1. */
    requests: number;
    /** Milliseconds: up to 2147483647. */
    perMs: number;
}
/** Options of `new CareCycle`. */
interface CareCycleOptions extends CallSettings {
    /**
     * The API key: begins with `cc_`, made in careCycle's Developer Dashboard. May be left out where
     * `baseUrl` is a path of the page's own origin, whose backend adds the key.
     * Where it is missing, the call says so, so that a build needs none; a key that is set in the
     * environment later is found at the next call.
     * @default process.env.CARECYCLE_API_KEY, if there is a process, and not where `baseUrl` is a path
     */
    apiKey?: string | undefined;
    /**
     * Where the API is: https, or http on loopback (elsewhere with `allowInsecureHttp`), or a path of the
     * page's own origin such as `/api/carecycle`.
     * @default process.env.CARECYCLE_BASE_URL, else "https://api.carecycle.ai"
     */
    baseUrl?: string | undefined;
    /**
     * Called as `fetch(url, init)` in place of the platform's. It must not retry by itself: an error's
     * `outcome` speaks for one request.
     * @default globalThis.fetch
     */
    fetch?: ((url: string, init: FetchInit) => Promise<FetchResponse>) | undefined;
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
     * Allows a key in a web page or a worker of one, where every visitor can read it. The API's documentation forbids it.
     * @default false
     */
    dangerouslyAllowBrowser?: boolean | undefined;
    /**
     * Allows `http://` to any host, such as a mock of the API in another container. Whoever is on the way
     * can read the key and the values.
     * @default false
     */
    allowInsecureHttp?: boolean | undefined;
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
    create<Unknown extends UnknownFields = "refuse">(customerId: string, body: CreateBody<Unknown>, options?: CreateOptions<Unknown>): Promise<CustomerCustomFieldValue>;
    /**
     * Creates many values, as fast as the rate limit allows. One bad row never stops the rest.
     *
     * @param rows only those in progress are taken from the source, so that there may be any number
     * @returns the results in the order of completion, to be read with `for await`; never throws for a
     * row, and throws what the source throws after the rows in flight are done
     * @throws `ConfigurationError` if an option is wrong, or the client has no key
     */
    createMany<Row extends CreateManyRow>(rows: Iterable<Row> | AsyncIterable<Row>, options?: CreateManyOptions<Row>): CreateMany<Row>;
    /**
     * What is wrong with a request, found without sending it. Takes anything. With a `definition` the
     * value must be one of that custom field: in the right field, and one of its options.
     * @returns all issues; an empty array if the request is valid
     * @throws `ConfigurationError` if `definition` is not one
     */
    validate(customerId: unknown, body: unknown, options?: ValidateOptions): ValidationIssue[];
}
/** `careCycle.customers`. */
interface Customers {
    /** The documentation's menu: Custom fields. */
    readonly customFields: CustomFields;
}
/** A client of careCycle's API. Needs no `await` and no `init()`. */
declare class CareCycle {
    /** The documentation's menu: Customers. */
    readonly customers: Customers;
    /** @throws `ConfigurationError` if the client cannot be made with these options */
    constructor(options?: CareCycleOptions);
}

/** A Standard Schema (version 1); see https://standardschema.dev. */
interface RequestSchema<Value = CreateCustomerCustomFieldValueRequest> {
    /** What makes it a Standard Schema. */
    readonly "~standard": {
        /** The version of the standard. */
        readonly version: 1;
        /** The library whose schema it is. */
        readonly vendor: "carecycle-custom-fields";
        /** Checks a value. */
        readonly validate: (value: unknown) => {
            /** The value as it was read. */
            readonly value: Value;
            /** None. */
            readonly issues?: undefined;
        } | {
            /** Everything that is wrong. */
            readonly issues: ReadonlyArray<{
                /** What is wrong and what to do, for a person. */
                readonly message: string;
                /** Where in the value. */
                readonly path: string[];
            }>;
        };
        /** Only for TypeScript. */
        readonly types?: {
            /** What is taken. */
            readonly input: Value;
            /** What comes out. */
            readonly output: Value;
        } | undefined;
    };
}
/** A request's customer ID and body, as a row of `createMany` has them. */
interface Row {
    /** The customer's UUID. */
    customerId: string;
    /** The definition's ID and the value. */
    body: CreateCustomerCustomFieldValueRequest;
}
/** The checks of the request body for form libraries: the same as before sending. */
declare const createCustomerCustomFieldValueRequestSchema: RequestSchema;
/**
 * The same for one custom field: the value must be in the field for the definition's type, and one of its
 * options.
 *
 * @param definition as `GET /v2/custom-fields` responds with it; read once
 * @throws `ConfigurationError` if it is not a definition
 */
declare const createCustomerCustomFieldValueRequestSchemaFor: (definition: CustomFieldDefinition) => RequestSchema;
/** The check of a custom field's definition. */
declare const customFieldDefinitionSchema: RequestSchema<CustomFieldDefinition>;
/** The check of a customer ID for form libraries: the same as before sending. */
declare const customerIdSchema: RequestSchema<string>;
/**
 * The checks of `{ customerId, body }`, a row of `createMany`, for form libraries: the same as before
 * sending. Other keys are left out of what they return.
 */
declare const createCustomerCustomFieldValueSchema: RequestSchema<Row>;

export { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError, AuthenticationError, BadRequestError, CareCycle, CareCycleError, ConfigurationError, InternalServerError, NotFoundError, PermissionDeniedError, RateLimitError, UnexpectedResponseError, ValidationError, createCustomerCustomFieldValueRequestSchema, createCustomerCustomFieldValueRequestSchemaFor, createCustomerCustomFieldValueSchema, customFieldDefinitionSchema, customerIdSchema, isAPIError };
export type { AnyCareCycleError, Attempt, CallSettings, CareCycleErrorJSON, CareCycleOptions, CreateBody, CreateCustomerCustomFieldValueInput, CreateCustomerCustomFieldValueRequest, CreateMany, CreateManyCreated, CreateManyFailed, CreateManyInvalid, CreateManyOptions, CreateManyProgress, CreateManyResult, CreateManyRow, CreateManyStatus, CreateManySummary, CreateManyUnread, CreateOptions, CustomFieldDefinition, CustomFieldType, CustomFields, CustomerCustomFieldValue, Customers, ErrorCode, ErrorName, ErrorWithResponse, FetchInit, FetchResponse, Hooks, KnownIssueCode, OfRow, Outcome, OwnHeaders, RateLimit, RequestEvent, RequestSchema, ResponseEvent, UnknownFields, ValidateOptions, ValidationIssue, WaitEvent };
