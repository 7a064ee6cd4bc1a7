export { CareCycle } from "./client/client.js";
export type { CustomFields, Customers } from "./client/client.js";
export type {
  CreateBody,
  CreateCustomerCustomFieldValueInput,
  CreateOptions,
  UnknownFields,
  ValidateOptions,
} from "./client/create-options.js";
export type { CareCycleOptions, RateLimit } from "./client/options.js";
export type { OwnHeaders } from "./client/own-headers.js";
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
} from "./client/errors/classes.js";
export { isAPIError } from "./client/errors/any.js";
export type {
  AnyCareCycleError,
  ErrorWithResponse,
} from "./client/errors/any.js";
export type {
  CareCycleErrorJSON,
  ErrorCode,
  ErrorName,
} from "./client/errors/base.js";
export type { FetchInit, FetchResponse } from "./core/platform.js";
export type {
  Hooks,
  RequestEvent,
  ResponseEvent,
  WaitEvent,
} from "./core/hooks.js";
export type {
  CreateMany,
  CreateManyOptions,
  CreateManyProgress,
  CreateManyCreated,
  CreateManyFailed,
  CreateManyInvalid,
  CreateManyResult,
  CreateManyUnread,
  CreateManyRow,
  CreateManyStatus,
  CreateManySummary,
  RowContext,
} from "./client/many-types.js";
export {
  createCustomerCustomFieldValueRequestSchema,
  createCustomerCustomFieldValueRequestSchemaFor,
  createCustomerCustomFieldValueSchema,
  customFieldDefinitionSchema,
  customerIdSchema,
} from "./client/schema.js";
export type { KnownIssueCode } from "./generated.js";
export type { RequestSchema } from "./client/schema.js";
export type { CallSettings } from "./client/settings.js";
export type {
  Attempt,
  CreateCustomerCustomFieldValueRequest,
  CustomFieldDefinition,
  CustomFieldType,
  CustomerCustomFieldValue,
  Outcome,
  ValidationIssue,
} from "./core/wasm/core.js";
