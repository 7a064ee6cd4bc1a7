import { errorCodes } from "../generated.js";
import type { ErrorReport } from "./wasm/core.js";

/** The report of a call whose instance trapped. */
export const crashReport = (sent: boolean): ErrorReport => ({
  class: "CareCycleError",
  code: errorCodes.CareCycleError,
  outcome: sent ? "unknown" : "notSent",
  message:
    "The WebAssembly core stopped: a bug in this package. The next call restarts it",
  status: null,
  retryAfter: null,
  errors: [],
  attempts: [],
});
