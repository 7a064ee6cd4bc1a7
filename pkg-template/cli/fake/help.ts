import { optionText } from "../options/help.js";
import { FAKE_OPTIONS, FAKE_USAGE } from "./options.js";

/** What `fake --help` prints. */
export const fakeHelpText = (): string => `Usage: ${FAKE_USAGE} [options]

Serves a fake of the API on loopback, for end-to-end tests in any language: any
customer, any definition, any key that starts with cc_. Prints its URL, and
runs until SIGTERM or Ctrl-C.

${Object.entries(FAKE_OPTIONS)
  .map(([name, option]) => optionText(name, option))
  .join("\n")}

Tests control it over the same port. Each fault is for one more request, in
order; bodies are JSON.

  POST /__fake/next       makes the next request run into a fault:
                          {"fault": 500}, or any status from 200 to 599
                          {"fault": 429, "retryAfter": 3}
                          {"fault": 422, "errors": [...]}
                          {"fault": "lost"}, or with "created": false
                          {"fault": "cutAnswer"}
                          {"fault": "delay", "ms": 2000}
  POST /__fake/reset      forgets requests, values and faults, and frees the
                          limit
  GET  /__fake/requests   the last 1000: method, path, body, status, fault;
                          never a key
  GET  /__fake/values     the last 1000 that were created

Exit codes
  0    it was stopped by a signal
  2    the arguments are wrong, or the port cannot be used
`;
