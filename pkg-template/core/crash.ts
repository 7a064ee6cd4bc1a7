import { errorCodes } from "../generated.js";
import type { ErrorReport } from "./wasm/core.js";

/** How a call fails whose instance trapped. */
export const crashReport = (sent: boolean): ErrorReport => ({
  class: "CareCycleError",
  code: errorCodes.CareCycleError,
  outcome: sent ? "unknown" : "notSent",
  message:
    "The WebAssembly core stopped: a bug of this package. The next call starts it anew",
  status: null,
  retryAfter: null,
  errors: [],
  attempts: [],
});
