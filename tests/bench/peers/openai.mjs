import OpenAI from "openai";
import { TIMEOUT_MS, headers, path } from "../request.mjs";

/**
 * Its generic client, with the retries that it has by default.
 *
 * @type {import("../request.mjs").Make}
 */
export const make = ({ url, fetch }) => {
  const client = new OpenAI({
    apiKey: "unused",
    baseURL: url,
    fetch,
    timeout: TIMEOUT_MS,
    dangerouslyAllowBrowser: true,
    defaultHeaders: { ...headers, authorization: null },
  });
  return (body) => client.post(path, { body });
};
