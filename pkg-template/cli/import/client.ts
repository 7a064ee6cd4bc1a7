import { CareCycle } from "carecycle-custom-fields";
import { BASE_URL } from "../../generated.js";
import type { Options } from "../options/read.js";
import { UsageError } from "../exit.js";
import { hide } from "../report/output.js";
import { readKey } from "./key.js";
import { hide } from "../report/output.js";

/** Where the requests go. */
export const serverOf = ({ baseUrl }: Options): string =>
  baseUrl ?? (process.env.CARECYCLE_BASE_URL || BASE_URL);

/** The client for what was asked for; its constructor refuses what it cannot work with. */
export async function clientOf(options: Options): Promise<CareCycle> {
  const { apiKeyFile, rateLimit, timeoutMs, maxRetries } = options;
  const apiKey =
    apiKeyFile === undefined
      ? process.env.CARECYCLE_API_KEY
      : await readKey(apiKeyFile);
  if (!apiKey)
    throw new UsageError(
      "the API key is missing: set CARECYCLE_API_KEY, or name a file that holds it by --api-key-file",
    );
  hide(apiKey);
  const baseUrl = serverOf(options);
  return new CareCycle({ apiKey, baseUrl, rateLimit, timeoutMs, maxRetries });
}
