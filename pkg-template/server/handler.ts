import type {
  CreateCustomerCustomFieldValueRequest,
  ValidationIssue,
} from "carecycle-custom-fields";
import {
  APIConnectionTimeoutError,
  CareCycleError,
  ConfigurationError,
} from "carecycle-custom-fields";
import { Refusal, errorResponse, jsonResponse } from "./response.js";
import { readJson } from "./body.js";
import { type Client, makeClient } from "./environment.js";
import { failureResponse } from "./failure.js";
import { type Config, type HandlerOptions, configure } from "./options.js";
import { requireOwnPage } from "./origin.js";
import { customerIdOf, requireJson } from "./route.js";
import { Slot } from "./slot.js";
import { Redactor } from "./redactor.js";

/** What `createHandler` returns, as most frameworks expect it. */
export type Handler = (request: Request) => Promise<Response>;

/**
 * The backend of a page, which keeps the key: handles `POST …/v2/customers/{id}/custom-fields`,
 * under whatever path it is mounted, for a client whose `baseUrl` is that path.
 *
 * @returns rejects only with what `authorize` throws
 * @throws `ConfigurationError` if an option is wrong. A missing key is a 500 at the first request
 */
export function createHandler(options: HandlerOptions): Handler {
  const config = configure(options);
  let client: Client | undefined;
  return async (request) => {
    try {
      const customerId = customerIdOf(request);
      requireJson(request);
      requireOwnPage(request, config.origins);
      const { maxBodyBytes, bodyTimeoutMs } = config;
      const body = await readJson(request, maxBodyBytes, bodyTimeoutMs);
      const refused = await authorize(config, request, customerId, body);
      if (refused) return refused;
      requireValid(config, customerId, body);
      client ??= makeClient(config);
      return await create(config, client, request, customerId, body);
    } catch (error) {
      if (error instanceof Refusal) return error.response;
      if (error instanceof AuthorizeError) throw error.error;
      // The environment may be set up by the next request.
      if (error instanceof ConfigurationError) client = undefined;
      return failureResponse(error, new Redactor(client?.apiKey ?? "cc_"));
    }
  };
}

/** What `authorize` threw; frameworks know how to handle it. */
class AuthorizeError extends Error {
  readonly error: unknown;

  constructor(error: unknown) {
    super();
    this.error = error;
  }
}

/** The response to a visitor who is not allowed to; `undefined` for one who is. */
async function authorize(
  { authorize }: Config,
  request: Request,
  customerId: string,
  body: unknown,
): Promise<Response | undefined> {
  if (authorize === "public") return undefined;
  let allowed: unknown;
  try {
    allowed = await authorize(request, { customerId, body });
  } catch (error) {
    throw new AuthorizeError(error);
  }
  if (allowed === true) return undefined;
  if (isResponse(allowed)) return allowed;
  throw new Refusal(403, "FORBIDDEN", "This is not allowed");
}

/** A framework may have its own class. */
const isResponse = (value: unknown): value is Response =>
  Object.prototype.toString.call(value) === "[object Response]";

function requireValid(
  { checker, unknownFields }: Config,
  customerId: string,
  body: unknown,
): void {
  const errors: ValidationIssue[] = checker.customers.customFields.validate(
    customerId,
    body,
    { unknownFields },
  );
  if (errors.length) throw new Invalid(errors);
}

class Invalid extends Refusal {
  override readonly response: Response;

  constructor(errors: ValidationIssue[]) {
    const code = "VALIDATION_ERROR";
    const message = "The request is invalid";
    super(422, code, message);
    this.response = errorResponse(422, {
      message,
      code,
      outcome: "notSent",
      errors,
    });
  }
}

/** Whether there was no slot before `deadlineMs`. */
const hadNoSlot = (error: CareCycleError) =>
  error instanceof APIConnectionTimeoutError && !error.attempts.length;

async function create(
  config: Config,
  { careCycle, apiKey }: Client,
  request: Request,
  customerId: string,
  body: unknown,
): Promise<Response> {
  const redactor = new Redactor(apiKey);
  const slot = new Slot(config, request.signal);
  try {
    const value = await careCycle.customers.customFields.create(
      customerId,
      body as CreateCustomerCustomFieldValueRequest,
      slot.options,
    );
    return jsonResponse(200, redactor.value(value));
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    if (error instanceof CareCycleError && (slot.isGivenUp || hadNoSlot(error)))
      return errorResponse(429, {
        message: "The rate limit has no free slot at the moment",
        code: "RATE_LIMIT_EXCEEDED",
        outcome: error.outcome,
        retryAfter: slot.retryAfter,
      });
    return failureResponse(error, redactor);
  } finally {
    slot.leave();
  }
}
