import { CareCycle, ConfigurationError } from "carecycle-custom-fields";
import type { Config } from "./options.js";

/** @internal A client, and its key, which no response may contain. */
export interface Client {
  readonly careCycle: CareCycle;
  readonly apiKey: string;
}

declare const process: { env?: Record<string, string | undefined> };

/** An environment variable; `undefined` if it is not set or must not be read. */
function variable(name: string): string | undefined {
  try {
    return (typeof process === "object" && process.env?.[name]) || undefined;
  } catch {
    return undefined;
  }
}

/**
 * @internal Created by the first request that has a key, so a build needs none.
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
