import { CareCycle, ConfigurationError } from "carecycle-custom-fields";
import type { Config } from "./options.js";

/** @internal A client, and the key that no answer may hold. */
export interface Client {
  readonly careCycle: CareCycle;
  readonly apiKey: string;
}

declare const process: { env?: Record<string, string | undefined> };

/** A variable of the environment; `undefined` where there is none, or reading it is refused. */
function variable(name: string): string | undefined {
  try {
    return (typeof process === "object" && process.env?.[name]) || undefined;
  } catch {
    return undefined;
  }
}

/**
 * @internal Made at the first request that has a key, so that a build needs none.
 * @throws `ConfigurationError`
 */
export function makeClient({ client }: Config): Client {
  const apiKey = client.apiKey ?? variable("CARECYCLE_API_KEY");
  const baseUrl = client.baseUrl ?? variable("CARECYCLE_BASE_URL");
  if (apiKey === undefined)
    throw new ConfigurationError(
      "apiKey is missing: pass it to createHandler(), or set CARECYCLE_API_KEY",
    );
  if (baseUrl?.startsWith("/"))
    throw new ConfigurationError("CARECYCLE_BASE_URL must be the API's URL");
  return { careCycle: new CareCycle({ ...client, apiKey, baseUrl }), apiKey };
}
