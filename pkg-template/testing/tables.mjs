// JavaScript, since the API emulator of the package's own tests imports it without a build.

/**
 * The messages of the documented errors.
 * @type {Readonly<Record<number, string>>}
 */
export const MESSAGES = {
  400: "Bad request",
  401: "Invalid or missing API key",
  403: "The API key lacks permission",
  404: "Customer not found",
  405: "Method not allowed",
  422: "Validation failed",
  429: "Rate limit exceeded",
  500: "Internal server error",
};

/**
 * The codes by status.
 * @type {Readonly<Record<number, string>>}
 */
export const CODES = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  405: "METHOD_NOT_ALLOWED",
  422: "VALIDATION_ERROR",
  429: "RATE_LIMIT_EXCEEDED",
  500: "INTERNAL_ERROR",
  502: "BAD_GATEWAY",
  503: "SERVICE_UNAVAILABLE",
  504: "GATEWAY_TIMEOUT",
};

/** The issue of a 422 that a fault causes. */
export const ISSUE = {
  path: ["fieldDefinitionId"],
  message: "Invalid UUID",
  expected: "uuid",
  received: "string",
  code: "invalid_format",
};

/** The key of the body that holds a value of each type of definition. */
export const VALUE_FIELD_OF = /** @type {const} */ ({
  text: "textValue",
  number: "numberValue",
  boolean: "booleanValue",
  date: "dateValue",
  select: "selectValue",
  multi_select: "multiSelectValue",
});
