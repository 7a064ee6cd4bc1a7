import createClient from "openapi-fetch";
import { TIMEOUT_MS, customerId, headers } from "../request.mjs";
import { id, request, response } from "./schemas-zod.mjs";

/** @type {import("../request.mjs").Make} */
export const make = ({ url, fetch }) => {
  /** @type {any} */
  const client = createClient({ baseUrl: url, headers, fetch });
  return async (body) => {
    id.parse(customerId);
    const { data, error } = await client.POST(
      "/v2/customers/{id}/custom-fields",
      {
        params: { path: { id: customerId } },
        body: request.parse(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      },
    );
    if (error) throw error;
    return response.parse(data);
  };
};
