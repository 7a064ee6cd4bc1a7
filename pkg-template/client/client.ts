import { Call } from "../core/call.js";
import type { CallContext } from "../core/call-context.js";
import { operations } from "../generated.js";
import { originOf } from "../core/fetch.js";
import type {
  CustomerCustomFieldValue,
  ErrorReport,
  ValidationIssue,
} from "../core/wasm/core.js";
import { definitionFor, loadCore, validate } from "./check.js";
import { ConfigurationError, refuse } from "./errors/configuration.js";
import { toError } from "./errors/report.js";
import { createMany } from "./many.js";
import type {
  CreateMany,
  CreateManyOptions,
  CreateManyRow,
} from "./many-types.js";
import {
  type CareCycleOptions,
  type Config,
  configure,
  requireKey,
} from "./options.js";
import type {
  Create,
  CreateBody,
  CreateCustomerCustomFieldValueInput,
  CreateOptions,
  UnknownFields,
  ValidateOptions,
} from "./create-options.js";
import { SETTINGS, mergeSettings, readOptions } from "./settings.js";

/** `careCycle.customers.customFields`. */
export interface CustomFields {
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
  create<Unknown extends UnknownFields = "refuse">(
    customerId: string,
    body: CreateBody<Unknown>,
    options?: CreateOptions<Unknown>,
  ): Promise<CustomerCustomFieldValue>;

  /**
   * Creates many values, as fast as the rate limit allows. One bad row never stops the rest.
   *
   * @param rows any number: only rows in progress are read from the source
   * @returns the results in the order of completion, for `for await`. No row throws; an error of
   * the source is thrown once the rows in flight are done
   * @throws `ConfigurationError` if an option is wrong, or the client has no key
   */
  createMany<Row extends CreateManyRow>(
    rows: Iterable<Row> | AsyncIterable<Row>,
    options?: CreateManyOptions<Row>,
  ): CreateMany<Row>;

  /**
   * Checks a request without sending it. Accepts any input. With a `definition`, the value must also be in the field for its type, and one of its options.
   * @returns all issues; an empty array if the request is valid
   * @throws `ConfigurationError` if `definition` is not one
   */
  validate(
    customerId: unknown,
    body: unknown,
    options?: ValidateOptions,
  ): ValidationIssue[];
}

const CALL = ["signal", "unknownFields", ...SETTINGS] as const;

/** `careCycle.customers`. */
export interface Customers {
  /** Custom fields, as in the API documentation's menu. */
  readonly customFields: CustomFields;
}

/** A client of careCycle's API. Needs no `await` and no `init()`. */
export class CareCycle {
  /** Customers, as in the API documentation's menu. */
  readonly customers: Customers;

  /**
   * Creates a client. Calls of clients with the same key and server share one rate limit.
   *
   * @throws `ConfigurationError` if the options are invalid
   */
  constructor(options: CareCycleOptions = {}) {
    // In a closure, where inspection cannot find the key.
    const config = configure(options);
    const createOne: Create = (customerId, body, options) =>
      create(config, customerId, body, options);
    this.customers = {
      customFields: {
        create: createOne,
        createMany: (rows, options) => {
          requireKey(config);
          return createMany(config, createOne, rows, options);
        },
        validate: (customerId, body, options) => {
          const { unknownFields, definition } = readOptions(options, [
            "unknownFields",
            "definition",
          ]);
          return validate(
            operations.create,
            [customerId],
            body,
            unknownFields === "send",
            definition === undefined ? undefined : definitionFor(definition),
          );
        },
      },
    };
  }
}

// Minifiers change the name, which inspection shows.
Object.defineProperty(CareCycle, "name", { value: "CareCycle" });

async function create(
  config: Config,
  customerId: string,
  body: CreateCustomerCustomFieldValueInput,
  options: CreateOptions | undefined,
): Promise<CustomerCustomFieldValue> {
  const { transport, rateLimit, settings: defaults } = config;
  requireKey(config);
  if (originOf(transport.baseUrl) === undefined)
    refuse("baseUrl is a path, so only a web page can make calls");
  const core = loadCore();
  const own = options && readOptions(options, CALL);
  const settings = own ? mergeSettings(own, defaults) : defaults;
  config.scope ??= core.scopeOf(`${transport.baseUrl} ${transport.apiKey}`);
  if (!transport.isCustomFetch && typeof globalThis.fetch !== "function")
    refuse("This runtime has no fetch: pass one to new CareCycle({ fetch })");
  const context: CallContext = {
    operation: operations.create,
    transport,
    hooks: settings,
    signal: own?.signal,
    settings: {
      scope: config.scope,
      requests: rateLimit.requests,
      perMs: rateLimit.perMs,
      timeoutMs: settings.timeoutMs,
      deadlineMs: settings.deadlineMs ?? Infinity,
      maxRetries: settings.maxRetries,
      retryUnknown: settings.retryUnknown,
      sendUnknown: own?.unknownFields === "send",
    },
  };
  const call = newCall(context);
  const result = await call.run([customerId], body);
  // The error is created here so that its stack leads to the caller.
  if ("report" in result) {
    if (call.refusal) throw noHeaders(call.refusal.error, result.report, call);
    throw toError(result.report, call, context);
  }
  return result.value as CustomerCustomFieldValue;
}

function noHeaders(
  error: unknown,
  { outcome, attempts }: ErrorReport,
  { requestId }: Call,
): ConfigurationError {
  const isOwn = error instanceof ConfigurationError;
  const message = isOwn
    ? error.message
    : "headers() returned nothing within timeoutMs";
  const cause = isOwn ? error.cause : undefined;
  const init = { outcome, attempts, requestId, cause };
  return new ConfigurationError(message, init);
}

function newCall(context: CallContext): Call {
  try {
    return new Call(context);
  } catch {
    return refuse("signal must be an AbortSignal");
  }
}
