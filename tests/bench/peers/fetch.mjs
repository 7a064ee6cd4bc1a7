import { headers, path } from "../request.mjs";

/**
 * Checks nothing but the status: what the platform itself costs.
 *
 * @type {import("../request.mjs").Make}
 */
export const make =
  ({ url, fetch = globalThis.fetch }) =>
  async (body) => {
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    const response = await fetch(url + path, init);
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  };
