/**
 * A created custom field value, as the API returns it. Every key is always present; undocumented
 * keys are passed on unchanged.
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
 * that is absent (or `undefined`) and a key that is `null` are different requests, and both are
 * valid.
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
     * Like an error's `code`, but never one of the server's own.
     */
    code: string;
    /**
     * The outcome of this attempt alone.
     */
    outcome: Outcome;
    /**
     * The HTTP status; `null` if there was no response.
     */
    status: number | null;
}

/**
 * One problem of a request, in the shape of an entry in the API's 422 response; problems found
 * before sending have the same shape. Never contains a value.
 */
interface ValidationIssue {
    /**
     * The path of the problem: `["id"]` is the customer ID, anything else is in the body, e.g.
     * `["multiSelectValue", "2"]`.
     */
    path: string[];
    /**
     * What is wrong and what to do, for people.
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
     * zod's code for the problem: `"invalid_type"`, `"invalid_format"`, `"invalid_value"`,
     * `"unrecognized_keys"`, `"too_big"`, `"custom"`; `"wrong_value_field"` if the value is not in
     * the field for the definition's type; or the server's own.
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
     * The values that a `select` or `multi_select` field allows; if absent, any text is valid.
     */
    options?: readonly string[] | null | undefined;
}

/**
 * Whether the value was created.
 * - `"notSent"`: nothing left this process.
 * - `"rejected"`: the server responded without creating the value.
 * - `"unknown"`: the request may have left, and no response shows what happened. Check before you
 *   send it again.
 * - `"created"`: the value was created, but the response is incomplete or not as documented.
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
    /** The headers. The key and the values of your own headers are `[redacted]`. */
    headers: Record<string, string>;
    /** The keys of the body. The values are `[redacted]`. */
    body: Record<string, unknown>;
}
/** The head of a response arrived. */
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
    /** `"rateLimit"`: waits for a slot. `"retry"`: backs off before a retry. */
    reason: "rateLimit" | "retry";
    /** Milliseconds that the wait takes at least; `null` if it depends on a response. */
    ms: number | null;
}
/**
 * Hooks for logs, without the key and values. Fire-and-forget: what they throw or reject with is
 * ignored.
 */
interface Hooks {
    /** Called just before a request leaves. Fire-and-forget. */
    onRequest?: ((event: RequestEvent) => unknown) | undefined;
    /** Called when the head of a response arrived. */
    onResponse?: ((event: ResponseEvent) => unknown) | undefined;
    /** Called when a call starts to wait. */
    onWait?: ((event: WaitEvent) => unknown) | undefined;
}

/**
 * The platform's type of a global class. If there is none, as with `lib: ["es2022"]` and `types: []`,
 * the minimum that is used here.
 */
type Global<Name extends string, Least> = typeof globalThis extends Record<Name, {
    prototype: infer Instance;
}> ? Instance : Least;
/** The platform's `AbortSignal`. */
type PlatformSignal = Global<"AbortSignal", LeastSignal>;
/** The platform's `Headers`. */
type PlatformHeaders = Global<"Headers", LeastHeaders>;
/** The minimum of an `AbortSignal`. */
interface LeastSignal {
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
interface LeastHeaders {
    /** The value of a header; `null` if it is absent. */
    get(name: string): string | null;
}
/** The options that `fetch` is called with. */
interface FetchInit {
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

/** The error classes. */
declare const ERROR_CLASSES: readonly ["ValidationError", "BadRequestError", "AuthenticationError", "PermissionDeniedError", "NotFoundError", "RateLimitError", "InternalServerError", "APIError", "APIConnectionError", "APIConnectionTimeoutError", "APIUserAbortError", "UnexpectedResponseError", "ConfigurationError", "CareCycleError"];
/** The codes of errors: the package's own, and those that the API documents. */
type KnownErrorCode = "ABORTED" | "CONFIGURATION" | "CONNECTION" | "CRASHED" | "FORBIDDEN" | "INTERNAL_ERROR" | "NOT_FOUND" | "RATE_LIMIT_EXCEEDED" | "TIMEOUT" | "UNAUTHORIZED" | "UNEXPECTED_RESPONSE" | "VALIDATION_ERROR" | `HTTP_${number}`;
/** The codes of the issues that the package finds. */
type KnownIssueCode = "invalid_type" | "invalid_format" | "invalid_value" | "unrecognized_keys" | "too_big" | "wrong_value_field" | "custom";

/** Options of a client, which each call can override. */
interface CallSettings extends Hooks {
    /**
     * Milliseconds that an attempt may take, reading the body included; up to 2147483647. The
     * platform may give up earlier, which is an `APIConnectionTimeoutError` too: Node's fetch does
     * after 300,000 ms without the response's head or the next part of its body. To wait longer, pass
     * undici's `fetch` with an `Agent` that has its own `headersTimeout` and `bodyTimeout`.
     * @default 30000
     */
    timeoutMs?: number | undefined;
    /**
     * Milliseconds that the whole call may take, all attempts and waits included; up to 2147483647.
     * @default `timeoutMs` and two windows of the rate limit, of a minute at least: 150000. One window may pass before
     * there is a slot, and another one after a 429 caused by somebody else who uses the key.
     */
    deadlineMs?: number | undefined;
    /**
     * How many attempts may follow the first, after a 429 or a failure to connect: nothing was
     * created then.
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

/** How undocumented keys of a body are treated. */
type UnknownFields = "refuse" | "send";
/** Allows read-only lists. */
type Readable<Value> = Value extends readonly (infer Item)[] ? readonly Item[] : Value;
/**
 * What `create` accepts as a `CreateCustomerCustomFieldValueRequest`: lists may be read-only, and a
 * value field that is `undefined` is left out.
 */
type CreateCustomerCustomFieldValueInput = Readonly<Pick<CreateCustomerCustomFieldValueRequest, "fieldDefinitionId">> & {
    readonly [Field in keyof Omit<CreateCustomerCustomFieldValueRequest, "fieldDefinitionId">]?: Readable<CreateCustomerCustomFieldValueRequest[Field]> | undefined;
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
     * Undocumented keys: `"refuse"` reports each as an issue, since the server would drop it
     * silently; `"send"` sends them as they are.
     * @default "refuse"
     */
    unknownFields?: Unknown | undefined;
    /**
     * The custom field's definition, as `GET /v2/custom-fields` returns it: the value must be in the
     * field for its type, and one of its options. It is read again for each call unless it and its
     * options are frozen.
     */
    definition?: CustomFieldDefinition | undefined;
}
/** Options of `create`. Defaults are the client's options. */
interface CreateOptions<Unknown extends UnknownFields = UnknownFields> extends Omit<ValidateOptions<Unknown>, "definition">, CallSettings {
    /** Aborts the call in any phase. */
    signal?: PlatformSignal | undefined;
}

/** An error's `code`: a known one, or any other that the server sent. */
type ErrorCode = KnownErrorCode | (string & {});
/** The names of errors: those of their classes, except `AbortError` for `APIUserAbortError`. */
type ErrorName = Exclude<(typeof ERROR_CLASSES)[number], "APIUserAbortError"> | "AbortError";
/** An error as a plain object for logs. Contains neither the key nor values. */
interface CareCycleErrorJSON {
    /** The error's name. */
    name: ErrorName;
    /** What happened, for people. */
    message: string;
    /** What happened, for programs. */
    code: ErrorCode;
    /** Whether the value was created. */
    outcome: Outcome;
    /** The call's UUID; `null` if there was no call. */
    requestId: string | null;
    /** How each attempt ended. */
    attempts: readonly Attempt[];
    /** Further properties of the class: `status`, `retryAfter`, `errors`, `source`. */
    [more: string]: unknown;
}
/** @internal The parts of an error: the core's report, and what else the call knows. */
interface ErrorInit {
    message: string;
    code: string;
    outcome: Outcome;
    requestId?: string | undefined;
    attempts?: readonly Attempt[];
    status?: number | null;
    retryAfter?: number | null;
    /** The issues that the client found, or the content of `errors` in the server's 422. */
    errors?: unknown;
    body?: unknown;
    headers?: PlatformHeaders | undefined;
    cause?: unknown;
}
/** The base of all errors of this package. `instanceof` works across copies of the package. */
declare class BaseError extends Error {
    /** The class's name, for `switch`; for `APIUserAbortError` it is `AbortError`. */
    readonly name: ErrorName;
    /**
     * The server's code, if it consists of capital letters, digits and underscores; otherwise
     * `VALIDATION_ERROR`, `CONFIGURATION`, `CONNECTION`, `TIMEOUT`, `ABORTED`, `UNEXPECTED_RESPONSE`,
     * `HTTP_<status>`, or `CRASHED` if the core stopped, which is a bug in this package.
     */
    readonly code: ErrorCode;
    /** Whether the value was created. */
    readonly outcome: Outcome;
    /** The call's random UUID, for logs; `null` if there was no call. */
    readonly requestId: string | null;
    /** How each attempt ended; empty if there was none. */
    readonly attempts: readonly Attempt[];
    /** @internal */
    constructor(init: ErrorInit);
    /**
     * A plain object for logs: without the key, values, the stack, and anything that the server said
     * except its code.
     */
    toJSON(): CareCycleErrorJSON;
    /** Whether a value is such an error, of this or another copy of the package. */
    static [Symbol.hasInstance](value: unknown): boolean;
}
/**
 * @internal What the response contained. It is behind accessors, so logging an error does not log
 * it.
 */
declare class ResponseError extends BaseError {
    #private;
    /** The HTTP status. */
    readonly status: number | undefined;
    /** @internal */
    constructor(init: ErrorInit);
    /**
     * What the server says about the error: its `message`. It may contain values, so neither the
     * error's `message` nor `toJSON()` nor inspection shows it.
     */
    get serverMessage(): string | undefined;
    /**
     * The response's body as the server sent it: parsed JSON, else at most 64 KB of its text. It may
     * contain values and, if the server echoes it, the key.
     */
    get body(): unknown;
    /** The response's headers, as the server sent them. */
    get headers(): PlatformHeaders | undefined;
}

/** The server responded with an error status. */
declare class APIError extends ResponseError {
    /** The class's name. */
    readonly name: "APIError" | "BadRequestError" | "AuthenticationError" | "PermissionDeniedError" | "NotFoundError" | "RateLimitError" | "InternalServerError";
    /** The HTTP status. */
    readonly status: number;
}
/** 400: the API does not accept the request. */
declare class BadRequestError extends APIError {
    /** The class's name, by which a `switch` narrows. */
    readonly name: "BadRequestError";
}
/** 401: invalid or missing API key. */
declare class AuthenticationError extends APIError {
    /** The class's name, by which a `switch` narrows. */
    readonly name: "AuthenticationError";
}
/** 403: the API key lacks permission. */
declare class PermissionDeniedError extends APIError {
    /** The class's name, by which a `switch` narrows. */
    readonly name: "PermissionDeniedError";
}
/** 404: no such customer or definition. */
declare class NotFoundError extends APIError {
    /** The class's name, by which a `switch` narrows. */
    readonly name: "NotFoundError";
}
/** 429: more than 60 requests in a minute. */
declare class RateLimitError extends APIError {
    /** The class's name, by which a `switch` narrows. */
    readonly name: "RateLimitError";
    /** Seconds to wait: the larger of the body's and the header's; `undefined` if neither has any. */
    readonly retryAfter: number | undefined;
    /** @internal */
    constructor(init: ErrorInit);
}
/** 5xx: the value may or may not have been created. */
declare class InternalServerError extends APIError {
    /** The class's name, by which a `switch` narrows. */
    readonly name: "InternalServerError";
}

/** The options are wrong, or the client cannot work in this runtime. */
declare class ConfigurationError extends BaseError {
    /** The class's name, by which a `switch` narrows. */
    readonly name: "ConfigurationError";
    /** @internal */
    constructor(message: string, init?: Partial<ErrorInit>);
}

/** No response, or an incomplete one; `outcome` says whether the value was created. */
declare class APIConnectionError extends ResponseError {
    /** The class's name. */
    readonly name: "APIConnectionError" | "APIConnectionTimeoutError";
}
/** No complete response within `timeoutMs`. */
declare class APIConnectionTimeoutError extends APIConnectionError {
    /** The class's name, by which a `switch` narrows. */
    readonly name: "APIConnectionTimeoutError";
}
/** The caller's signal aborted the call; `cause` is the signal's reason. Its `name` is `AbortError`. */
declare class APIUserAbortError extends ResponseError {
    /** Always `AbortError`, as for an aborted `fetch`; a `switch` narrows by it. */
    readonly name: "AbortError";
}
/** A response that the documentation does not describe. */
declare class UnexpectedResponseError extends ResponseError {
    /** The class's name, by which a `switch` narrows. */
    readonly name: "UnexpectedResponseError";
}

/**
 * The request is invalid, according to the client (`source: "client"`, nothing was sent) or to the
 * server.
 */
declare class ValidationError extends ResponseError {
    /** The class's name, by which a `switch` narrows. */
    readonly name: "ValidationError";
    /** Everything that is wrong, in the server's shape. */
    readonly errors: ValidationIssue[];
    /** Who found the problems. */
    readonly source: "client" | "server";
    /** @internal */
    constructor(init: ErrorInit);
}

/** A 4xx without a class of its own. */
interface OtherAPIError extends APIError {
    /** The class's name. */
    readonly name: "APIError";
}
/** A connection failure other than a timeout. */
interface OtherConnectionError extends APIConnectionError {
    /** The class's name. */
    readonly name: "APIConnectionError";
}
/** A bug in this package stopped the core. */
interface CrashError extends BaseError {
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
    /** The response's headers, as the server sent them. */
    readonly headers: PlatformHeaders;
};
/** The type of the base class, whose `instanceof` narrows to the union. */
interface CareCycleErrorClass {
    /** @internal */
    new (init: ErrorInit): BaseError;
    /** The members that all errors inherit. */
    readonly prototype: BaseError;
    /** Whether a value is an error of this or another copy of the package. */
    [Symbol.hasInstance](value: unknown): value is AnyCareCycleError;
}
/** The base of all errors of this package. `instanceof` works across copies of the package. */
declare const CareCycleError: CareCycleErrorClass;
/** The base of all errors of this package. */
type CareCycleError = BaseError;
/**
 * Whether an error has an HTTP response: every `APIError`, a 422 of the server, and a response that
 * was cut off, aborted or is not as documented.
 */
declare const isAPIError: (error: unknown) => error is ErrorWithResponse;

/** A value to create. May have further properties, which its result returns. */
interface CreateManyRow {
    /** The customer's UUID. */
    customerId: string;
    /** The definition's ID and the value. */
    body: CreateCustomerCustomFieldValueInput;
}
/** The result of a row: an error's `outcome`, or `"invalid"` if the client rejected the row. */
type CreateManyStatus = "created" | "rejected" | "invalid" | "unknown" | "notSent";
/** The row that a result belongs to. */
interface ResultOf<Row> {
    /** The row's place in the source, from 0. */
    index: number;
    /** The row as it was read from the source. */
    row: Row;
}
/** The row's value was created. */
interface CreateManyCreated<Row> extends ResultOf<Row> {
    /** The result of the row. */
    status: "created";
    /** The created value. */
    value: CustomerCustomFieldValue;
    /** Why there is no `value`, or why the row failed; `undefined` if nothing went wrong. */
    error?: undefined;
}
/** The row's value was created, but its response could not be read. */
interface CreateManyUnread<Row> extends ResultOf<Row> {
    /** The result of the row. */
    status: "created";
    /** The created value; `undefined` if there is none. */
    value?: undefined;
    /** Why there is no `value`. */
    error: AnyCareCycleError;
}
/** The client rejected the row: nothing was sent. */
interface CreateManyInvalid<Row> extends ResultOf<Row> {
    /** The result of the row. */
    status: "invalid";
    /** The created value; `undefined` if there is none. */
    value?: undefined;
    /** What is wrong with the row. */
    error: ValidationError;
}
/** The row's value was not created, or that is unknown. */
interface CreateManyFailed<Row> extends ResultOf<Row> {
    /** The result of the row. */
    status: "rejected" | "unknown" | "notSent";
    /** The created value; `undefined` if there is none. */
    value?: undefined;
    /** Why there is no `value`. */
    error: AnyCareCycleError;
}
/** The result of a row, with either a `value` or an `error`. */
type CreateManyResult<Row> = CreateManyCreated<Row> | CreateManyUnread<Row> | CreateManyInvalid<Row> | CreateManyFailed<Row>;
/** The number of rows with each result so far. */
interface CreateManySummary {
    /** Rows that were read from the source; those without a result are in progress. */
    taken: number;
    /** Rows whose value was created. */
    created: number;
    /** Rows that the server rejected. */
    rejected: number;
    /** Rows that the client rejected. */
    invalid: number;
    /** Rows for which it is unknown whether the value was created. */
    unknown: number;
    /** Rows that were not sent. */
    notSent: number;
}
/** The progress so far. */
interface CreateManyProgress {
    /** Rows with a result. */
    done: number;
    /** How many rows there are, if the source has a `length` or a `size`. */
    total?: number;
    /** Rows whose value was created. */
    created: number;
    /** Rows that failed, except those that were not sent because of `stop()`. */
    failed: number;
    /** Estimated milliseconds left, by the rate limit and the time so far; `null` if unknown. */
    etaMs: number | null;
    /** Milliseconds until the next request may leave, if all rows wait for that. */
    waitingMs: number;
}
/** The row that a hook is called for. `row` is not enumerable, so logs do not show its values. */
interface RowContext<Row> {
    /** The row's place in the source, from 0. */
    index: number;
    /** The row as it was read from the source. */
    readonly row: Row;
}
/** Options of `createMany`. Defaults are the client's options. */
interface CreateManyOptions<Row = CreateManyRow> extends Omit<CreateOptions, "onRequest" | "onResponse" | "onWait" | "deadlineMs"> {
    /**
     * How many rows may be in progress, waiting included: up to 1000. The first row goes alone;
     * others follow once the server has responded to it and you have read its result, and the same
     * applies after a row whose outcome is `"unknown"`. So a refused key or a broken network costs
     * one row.
     * @default 16, or the rate limit's `requests` if that is less
     */
    concurrency?: number | undefined;
    /**
     * Stops immediately: requests in flight are aborted with the outcome `"unknown"`, all other rows
     * are `"notSent"`.
     */
    signal?: PlatformSignal | undefined;
    /**
     * Milliseconds for all rows together; after that no more are read. Up to 2147483647.
     * @default none; each row waits as long as the rate limit requires
     */
    deadlineMs?: number | undefined;
    /**
     * Stops after the first row that is not created, as `stop()` does.
     * @default false
     */
    stopOnError?: boolean | undefined;
    /** Called after each row, and when all rows wait. What it throws is ignored. */
    onProgress?: ((progress: CreateManyProgress) => unknown) | undefined;
    /** Called just before a request leaves. Fire-and-forget. */
    onRequest?: ((event: RequestEvent & RowContext<Row>) => unknown) | undefined;
    /** Called when the head of a response arrived. */
    onResponse?: ((event: ResponseEvent & RowContext<Row>) => unknown) | undefined;
    /** Called when a row's call starts to wait. */
    onWait?: ((event: WaitEvent & RowContext<Row>) => unknown) | undefined;
}
/**
 * The results in the order of completion, to be read once with `for await`. Nothing is sent before
 * you start to read, and rows are started only as fast as you read results. Leaving the loop early
 * stops as `stop()` does and waits for the requests in flight.
 */
interface CreateMany<Row> extends AsyncIterable<CreateManyResult<Row>> {
    /** The number of rows with each result so far. */
    summary(): CreateManySummary;
    /**
     * Reads no more rows and sends nothing more. Rows that wait become `"notSent"`, or `"rejected"`
     * after a 429; requests in flight are finished. You can still read their results.
     */
    stop(): void;
}

/** Your own headers. One that is `undefined` is left out. */
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
     * The API key: it starts with `cc_` and is created in careCycle's Developer Dashboard. Not needed
     * if `baseUrl` is a path of the page's own origin, whose backend adds the key. A missing key is
     * reported by the first call, so a build needs none; a key that is set in the environment later
     * is found then.
     * @default process.env.CARECYCLE_API_KEY if there is one, unless `baseUrl` is a path
     */
    apiKey?: string | undefined;
    /**
     * The API's URL: https, or http on loopback (anywhere with `allowInsecureHttp`), or a path of the
     * page's own origin such as `/api/carecycle`.
     * @default process.env.CARECYCLE_BASE_URL, else "https://api.carecycle.ai"
     */
    baseUrl?: string | undefined;
    /**
     * Called as `fetch(url, init)` instead of the platform's. It must not retry by itself: an error's
     * `outcome` is about one request.
     * @default globalThis.fetch
     */
    fetch?: ((url: string, init: FetchInit) => Promise<FetchResponse>) | undefined;
    /**
     * The API's limit for a key, which all clients of this thread with the same key and baseUrl keep
     * to: calls wait for slots in order, and a 429 stops all of them. `false` turns this off.
     * @default { requests: 60, perMs: 60000 }
     */
    rateLimit?: RateLimit | false | undefined;
    /**
     * A header to send the call's `requestId` in. There is none by default: before a browser sends an
     * undocumented header to another origin, it sends a preflight request.
     */
    requestIdHeader?: string | undefined;
    /**
     * Your own headers, such as a CSRF token for your backend: an object, or a function that is
     * called for each attempt and may be async. Headers that fetch forbids, `x-api-key`, and headers
     * about the content or the route are not allowed. Hooks see the values as `[redacted]`.
     * @default none
     */
    headers?: OwnHeaders | undefined;
    /**
     * Allows a key in a web page or in one of its workers, where every visitor can read it. The API's
     * documentation forbids this.
     * @default false
     */
    dangerouslyAllowBrowser?: boolean | undefined;
    /**
     * Allows `http://` to any host, such as a mock of the API in another container. Anyone on the
     * network path can read the key and the values.
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
     * retried only if the value was certainly not created. Before you send it again yourself, look at
     * the error's `outcome`.
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
     * @param rows any number: only rows in progress are read from the source
     * @returns the results in the order of completion, for `for await`. No row throws; an error of
     * the source is thrown once the rows in flight are done
     * @throws `ConfigurationError` if an option is wrong, or the client has no key
     */
    createMany<Row extends CreateManyRow>(rows: Iterable<Row> | AsyncIterable<Row>, options?: CreateManyOptions<Row>): CreateMany<Row>;
    /**
     * Checks a request without sending it. Accepts any input. With a `definition`, the value must also be in the field for its type, and one of its options.
     * @returns all issues; an empty array if the request is valid
     * @throws `ConfigurationError` if `definition` is not one
     */
    validate(customerId: unknown, body: unknown, options?: ValidateOptions): ValidationIssue[];
}
/** `careCycle.customers`. */
interface Customers {
    /** Custom fields, as in the API documentation's menu. */
    readonly customFields: CustomFields;
}
/** A client of careCycle's API. Needs no `await` and no `init()`. */
declare class CareCycle {
    /** Customers, as in the API documentation's menu. */
    readonly customers: Customers;
    /**
     * Creates a client. Calls of clients with the same key and server share one rate limit.
     *
     * @throws `ConfigurationError` if the options are invalid
     */
    constructor(options?: CareCycleOptions);
}

/** A Standard Schema (version 1); see https://standardschema.dev. */
interface RequestSchema<Value = CreateCustomerCustomFieldValueRequest> {
    /** The properties of a Standard Schema. */
    readonly "~standard": {
        /** The version of the standard. */
        readonly version: 1;
        /** The library that the schema belongs to. */
        readonly vendor: "carecycle-custom-fields";
        /** Checks a value. */
        readonly validate: (value: unknown) => {
            /** The value as it was read. */
            readonly value: Value;
            /** There are no issues. */
            readonly issues?: undefined;
        } | {
            /** Everything that is wrong. */
            readonly issues: ReadonlyArray<{
                /** What is wrong and what to do, for people. */
                readonly message: string;
                /** The path in the value. */
                readonly path: string[];
            }>;
        };
        /** Only for TypeScript. */
        readonly types?: {
            /** The input type. */
            readonly input: Value;
            /** The output type. */
            readonly output: Value;
        } | undefined;
    };
}
/** A customer ID and a body, like a row of `createMany`. */
interface Row {
    /** The customer's UUID. */
    customerId: string;
    /** The definition's ID and the value. */
    body: CreateCustomerCustomFieldValueRequest;
}
/** Checks a request body, for form libraries: the same checks as before sending. */
declare const createCustomerCustomFieldValueRequestSchema: RequestSchema;
/**
 * Checks a request body against a custom field's definition: the value must be in the field for its
 * type, and one of its options.
 *
 * @param definition as `GET /v2/custom-fields` returns it; read once
 * @throws `ConfigurationError` if it is not a definition
 */
declare const createCustomerCustomFieldValueRequestSchemaFor: (definition: CustomFieldDefinition) => RequestSchema;
/** Checks a custom field's definition. */
declare const customFieldDefinitionSchema: RequestSchema<CustomFieldDefinition>;
/** Checks a customer ID, for form libraries: the same check as before sending. */
declare const customerIdSchema: RequestSchema<string>;
/**
 * Checks `{ customerId, body }`, a row of `createMany`, for form libraries: the same checks as
 * before sending. The result has no other keys.
 */
declare const createCustomerCustomFieldValueSchema: RequestSchema<Row>;

export { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError, AuthenticationError, BadRequestError, CareCycle, CareCycleError, ConfigurationError, InternalServerError, NotFoundError, PermissionDeniedError, RateLimitError, UnexpectedResponseError, ValidationError, createCustomerCustomFieldValueRequestSchema, createCustomerCustomFieldValueRequestSchemaFor, createCustomerCustomFieldValueSchema, customFieldDefinitionSchema, customerIdSchema, isAPIError };
export type { AnyCareCycleError, Attempt, CallSettings, CareCycleErrorJSON, CareCycleOptions, CreateBody, CreateCustomerCustomFieldValueInput, CreateCustomerCustomFieldValueRequest, CreateMany, CreateManyCreated, CreateManyFailed, CreateManyInvalid, CreateManyOptions, CreateManyProgress, CreateManyResult, CreateManyRow, CreateManyStatus, CreateManySummary, CreateManyUnread, CreateOptions, CustomFieldDefinition, CustomFieldType, CustomFields, CustomerCustomFieldValue, Customers, ErrorCode, ErrorName, ErrorWithResponse, FetchInit, FetchResponse, Hooks, KnownIssueCode, Outcome, OwnHeaders, RateLimit, RequestEvent, RequestSchema, ResponseEvent, RowContext, UnknownFields, ValidateOptions, ValidationIssue, WaitEvent };
