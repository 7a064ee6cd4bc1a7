/**
 * The documented error responses that the emulator simulates: a path prefix, and the name in the
 * list.
 */
export const DOCUMENTED = /** @type {const} */ ([
  ["~400", "400 Bad request"],
  ["~401", "401 Invalid or missing API key"],
  ["~403", "403 The key lacks permission"],
  ["~404", "404 No such customer or definition"],
  ["~422", "422 Validation error"],
  ["~429", "429 Rate limit exceeded"],
  ["~500", "500 Internal error"],
]);

/** Failures between the API and its client. */
export const FAILURES = /** @type {const} */ ([
  ["~slow-headers:ms=5000", "Created, but the response takes 5 seconds"],
  ["~cut-body", "Created, but the response is cut off"],
  ["~missing-key:key=recordId", "Created, but the response lacks a key"],
  ["~close-after", "Connection lost after sending"],
  ["~redirect", "Redirect to another URL"],
  ["~502-html", "502 HTML page of a gateway"],
]);

/** The prefixes for which the backend has handlers. */
export const FAULTS = [...DOCUMENTED, ...FAILURES].map(([prefix]) => prefix);
