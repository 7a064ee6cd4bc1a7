import { optionText } from "../options/help.js";
import { FAKE_OPTIONS, FAKE_USAGE } from "./options.js";

/** What `fake --help` prints. */
export const fakeHelpText = (): string => `Usage: ${FAKE_USAGE} [options]

Serves a fake of the API on loopback, for end-to-end tests in any language: any customer, any
definition, any key that begins with cc_. Prints its URL, and runs until SIGTERM or Ctrl-C.

${Object.entries(FAKE_OPTIONS)
  .map(([name, option]) => optionText(name, option))
  .join("\n")}

Exit codes
  0    it was ended
  2    the arguments are wrong, or the port cannot be used
`;
