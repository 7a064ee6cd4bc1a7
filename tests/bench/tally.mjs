/** What came of an import, by what the server keeps and not by what the client says. */

/**
 * @param {object} met
 * @param {number} met.count rows that were to be created
 * @param {(string | null)[]} met.values the server's, in order; each row's is its own
 * @param {(number | undefined)[]} met.statuses of all requests
 * @param {{ requests: number, perMs: number }} met.rateLimit
 * @param {number} met.ms how long it took
 */
export function tally({ count, values, statuses, rateLimit, ms }) {
  const created = new Set(values).size;
  // The first window's rows leave at once; each further window waits for one to pass.
  const windows = Math.ceil(count / rateLimit.requests) - 1;
  return {
    created,
    lost: count - created,
    duplicates: values.length - created,
    limited: statuses.filter((status) => status === 429).length,
    requests: statuses.length,
    overLeast: ms / (windows * rateLimit.perMs),
  };
}
