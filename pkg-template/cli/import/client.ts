import { CareCycle, ConfigurationError } from "carecycle-custom-fields";
import { BASE_URL } from "../../generated.js";
import type { Account } from "../journal/journal.js";
import type { Options } from "../options/read.js";
import { UsageError } from "../exit.js";
import { redact } from "../report/output.js";
import { readKey } from "./key.js";

/** The server that requests are sent to. */
export const serverOf = ({ baseUrl }: Options): string =>
  baseUrl ?? (process.env.CARECYCLE_BASE_URL || BASE_URL);

/** The account that rows are created in. */
export async function accountOf(options: Options): Promise<Account> {
  const { apiKeyFile, oldApiKeyFile } = options;
  const apiKey =
    apiKeyFile === undefined
      ? process.env.CARECYCLE_API_KEY
      : await readKey(apiKeyFile);
  if (!apiKey)
    throw new UsageError(
      "the API key is missing: set CARECYCLE_API_KEY, or name a file that contains it with --api-key-file",
    );
  const oldApiKey =
    oldApiKeyFile === undefined ? undefined : await readKey(oldApiKeyFile);
  for (const key of [apiKey, oldApiKey]) if (key) redact(key);
  return { server: normalized(serverOf(options)), apiKey, oldApiKey };
}

/** A single spelling for each server. The client rejects an invalid URL. */
const normalized = (url: string): string =>
  URL.canParse(url) ? new URL(url).href.replace(/\/+$/, "") : url;

/** The client for the options; its constructor rejects what it cannot use. */
export function clientOf(options: Options, { apiKey }: Account): CareCycle {
  const { rateLimit, timeoutMs, maxRetries } = options;
  const baseUrl = serverOf(options);
  try {
    return new CareCycle({ apiKey, baseUrl, rateLimit, timeoutMs, maxRetries });
  } catch (error) {
    // The client's own message names an option that the command does not have.
    if (
      error instanceof ConfigurationError &&
      error.message.includes("allowInsecureHttp")
    )
      throw new UsageError(
        "the base URL must be https, to protect the key in transit; http is allowed for this machine only, such as http://localhost:4010",
      );
    throw error;
  }
}
