export { CareCycle } from "./client.js";
export type {
  CreateOptions,
  CustomFields,
  Customers,
  ValidateOptions,
} from "./client.js";
export type { CareCycleOptions, RateLimit } from "./config.js";
export {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  CareCycleError,
  ConfigurationError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  UnexpectedResponseError,
  ValidationError,
} from "./errors.js";
export type { Attempt, CareCycleErrorJSON, Outcome } from "./errors.js";
export type { Hooks, RequestEvent, ResponseEvent, WaitEvent } from "./hooks.js";
export type {
  CreateMany,
  CreateManyOptions,
  CreateManyProgress,
  CreateManyResult,
  CreateManyRow,
  CreateManyStatus,
  CreateManySummary,
  OfRow,
} from "./many.js";
export { createCustomerCustomFieldValueRequestSchema } from "./schema.js";
export type { RequestSchema } from "./schema.js";
export type { CallSettings } from "./settings.js";
export type {
  CreateCustomerCustomFieldValueRequest,
  CustomerCustomFieldValue,
  ValidationIssue,
} from "./core.js";
