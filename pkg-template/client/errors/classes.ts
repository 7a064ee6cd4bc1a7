import type { ERROR_CLASSES } from "../../generated.js";
import {
  APIError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
} from "./api.js";
import { CareCycleError } from "./any.js";
import { BaseError } from "./base.js";
import { ConfigurationError } from "./configuration.js";
import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIUserAbortError,
  UnexpectedResponseError,
} from "./connection.js";
import { ValidationError } from "./validation.js";

/**
 * A name in `ErrorClass::ALL`. The core may report any `ErrorClass`: tsc finds those that are
 * missing here.
 */
type ClassName = (typeof ERROR_CLASSES)[number];

/** Every error class, by the name that the core reports. */
const classes = {
  ValidationError,
  BadRequestError,
  AuthenticationError,
  PermissionDeniedError,
  NotFoundError,
  RateLimitError,
  InternalServerError,
  APIError,
  APIConnectionError,
  APIConnectionTimeoutError,
  APIUserAbortError,
  UnexpectedResponseError,
  CareCycleError: BaseError,
} satisfies Record<Exclude<ClassName, "ConfigurationError">, typeof BaseError>;

/** @internal The class of a reported error. */
export const classOf = (name: ClassName): typeof BaseError =>
  classes[name as keyof typeof classes];

// Names are set here, since minifiers change those of the classes.
for (const [name, Class] of Object.entries({
  ...classes,
  ConfigurationError,
})) {
  const brand = Symbol.for(`carecycle-custom-fields.${name}`);
  const shown = name === "APIUserAbortError" ? "AbortError" : name;
  Object.defineProperty(Class, "name", { value: name, configurable: true });
  Object.defineProperty(Class, "brand", { value: brand });
  Object.defineProperty(Class.prototype, brand, { value: true });
  Object.defineProperty(Class.prototype, "name", {
    value: shown,
    configurable: true,
    writable: true,
  });
}

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
};
