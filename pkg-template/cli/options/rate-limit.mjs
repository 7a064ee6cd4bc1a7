// JavaScript, since the demo's backend and the API emulator import it without a build.

/** The format of a rate limit. */
export const RATE_LIMIT_FORMAT = "REQUESTS/MILLISECONDS or off";

/**
 * Parses a rate limit: a number of requests in any window of a number of milliseconds, or `off`.
 * Whoever uses the numbers checks their range.
 *
 * @param {string} text
 * @returns {{ requests: number, perMs: number } | false | undefined} `undefined` if it is invalid
 */
export function parseRateLimit(text) {
  if (text === "off") return false;
  const [, requests, perMs] = /^(\d{1,9})\/(\d{1,9})$/.exec(text) ?? [];
  return requests === undefined
    ? undefined
    : { requests: Number(requests), perMs: Number(perMs) };
}
