import ky from "ky";
import { TIMEOUT_MS, headers, path } from "../request.mjs";

/**
 * With its retries: ky retries a POST only if it is configured to.
 *
 * @type {import("../request.mjs").Make}
 */
export const make = ({ url, fetch }) => {
  const client = ky.create({
    headers,
    timeout: TIMEOUT_MS,
    retry: { methods: ["post"] },
    ...(fetch && { fetch }),
  });
  return (body) => client.post(url + path, { json: body }).json();
};
