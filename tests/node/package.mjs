/**
 * The package under test: `PACKAGE_ENTRY` (a file URL, of either kind of module) or the one just built.
 * Every test imports the package from here.
 */
export const entry =
  process.env.PACKAGE_ENTRY ??
  new URL("../../pkg/index.js", import.meta.url).href;

const loaded = await import(entry);
/** @type {typeof import("../../pkg/index.js")} */
const carecycle = { ...loaded.default, ...loaded };

export const {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  CareCycle,
  CareCycleError,
  ConfigurationError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  UnexpectedResponseError,
  ValidationError,
  createCustomerCustomFieldValueRequestSchema,
  createCustomerCustomFieldValueRequestSchemaFor,
  createCustomerCustomFieldValueSchema,
  customFieldDefinitionSchema,
  customerIdSchema,
  isAPIError,
} = carecycle;
