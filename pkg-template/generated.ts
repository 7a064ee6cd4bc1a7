// Generated from the Rust crate by `cargo xtask codegen`. Do not edit.

/** The version of the package. */
export const VERSION = "0.1.0" as const;

/** The API's base URL. */
export const BASE_URL = "https://api.carecycle.ai" as const;

/** The documented operations. */
export const operations = {
  create: {
    index: 0,
    method: "POST",
    path: "/v2/customers/{id}/custom-fields",
    pathParameters: ["id"],
    requestFields: [
      "fieldDefinitionId",
      "textValue",
      "numberValue",
      "booleanValue",
      "dateValue",
      "selectValue",
      "multiSelectValue",
    ],
  },
} as const;

/** The request's fields that hold a value. */
export const VALUE_FIELDS = [
  "textValue",
  "numberValue",
  "booleanValue",
  "dateValue",
  "selectValue",
  "multiSelectValue",
] as const;

/** The field that holds a value, by the definition's type. */
export const VALUE_FIELD_OF_TYPE = {
  text: "textValue",
  number: "numberValue",
  boolean: "booleanValue",
  date: "dateValue",
  select: "selectValue",
  multi_select: "multiSelectValue",
} as const;

/** The error classes. */
export const ERROR_CLASSES = [
  "ValidationError",
  "BadRequestError",
  "AuthenticationError",
  "PermissionDeniedError",
  "NotFoundError",
  "RateLimitError",
  "InternalServerError",
  "APIError",
  "APIConnectionError",
  "APIConnectionTimeoutError",
  "APIUserAbortError",
  "UnexpectedResponseError",
  "ConfigurationError",
  "CareCycleError",
] as const;

/** The codes of the errors that TypeScript makes. */
export const errorCodes = {
  ConfigurationError: "CONFIGURATION",
  CareCycleError: "CRASHED",
} as const;

/** The options of a client that each call can override. */
export const callOptions = {
  timeoutMs: {
    valueType: { type: "milliseconds", max: 2147483647 },
    default: 30000,
  },
  deadlineMs: {
    valueType: { type: "milliseconds", max: 2147483647 },
    default: null,
  },
  maxRetries: { valueType: { type: "integer", min: 0, max: 100 }, default: 4 },
  retryUnknown: { valueType: { type: "boolean" }, default: false },
} as const;

/** The documented rate limit of a key. */
export const DEFAULT_RATE_LIMIT = { requests: 60, perMs: 60000 } as const;

/** `setTimeout` fires immediately past this many milliseconds. */
export const MAX_TIMER_MS = 2147483647 as const;

/** How many rows of `createMany` are in progress by default. */
export const DEFAULT_CONCURRENCY = 16 as const;

/** The type of `concurrency`. */
export const CONCURRENCY = { type: "integer", min: 1, max: 1000 } as const;

/** The most issues that are reported. */
export const MAX_ISSUES = 1000 as const;

/** The codes of errors: the package's own, and those that the API documents. */
export type KnownErrorCode =
  | "ABORTED"
  | "CONFIGURATION"
  | "CONNECTION"
  | "CRASHED"
  | "FORBIDDEN"
  | "INTERNAL_ERROR"
  | "NOT_FOUND"
  | "RATE_LIMIT_EXCEEDED"
  | "TIMEOUT"
  | "UNAUTHORIZED"
  | "UNEXPECTED_RESPONSE"
  | "VALIDATION_ERROR"
  | `HTTP_${number}`;

/** The codes of the issues that the package finds. */
export type KnownIssueCode =
  | "invalid_type"
  | "invalid_format"
  | "invalid_value"
  | "unrecognized_keys"
  | "too_big"
  | "wrong_value_field"
  | "custom";
