import { errorCodes } from "../../generated.js";
import { BaseError, type ErrorInit } from "./base.js";

/** The options are wrong, or the client cannot work in this runtime. */
export class ConfigurationError extends BaseError {
  /** The class's name, by which a `switch` narrows. */
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
