import type {
  CreateCustomerCustomFieldValueRequest,
  CustomerCustomFieldValue,
} from "../core/wasm/core.js";
import type { CallSettings } from "./settings.js";

/** Options of `validate`. */
export interface ValidateOptions {
  /**
   * Keys that the documentation does not know: `"refuse"` makes each an issue, since the server would
   * drop it silently; `"send"` sends them as they are.
   * @default "refuse"
   */
  unknownFields?: "refuse" | "send" | undefined;
}

/** Options of `create`; what is left out is as for the client. */
export interface CreateOptions extends ValidateOptions, CallSettings {
  /** Aborts the call in whatever phase it is. */
  signal?: AbortSignal | undefined;
}

/** @internal One call of `create`. */
export type Create = (
  customerId: string,
  body: CreateCustomerCustomFieldValueRequest,
  options?: CreateOptions,
) => Promise<CustomerCustomFieldValue>;
