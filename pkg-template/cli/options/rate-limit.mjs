// JavaScript, since the demo's backend and the API emulator take it as it is.

/** How a rate limit is written. */
export const RATE_LIMIT_FORMAT = "REQUESTS/MILLISECONDS or off";

/**
 * Reads a rate limit: so many requests in any window of so many milliseconds, or `off`. Whether the numbers
 * can be worked with is for whoever keeps to it.
 *
 * @param {string} text
 * @returns {{ requests: number, perMs: number } | false | undefined} `undefined` where it is none
 */
export function parseRateLimit(text) {
  if (text === "off") return false;
  const [, requests, perMs] = /^(\d{1,9})\/(\d{1,9})$/.exec(text) ?? [];
  return requests === undefined
    ? undefined
    : { requests: Number(requests), perMs: Number(perMs) };
}
