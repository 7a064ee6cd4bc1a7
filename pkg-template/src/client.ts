import type {
  CreateCustomerCustomFieldValueRequest,
  CustomerCustomFieldValue,
  ValidationIssue,
} from "./core.js";
import {
  type CareCycleOptions,
  type Config,
  configure,
  deadline,
  originOf,
} from "./config.js";
import { toError } from "./errors.js";
import { Host, type Rejection } from "./host.js";
import { check } from "./check.js";
import {
  type Create,
  type CreateMany,
  type CreateManyOptions,
  type CreateManyRow,
  createMany,
} from "./many.js";
import { namedReport } from "./parts.js";
import { Found } from "./read.js";
import {
  type CallSettings,
  SETTINGS,
  readOptions,
  settle,
} from "./settings.js";
import { load, moment } from "./wasm.js";

/** Options of `validate`. */
export interface ValidateOptions {
  /**
   * Keys that the documentation does not know: `"refuse"` makes each an issue, since the server would
   * drop it silently; `"send"` sends them as they are.
   * @default "refuse"
   */
  unknownFields?: "refuse" | "send" | undefined;
}

/** Options of `create`; what is left out is as the client has it. */
export interface CreateOptions extends ValidateOptions, CallSettings {
  /** Aborts the call in whatever phase it is. */
  signal?: AbortSignal | undefined;
}

/** `careCycle.customers.customFields`. */
export interface CustomFields {
  /**
   * Creates a custom field value for a customer: `POST /v2/customers/{id}/custom-fields`.
   *
   * The request is checked before a byte is sent, waits for a slot within the rate limit, and is sent
   * again only where the value is certainly not there: see an error's `outcome` before you send it
   * again yourself.
   *
   * @param customerId the customer's UUID
   * @param body the definition's ID and the value
   * @returns the created value, as the server answered it
   * @throws (rejects with) `ValidationError`, `APIError` and its subclasses, `APIConnectionError`,
   * `APIConnectionTimeoutError`, `APIUserAbortError`, `UnexpectedResponseError`, `ConfigurationError`
   */
  create(
    customerId: string,
    body: CreateCustomerCustomFieldValueRequest,
    options?: CreateOptions,
  ): Promise<CustomerCustomFieldValue>;

  /**
   * Creates many values, as many at once as the rate limit lets. One bad row never stops the rest.
   *
   * @param rows as few are taken at a time as are under way, so that there may be any number
   * @returns the results in the order of completion, to be read with `for await`; never throws for a
   * row, and throws what the source throws after the rows in flight are done
   * @throws `ConfigurationError` where an option is wrong
   */
  createMany<Row extends CreateManyRow>(
    rows: Iterable<Row> | AsyncIterable<Row>,
    options?: CreateManyOptions<Row>,
  ): CreateMany<Row>;

  /**
   * What is wrong with a request, found without sending it. Takes anything.
   * @returns all issues; an empty array where the request is valid
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
  readonly customFields: CustomFields;
}

/** A client of careCycle's API. Needs no `await` and no `init()`. */
export class CareCycle {
  /** The documentation's menu: Customers. */
  readonly customers: Customers;

  /** @throws `ConfigurationError` where the client cannot be made with these options */
  constructor(options: CareCycleOptions = {}) {
    // In a closure, where no inspection finds the key.
    const config = configure(options);
    const one: Create = (customerId, body, options) =>
      create(config, customerId, body, options);
    this.customers = {
      customFields: {
        create: one,
        createMany: (rows, options) => createMany(config, one, rows, options),
        validate: (customerId, body, options) => {
          const { unknownFields } = readOptions(options, ["unknownFields"]);
          return check(customerId, body, unknownFields === "send").issues;
        },
      },
    };
  }
}

// A minifier changes the name, which inspection shows.
Object.defineProperty(CareCycle, "name", { value: "CareCycle" });

async function create(
  config: Config,
  customerId: string,
  body: CreateCustomerCustomFieldValueRequest,
  options: CreateOptions | undefined,
): Promise<CustomerCustomFieldValue> {
  originOf(config.baseUrl);
  const core = load();
  const { signal, unknownFields, ...own } = readOptions(options, CALL);
  const settings = options ? settle(own, config.settings) : config.settings;
  const send = unknownFields === "send";
  // Read before the function returns: what the caller changes afterwards does not matter.
  const found = new Found();
  const { text } = found.request(customerId, body, send);
  const host = new Host(core, config, settings, signal, customerId, text);
  const { rateLimit, scope } = config;
  const { timeoutMs, maxRetries, retryUnknown } = settings;
  const deadlineMs = deadline(settings, rateLimit);
  // prettier-ignore
  core.run((glue) => glue.create(
    host.id, found.text, send, scope, rateLimit.requests, rateLimit.perMs,
    timeoutMs, deadlineMs, maxRetries, retryUnknown, ...moment(),
  ));
  try {
    return await host.settled;
  } catch (thrown) {
    // Made here, where the stack leads to the caller.
    throw toError(namedReport(...(thrown as Rejection)), host);
  }
}
