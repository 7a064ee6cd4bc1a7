import * as client from "carecycle-custom-fields";
import type { CareCycleError } from "carecycle-custom-fields";
import { errorInit } from "../client/errors/report.js";
import type { ReadBody } from "../core/body.js";
import type { CallTrace } from "../core/call-context.js";
import { crashReport } from "../core/crash.js";
import { failureOf } from "../core/failure.js";
import type { Exports } from "../core/instance.js";
import type { ErrorReport, Step } from "../core/wasm/core.js";
import { VALUE_FIELDS, callOptions, operations } from "../generated.js";
import { loadCore } from "./core.js";
import { Refusal, refused, textOf } from "./responses.js";

// Runs a call through the core without waiting, since these functions return an error
// synchronously.

const CUSTOMER = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const BODY = {
  fieldDefinitionId: "079f459a-0b19-4274-98b0-427a624178ff",
  [VALUE_FIELDS[0]]: "text",
};

/** A call with one attempt and no rate limit. */
const SETTINGS = {
  scope: 0,
  requests: 0,
  perMs: 0,
  timeoutMs: callOptions.timeoutMs.default,
  deadlineMs: Infinity,
  maxRetries: 0,
  retryUnknown: false,
  sendUnknown: false,
};

const operation = operations.create.index;

const enter = <Result>(work: (core: Exports) => Result): Result =>
  loadCore().enter(work, (cause) => {
    throw cause;
  });

/** The error of an invalid request. */
export const invalid = (): CareCycleError =>
  enter((core) => {
    const { step } = core.start(SETTINGS, operation, [CUSTOMER], {});
    return toError(step);
  });

/** The error after a response of this status, with the documented body or the given one. */
export function responded(
  status: number,
  serverError: { readonly message?: string | undefined } = {},
  text?: string,
): CareCycleError {
  const { message, ...more } = serverError;
  const refusal = new Refusal(status, message, more);
  const { headers } = refused(refusal);
  if (text !== undefined) headers.set("content-type", "text/html");
  const body = text ?? textOf(refusal);
  const response = new Response(body, { status, headers });
  const json = text === undefined ? (JSON.parse(body) as unknown) : undefined;
  const read: ReadBody = { end: "whole", json, text: body, cause: undefined };
  return sent(
    (core, call) => {
      const step = core.responded(call, response);
      return step.action.type === "read"
        ? core.read(call, operation, "whole", json, false)
        : step;
    },
    { response, read },
  );
}

/** The error after `fetch` rejected with this, or was interrupted. */
export function failedBy(cause: Error | "timeout" | "abort"): CareCycleError {
  if (cause === "timeout") return sent((core, call) => core.timedOut(call));
  if (cause === "abort") {
    const aborted = AbortSignal.abort();
    return sent((core, call) => core.aborted(call, true), {}, aborted);
  }
  const { failure, code } = failureOf(cause, JSON.stringify(BODY));
  return sent((core, call) => core.failed(call, failure, code), { cause });
}

/** The error after a trap of the core. */
export const crashed = (): CareCycleError =>
  ofReport(crashReport(true), { cause: new Error("unreachable") });

/** The result of a call whose request was sent. */
const sent = (
  ended: (core: Exports, call: number) => Step,
  trace: Partial<CallTrace> = {},
  signal?: AbortSignal,
): CareCycleError =>
  enter((core) => {
    const { call } = core.start(SETTINGS, operation, [CUSTOMER], BODY);
    return toError(ended(core, call), trace, signal);
  });

function toError(
  { action }: Step,
  trace: Partial<CallTrace> = {},
  signal?: AbortSignal,
): CareCycleError {
  if (action.type === "reject") return ofReport(action.report, trace, signal);
  throw new TypeError("The client does not reject with such an error");
}

function ofReport(
  report: ErrorReport,
  trace: Partial<CallTrace>,
  signal?: AbortSignal,
): CareCycleError {
  const whole: CallTrace = {
    requestId: enter((core) => core.uuid()),
    sent: JSON.stringify(BODY),
    response: undefined,
    read: undefined,
    cause: undefined,
    refusal: undefined,
    ...trace,
  };
  // Not the classes of this bundle: `errors` must have the classes that users import.
  const Class = client[report.class];
  return new Class(errorInit(report, whole, signal) as never);
}
