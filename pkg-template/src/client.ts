import type {
  CreateCustomerCustomFieldValueRequest,
  CustomerCustomFieldValue,
  ValidationIssue,
} from "./core.js";
import { readBody } from "./body.js";
import {
  type CareCycleOptions,
  type Config,
  checkTimeout,
  configure,
} from "./config.js";
import { ConfigurationError, toError } from "./errors.js";
import { type ErrorParts, namedIssues, namedReport } from "./parts.js";
import { load } from "./wasm.js";

/** Options of `validate`. */
export interface ValidateOptions {
  /**
   * Keys that the documentation does not know: `"refuse"` makes each an issue, since the server would
   * drop it silently; `"send"` sends them as they are.
   * @default "refuse"
   */
  unknownFields?: "refuse" | "send" | undefined;
}

/** Options of `create`. */
export interface CreateOptions extends ValidateOptions {
  /** Aborts the call in whatever phase it is. */
  signal?: AbortSignal | undefined;
  /**
   * Milliseconds that an attempt may take, its body included; up to 2147483647.
   * @default the client's `timeoutMs`
   */
  timeoutMs?: number | undefined;
}

/** `careCycle.customers.customFields`. */
export interface CustomFields {
  /**
   * Creates a custom field value for a customer: `POST /v2/customers/{id}/custom-fields`.
   *
   * The request is checked before a byte is sent, and is sent once: see an error's `outcome` before
   * you send it again.
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
   * What is wrong with a request, found without sending it. Takes anything.
   * @returns all issues; an empty array where the request is valid
   */
  validate(
    customerId: unknown,
    body: unknown,
    options?: ValidateOptions,
  ): ValidationIssue[];
}

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
    this.customers = {
      customFields: {
        create: (customerId, body, options) =>
          create(config, customerId, body, options),
        validate: (customerId, body, options) =>
          namedIssues(
            load().validate(
              customerId,
              body,
              options?.unknownFields === "send",
            ),
          ),
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
  let signal, timeoutMs, unknownFields;
  try {
    ({ signal, timeoutMs, unknownFields } = options ?? {});
  } catch {
    throw new ConfigurationError("options cannot be read");
  }
  if (signal != null && typeof signal.addEventListener !== "function") {
    throw new ConfigurationError("signal must be an AbortSignal");
  }
  const timeout =
    timeoutMs === undefined ? config.timeoutMs : checkTimeout(timeoutMs);
  let sent: string | undefined;
  try {
    const send = unknownFields === "send";
    const { apiKey, baseUrl, init } = config;
    const read = (response: Response) => readBody(response, apiKey);
    const fetch: Config["fetch"] = (url, init) => {
      sent = init.body as string;
      return config.fetch(url, init);
    };
    // prettier-ignore
    return (await load().create(
      customerId, body, send, fetch, read, baseUrl, init, signal ?? undefined, timeout,
    )) as CustomerCustomFieldValue;
  } catch (thrown) {
    if (thrown instanceof Error) throw thrown;
    const report = namedReport(thrown as ErrorParts);
    // The caller's reason stays here: it may be anything.
    const aborted = report.class === "APIUserAbortError";
    try {
      if (aborted) report.cause = signal?.reason;
    } catch {
      // Then there is none.
    }
    throw toError(report, config.apiKey, sent, config.custom && !aborted);
  }
}
