import { errorCodes } from "../../generated.js";
import { CareCycleError, type ErrorInit } from "./base.js";

/** The client cannot be made with these options, or cannot work here. */
export class ConfigurationError extends CareCycleError {
  /** Distinguishes the error from others. */
  declare readonly name: "ConfigurationError";
  /** @internal */
  constructor(message: string, init: Partial<ErrorInit> = {}) {
    const code = errorCodes.ConfigurationError;
    super({ outcome: "notSent", ...init, message, code });
  }
}

/** @internal */
export function refuse(message: string): never {
  throw new ConfigurationError(message);
}
