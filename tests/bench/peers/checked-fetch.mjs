import { TIMEOUT_MS, customerId, headers, path } from "../request.mjs";

/**
 * What is written around `fetch` where a schema checks both ways.
 *
 * @param {{ id: any, request: any, response: any }} schemas
 * @returns {import("../request.mjs").Make}
 */
export const checkedFetch =
  ({ id, request, response }) =>
  ({ url, fetch = globalThis.fetch }) =>
  async (body) => {
    id.parse(customerId);
    const answer = await fetch(url + path, {
      method: "POST",
      headers,
      body: JSON.stringify(request.parse(body)),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return response.parse(await answer.json());
  };
