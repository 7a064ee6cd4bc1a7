import { readFileSync } from "node:fs";
import { CareCycle } from "carecycle-custom-fields";
import { BASE_URL } from "../../generated.js";
import type { Account } from "../journal/journal.js";
import type { Options } from "../options/read.js";
import { UsageError } from "../exit.js";

/** Where the requests go. */
const serverOf = ({ baseUrl }: Options): string =>
  baseUrl ?? (process.env.CARECYCLE_BASE_URL || BASE_URL);

/** The account that the rows go to. */
export function accountOf(options: Options): Account {
  const { apiKeyFile, oldApiKeyFile } = options;
  const apiKey =
    apiKeyFile === undefined
      ? process.env.CARECYCLE_API_KEY
      : readKey(apiKeyFile);
  if (!apiKey)
    throw new UsageError(
      "the API key is missing: set CARECYCLE_API_KEY, or name a file that holds it by --api-key-file",
    );
  const oldApiKey =
    oldApiKeyFile === undefined ? undefined : readKey(oldApiKeyFile);
  if (oldApiKey === "") throw new UsageError(`${oldApiKeyFile} is empty`);
  return { server: normalized(serverOf(options)), apiKey, oldApiKey };
}

/** One spelling for each server. What is no URL is refused by the client. */
const normalized = (url: string): string =>
  URL.canParse(url) ? new URL(url).href.replace(/\/+$/, "") : url;

/** The client for what was asked for; its constructor refuses what it cannot work with. */
export function clientOf(options: Options, { apiKey }: Account): CareCycle {
  const { rateLimit, timeoutMs, maxRetries } = options;
  const baseUrl = serverOf(options);
  return new CareCycle({ apiKey, baseUrl, rateLimit, timeoutMs, maxRetries });
}

function readKey(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new UsageError(
      `${file} cannot be read: ${(error as { code?: string }).code ?? "error"}`,
    );
  }
}
