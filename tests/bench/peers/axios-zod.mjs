import axios from "axios";
import { TIMEOUT_MS, customerId, headers, path } from "../request.mjs";
import { id, request, response } from "./schemas-zod.mjs";

/**
 * Its adapter is its own choice, unless a `fetch` is given.
 *
 * @type {import("../request.mjs").Make}
 */
export const make = ({ url, fetch }) => {
  /** @type {any} */
  const options = {
    baseURL: url,
    headers,
    timeout: TIMEOUT_MS,
    ...(fetch && { adapter: "fetch", env: { fetch, Request, Response } }),
  };
  const client = axios.create(options);
  return async (body) => {
    id.parse(customerId);
    const { data } = await client.post(path, request.parse(body));
    return response.parse(data);
  };
};
